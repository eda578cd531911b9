/** Claims of caprules, in a form that z3 can judge. */

import { or, type SmtScript } from "./smt-script.ts";
import type { Questions, Solver } from "./solver.ts";

/** The expectation that a formula can hold, or cannot. */
export interface Expectation {
  /** The claim in words, such as `vcpu.XSAVE is gained`. */
  readonly what: string;
  readonly formula: string;
  readonly isPossible: boolean;
}

/** The number of formulas that are shown to be impossible in one query. */
const IN_A_BUNDLE = 64;

/** A line for each expectation that z3 does not share. */
export async function disagreementsOf(
  solver: Solver,
  script: Pick<SmtScript, "lines">,
  expectations: readonly Expectation[],
): Promise<readonly string[]> {
  const questions = solver.open(script);
  const possible = expectations.filter(({ isPossible }) => isPossible);
  const impossible = expectations.filter(({ isPossible }) => !isPossible);
  const wrong = await disappointed(questions, possible);
  for (let start = 0; start < impossible.length; start += IN_A_BUNDLE) {
    const bundle = impossible.slice(start, start + IN_A_BUNDLE);
    const any = or(...bundle.map(({ formula }) => formula));
    if (await questions.canHold(any)) wrong.push(...(await disappointed(questions, bundle)));
  }
  questions.close();
  return wrong.map(({ what, isPossible }) =>
    isPossible
      ? `${what}: caprules says that it can be, z3 that it cannot`
      : `${what}: caprules says that it cannot be, z3 that it can`,
  );
}

async function disappointed(
  questions: Questions,
  expectations: readonly Expectation[],
): Promise<Expectation[]> {
  const wrong: Expectation[] = [];
  for (const each of expectations) {
    if ((await questions.canHold(each.formula)) !== each.isPossible) wrong.push(each);
  }
  return wrong;
}
