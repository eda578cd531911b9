/** Finds what leaves nothing to compare: rules of a side that apply at once, and assumptions that never hold together. */

import type { Program } from "../../program/program.ts";
import { FALSE } from "../../bdd/bdd.ts";
import { checkConflictingConditions } from "../../checks/conflicting-conditions.ts";
import { checkContradictoryAssumptions } from "../../checks/contradictory-assumptions.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { inSomeOrder } from "../../program/in-some-order.ts";
import { lowerModel, vocabularyOf, type Meaning } from "../../meaning/lower.ts";
import type { Assumption, Model } from "../../model/model.ts";
import { onBothSides, type BothSides } from "./both-sides.ts";
import type { ComparedPrograms } from "./diff-programs.ts";

/**
 * @param asked the new program's assumptions that were added to restrict the compared cases.
 * @throws LimitExceeded when a diagram grows beyond the limits.
 */
export function findConflicts(
  programs: BothSides<Program>,
  { meaning, oldMeaning, cases }: ComparedPrograms,
  asked: ReadonlySet<Assumption>,
): BothSides<readonly Diagnostic[]> {
  const { old, new: fresh } = programs;
  const isAnyContradictory = cases.allowed.old === FALSE || cases.allowed.new === FALSE;
  if (cases.all === FALSE || isAnyContradictory) {
    const stated = onBothSides(programs, ({ model }) => ({
      ...model,
      assumptions: model.assumptions.filter((each) => !asked.has(each)),
    }));
    if (!isAnyContradictory) return { old: [], new: contradictionsIn(fresh.model, meaning) };
    return {
      old: cases.allowed.old === FALSE ? contradictionsIn(stated.old, oldMeaning) : [],
      new: cases.allowed.new === FALSE ? contradictionsIn(stated.new, meaning) : [],
    };
  }
  return {
    old: conflictsIn(old, fresh.model, oldMeaning),
    new: conflictsIn(fresh, old.model, meaning),
  };
}

function contradictionsIn(model: Model, meaning: Meaning): readonly Diagnostic[] {
  const input = { model, meaning: { ...meaning, assumption: FALSE }, roots: new Set<string>() };
  return checkContradictoryAssumptions(input).map(({ diagnostic }) => diagnostic);
}

/** @param shared what the program means, lowered together with the other one. */
function conflictsIn(
  { model, files }: Program,
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
