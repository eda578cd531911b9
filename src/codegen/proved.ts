/** Emits a module and proves its text equal to the rules. */

import { rememberOverlaps } from "../checks/applicable-cases.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { codeOutgrowsRules, emissionDiffers } from "../diagnostics/proofs.ts";
import { inLaterOrders } from "../program/in-some-order.ts";
import type { Meaning } from "../meaning/lower.ts";
import { describeAssignment, findWitness } from "../meaning/witness.ts";
import { bitCount, bitLabel } from "../model/layout.ts";
import type { CapabilitySet, Model } from "../model/model.ts";
import { grownWords } from "./plan/code-growth.ts";
import { planSet } from "./plan/plan-set.ts";
import type { SetPlan } from "./plan/plan.ts";
import { compareEmission, type Difference } from "./compare-functions.ts";
import type { Target } from "./target.ts";

export interface ProvedModule {
  /** Absent if two exports would have the same name. */
  readonly code: string | undefined;
  readonly plans: readonly SetPlan[];
  /** The number of output bits that were proved equal to the rules. */
  readonly provedBits: number;
  /** Warnings about words whose code is much longer than their rules. */
  readonly warnings: readonly Diagnostic[];
  /**
   * Clashing names, or reasons why the proof failed, which means a bug in caprules. Code with
   * diagnostics must not be used.
   */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param files the rule files that the header names.
 * @throws LimitExceeded when the rules of one word are too large for diagrams.
 */
export async function emitProved(
  target: Target,
  model: Model,
  meaning: Meaning,
  sets: readonly CapabilitySet[],
  files: readonly string[],
): Promise<ProvedModule> {
  const mayOverlap = rememberOverlaps(model, meaning);
  const plans = sets.map((set) => planSet(model, set, undefined, mayOverlap));
  const clashes = target.findClashes(plans);
  if (clashes.length > 0)
    return { code: undefined, plans, provedBits: 0, warnings: [], diagnostics: clashes };
  const code = await target.emit({ files, plans });
  const problems = await inLaterOrders(model, meaning, (each) =>
    findProblems(target, code, plans, model, each),
  );
  return {
    code,
    plans,
    provedBits: sets.reduce((sum, { layout }) => sum + bitCount(layout), 0),
    warnings: plans.flatMap(describeGrowth),
    diagnostics: problems.map((what) => report(emissionDiffers, undefined, { what })),
  };
}

function describeGrowth(plan: SetPlan): readonly Diagnostic[] {
  const { name, layout } = plan.set;
  return grownWords(plan).map(({ word, operations, names, rule }) => {
    const label = `${layout.words[word]?.name ?? `word ${word}`} of \`${name}\``;
    return report(codeOutgrowsRules, rule.span, { word: label, operations, names });
  });
}

/** The reasons why the text is not proved equal to the rules; empty if it is. */
async function findProblems(
  { readBack }: Target,
  code: string,
  plans: readonly SetPlan[],
  model: Model,
  meaning: Meaning,
): Promise<readonly string[]> {
  const { bdd, atoms } = meaning;
  const { functions, failures } = await readBack(code, { bdd, atoms, plans });
  const differences = compareEmission(bdd, functions, meaning.valueOf);
  return [
    ...failures,
    ...differences.slice(0, 5).map((difference) => describe(model, meaning, difference)),
  ];
}

function describe(
  model: Model,
  meaning: Meaning,
  { functionName, set, bit, wrong }: Difference,
): string {
  const witness = findWitness(meaning, model, wrong);
  const label = `${functionName}: ${bitLabel(set.layout, bit)} differs`;
  return witness === undefined
    ? label
    : `${label} in this case: ${describeAssignment(meaning, witness, wrong)}`;
}
