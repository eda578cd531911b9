/** Proves or refutes claims about a program that are not part of its files. */

import { LimitExceeded } from "../base/limit.ts";
import type { LoweredModel } from "../checks/refute.ts";
import type { RuleSource } from "../program/source.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { openWithExpressions } from "../expression/with-expressions.ts";
import { inLaterOrders } from "../program/in-some-order.ts";
import { asProgram, type Program } from "../program/program.ts";
import { alikeBits } from "../model/alike-bits.ts";
import type { Assertion } from "../model/model.ts";
import { proveClaim, undecidedProof, type Proof } from "./prove-claim.ts";
import { disagreements } from "../replay/disagreements.ts";

export interface ProveOptions {
  /**
   * Expressions over inputs, flags and enums that are assumed in addition to the program's
   * assumptions.
   */
  readonly assume?: readonly string[];
}

export interface ProveResult {
  /**
   * Errors in the rules; if there are none, errors in the expressions. Also reports a
   * counterexample on which generated code and rules disagree, which is a bug in caprules.
   */
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of an expression as a whole, such as that it is empty. */
  readonly problems: readonly string[];
  /** In order of the claims; empty if there are diagnostics or problems. */
  readonly proofs: readonly Proof[];
}

/**
 * Tells whether each claim holds in every possible case, and for every bit if it names "this bit".
 * A counterexample is returned only after interpreter and generated code agree on it.
 * @param claims expressions of the rule language, as in an `assert`. If the program has one
 *   capability set, its bits may be named bare.
 */
export async function prove(
  program: Program | RuleSource,
  claims: readonly string[],
  { assume = [] }: ProveOptions = {},
): Promise<ProveResult> {
  const { diagnostics, problems, value } = openWithExpressions(asProgram(program), {
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

/** Undecided only if no order of variables stays within the limits. */
async function decideClaim(
  { model, meaning }: LoweredModel,
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
