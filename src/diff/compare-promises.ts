/** What a change does to the promises of a program: which are made, weakened, withdrawn or broken. */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { lowerExpr, type Meaning } from "../meaning/lower.ts";
import type { Assumption, Model } from "../model/model.ts";
import type { ReplayCase } from "../replay/replay.ts";
import type { BothSides } from "./both-sides.ts";
import { assumedText, placeOf } from "./claim-text.ts";
import { weakenedThroughStages } from "./claims-through-stages.ts";
import { compareAssertions } from "./compare-assertions.ts";
import { casesOfBroken, compareTests } from "./compare-tests.ts";
import { decidePromise } from "./decide-promise.ts";
import type { ComparedPrograms } from "./diff-programs.ts";
import type { PromiseChange } from "./promise-change.ts";

export interface ComparedPromises {
  readonly changes: readonly PromiseChange[];
  /** Cases for the new program in which its assertions and tests fail. */
  readonly witnesses: readonly ReplayCase[];
}

/**
 * @param models with what they state themselves, and nothing that was added for the comparison.
 * @throws LimitExceeded when a diagram grows beyond the limits.
 */
export function comparePromises(
  models: BothSides<Model>,
  compared: ComparedPrograms,
): ComparedPromises {
  const { oldMeaning, meaning, diff } = compared;
  const meanings = {
    old: withOwnAssumptions(models.old, oldMeaning),
    new: withOwnAssumptions(models.new, meaning),
  };
  const assumptions = compareAssumptions(models, meanings);
  const isRulesChanged =
    assumptions.length > 0 || diff.sets.some(({ changes }) => changes.length > 0);
  const { broken, others } = compareAssertions(models, compared);
  const told = new Set(
    [...broken.map(({ promise }) => promise), ...others].map(({ text }) => text),
  );
  const stages = weakenedThroughStages(models, compared).filter(({ text }) => !told.has(text));
  const tests = compareTests(models, meaning.variables.order, isRulesChanged);
  return {
    changes: [
      ...broken.map(({ promise }) => promise),
      ...others,
      ...stages,
      ...tests,
      ...assumptions,
    ],
    witnesses: [
      ...broken.flatMap(({ witness }) => witness ?? []),
      ...casesOfBroken(tests, models.new),
    ],
  };
}

function withOwnAssumptions({ assumptions }: Model, meaning: Meaning): Meaning {
  const { bdd, atoms } = meaning;
  const assumption = assumptions.reduce<Diagram>(
    (all, { claim }) => bdd.and(all, lowerExpr(bdd, atoms, claim, undefined)),
    TRUE,
  );
  return { ...meaning, assumption };
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
    // What is assumed no longer is one thing less that could be wrong.
    isFinding: side === "new",
    notes,
  };
}
