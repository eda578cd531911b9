/**
 * Compares the promises of two programs: finds those that are made, weakened, withdrawn or broken.
 */

import { FALSE } from "../../bdd/bdd.ts";
import { lowerAssumptions, lowerExpr, type Meaning } from "../../meaning/lower.ts";
import type { Assumption, Model, RuleTest } from "../../model/model.ts";
import type { ReplayCase } from "../../replay/replay.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { DeclarationChange, DeclarationKind } from "../compare/change.ts";
import { assumedText, placeOf } from "../compare/claim-text.ts";
import { weakenedThroughStages } from "./claims-through-stages.ts";
import { compareAssertions } from "./compare-assertions.ts";
import { compareTests } from "./compare-tests.ts";
import { decidePromise } from "./decide-promise.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import type { PromiseChange, PromiseChanges } from "./promise-change.ts";
import type { TestedSide } from "./run-own-tests.ts";

/** Declarations that do not change what any name means. */
const NAMES_NOTHING: ReadonlySet<DeclarationKind> = new Set([
  "assertion",
  "assumption",
  "role of set",
]);

export interface ComparedPromises {
  readonly changes: readonly PromiseChange[];
  /** Cases for the new program in which its assertions and tests fail. */
  readonly witnesses: readonly ReplayCase[];
}

/**
 * @param models with what they state themselves, and nothing that was added for the comparison.
 * @param declarations what the models declare otherwise.
 * @throws LimitExceeded when a diagram grows beyond the limits.
 */
export function comparePromises(
  models: BothSides<Model>,
  compared: ComparedPrograms,
  declarations: readonly DeclarationChange[],
): ComparedPromises {
  const { oldMeaning, meaning } = compared;
  const meanings = {
    old: withOwnAssumptions(models.old, oldMeaning),
    new: withOwnAssumptions(models.new, meaning),
  };
  const assumptions = compareAssumptions(models, meanings);
  const haveSameNames = declarations.every(({ kind }) => NAMES_NOTHING.has(kind));
  const assertions = compareAssertions(models, compared, haveSameNames);
  const mayEndOtherwise = ({ expectations }: RuleTest): boolean =>
    !haveSameNames ||
    assumptions.length > 0 ||
    expectations.some(({ set, bit }) => compared.changedFunctions.get(set)?.has(bit) === true);
  const sideOf = (side: "old" | "new"): TestedSide => ({
    model: models[side],
    meaning: meanings[side],
    hasSameValues: haveSameNames,
  });
  const ofAssertions = allOf(assertions);
  const told = new Set(ofAssertions.map(({ text }) => text));
  const stages = weakenedThroughStages(models, compared).filter(({ text }) => !told.has(text));
  const tests = compareTests({ old: sideOf("old"), new: sideOf("new") }, mayEndOtherwise);
  return {
    changes: [...ofAssertions, ...stages, ...allOf(tests), ...assumptions],
    witnesses: [...assertions.broken, ...tests.broken].flatMap(({ witness }) => witness ?? []),
  };
}

function allOf({ broken, others }: PromiseChanges): readonly PromiseChange[] {
  return [...broken.map(({ promise }) => promise), ...others];
}

function withOwnAssumptions({ assumptions }: Model, meaning: Meaning): Meaning {
  return { ...meaning, assumption: lowerAssumptions(meaning.bdd, meaning.atoms, assumptions) };
}

/** An assumption that follows from what the other side assumes is no news. */
function compareAssumptions(
  models: BothSides<Model>,
  meanings: BothSides<Meaning>,
): readonly PromiseChange[] {
  const beyond = (side: "old" | "new"): readonly PromiseChange[] => {
    const { bdd, atoms } = meanings[side];
    const other = meanings[side === "new" ? "old" : "new"].assumption;
    const follows = ({ claim }: Assumption): boolean =>
      bdd.and(other, bdd.not(lowerExpr(bdd, atoms, claim, undefined))) === FALSE;
    const change = side === "new" ? "made" : "withdrawn";
    return models[side].assumptions.flatMap((each) =>
      decidePromise(
        bdd,
        () => (follows(each) ? [] : [describeAssumption(each, change, side, [])]),
        (notes) => [describeAssumption(each, "undecided", side, notes)],
      ),
    );
  };
  return [...beyond("new"), ...beyond("old")];
}

function describeAssumption(
  { span }: Assumption,
  change: PromiseChange["change"],
  side: PromiseChange["side"],
  notes: readonly string[],
): PromiseChange {
  return {
    kind: "assume",
    change,
    text: assumedText(span),
    side,
    ...placeOf(span),
    // A withdrawn assumption is no finding: it can no longer be wrong.
    isFinding: side === "new",
    notes,
  };
}
