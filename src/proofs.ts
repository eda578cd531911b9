/** Claims about a program that stand in none of its files, proved or refuted. */

import { LimitExceeded } from "./base/limit.ts";
import type { Program } from "./checks/refute.ts";
import type { RuleSource } from "./compile.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { analyzeExpressions } from "./expression/analyze-expressions.ts";
import { inLaterOrders } from "./in-some-order.ts";
import { alikeBits } from "./model/alike-bits.ts";
import type { Assertion } from "./model/model.ts";
import { proveClaim, undecidedProof, type Proof } from "./prove/prove.ts";
import { disagreements } from "./replay/disagreements.ts";

export interface ProveOptions {
  /** Expressions over inputs, flags and enums that are taken to hold, beside what the program assumes. */
  readonly assume?: readonly string[];
}

export interface ProveResult {
  /**
   * Errors of the rules, else of the expressions; or that generated code and rules disagree about a
   * counterexample, which is a bug in caprules.
   */
  readonly diagnostics: readonly Diagnostic[];
  /** What is wrong with an expression as a whole, such as that it is empty. */
  readonly problems: readonly string[];
  /** In order of the claims; empty if there are diagnostics or problems. */
  readonly proofs: readonly Proof[];
}

/**
 * Whether each claim holds in every case that is possible, and for every bit where it names "this bit".
 * A counterexample is given only after interpreter and generated code agree on it.
 * @param claims expressions of the rule language, as in an `assert`; where the program has one
 * capability set, its own bits may be named bare.
 */
export async function prove(
  source: RuleSource,
  claims: readonly string[],
  { assume = [] }: ProveOptions = {},
): Promise<ProveResult> {
  const { diagnostics, problems, value } = analyzeExpressions({
    ...source,
    claims,
    assumptions: assume,
  });
  if (value === undefined) return { diagnostics, problems, proofs: [] };
  const { model } = value;
  const alike = alikeBits(model);
  const proofs: Proof[] = [];
  for (const claim of value.claims) proofs.push(await decideClaim(value, claim, alike));
  const counterexamples = proofs.flatMap(({ counterexample }) => counterexample ?? []);
  const wrong = await disagreements(model, counterexamples);
  return { diagnostics: wrong, problems, proofs: wrong.length > 0 ? [] : proofs };
}

/** Undecided only where no order of variables is within the limits. */
async function decideClaim(
  { model, meaning }: Program,
  claim: Assertion,
  alike: ReturnType<typeof alikeBits>,
): Promise<Proof> {
  try {
    return await inLaterOrders(model, meaning, (each) =>
      proveClaim({ model, meaning: each }, claim, alike),
    );
  } catch (error) {
    if (error instanceof LimitExceeded) return undecidedProof(claim, error);
    throw error;
  }
}
