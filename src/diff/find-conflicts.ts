/** Finds rules of compared programs that apply at once: then a side does not say what its bits are. */

import type { LoadedModel } from "../analyze.ts";
import { checkConflictingConditions } from "../checks/conflicting-conditions.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { inSomeOrder } from "../in-some-order.ts";
import { lowerModel, vocabularyOf, type Meaning } from "../meaning/lower.ts";
import type { Model } from "../model/model.ts";
import type { BothSides } from "./both-sides.ts";
import type { ComparedPrograms } from "./diff-programs.ts";

/** @throws LimitExceeded when a diagram grows beyond the limits. */
export function findConflicts(
  { old, new: fresh }: BothSides<LoadedModel>,
  { meaning, oldMeaning }: ComparedPrograms,
): BothSides<readonly Diagnostic[]> {
  return {
    old: conflictsIn(old, fresh.model, oldMeaning),
    new: conflictsIn(fresh, old.model, meaning),
  };
}

/** @param shared what the program means, lowered together with the other one. */
function conflictsIn(
  { model, files }: LoadedModel,
  other: Model,
  shared: Meaning,
): readonly Diagnostic[] {
  // Rules that exclude each other by a program's own values may meet in a value that the other one has.
  const roots = new Set(files.map(({ name }) => name));
  const find = (meaning: Meaning): readonly Diagnostic[] =>
    checkConflictingConditions({ model, meaning, roots }).map(({ diagnostic }) => diagnostic);
  return haveSameValues(model, other)
    ? find(shared)
    : inSomeOrder((bdd, order) => find(lowerModel(bdd, model, vocabularyOf(model, order))));
}

function haveSameValues(one: Model, other: Model): boolean {
  const valuesOf = ({ enums }: Model): string =>
    JSON.stringify(enums.map(({ name, values }) => [name, values]));
  return valuesOf(one) === valuesOf(other);
}
