/** Judges what caprules says of assertions and other claims: that they hold, or for which bits they do not. */

import { openProgram } from "../../src/program/program.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { spanText } from "../../src/base/span.ts";
import { definitely } from "../../src/base/unreachable.ts";
import type { RuleSource } from "../../src/program/source.ts";
import { assertionFails } from "../../src/diagnostics/proofs.ts";
import { openWithExpressions } from "../../src/expression/with-expressions.ts";
import { bitCount, bitLabel } from "../../src/model/layout.ts";
import type { Assertion, ThisBit } from "../../src/model/model.ts";
import { prove } from "../../src/prove/prove.ts";
import type { Counterexample, Proof } from "../../src/prove/prove-claim.ts";
import { disagreementsOf, type Expectation } from "./expectations.ts";
import { and, not, or, type SmtScript } from "./smt-script.ts";
import type { Solver } from "./solver.ts";
import { translate, type Translation } from "./translate.ts";

export interface ProofJudgement {
  readonly claims: number;
  readonly proved: number;
  readonly disagreements: readonly string[];
}

/** The reported verdict on a claim. */
export interface ToldProof {
  readonly verdict: Proof["verdict"];
  readonly counterexample: Pick<Counterexample, "bit" | "failingBits" | "assignment"> | undefined;
}

/** The assertions in the program's files. */
export async function judgeAssertions(solver: Solver, source: RuleSource): Promise<ProofJudgement> {
  const { model, findings } = openProgram(source);
  const errors = findings.map(({ diagnostic }) => diagnostic).filter(isError);
  const other = errors.find(({ code }) => code !== assertionFails.code);
  if (other !== undefined) throw new Error(other.message);
  const failing = new Set(errors.map(({ span }) => span));
  const { script, sides } = translate({ program: model });
  const expectations = model.assertions.flatMap((assertion) => {
    const text = spanText(assertion.claimSpan);
    const fails = bitsOf(assertion).map((bit) => violation(sides.program, assertion, bit));
    return failing.has(assertion.span)
      ? [{ what: `\`${text}\` fails`, formula: or(...fails), isPossible: true }]
      : fails.map((formula) => ({ what: `\`${text}\` fails`, formula, isPossible: false }));
  });
  return {
    claims: model.assertions.length,
    proved: model.assertions.filter(({ span }) => !failing.has(span)).length,
    disagreements: await disagreementsOf(solver, script, expectations),
  };
}

/** @param texts expressions about the program. */
export async function judgeProve(
  solver: Solver,
  source: RuleSource,
  texts: readonly string[],
): Promise<ProofJudgement> {
  const { proofs, problems, diagnostics } = await prove(source, texts);
  const wrong = [...problems, ...diagnostics.map(({ message }) => message)];
  if (wrong.length > 0) throw new Error(wrong.join("; "));
  return judgeProofs(solver, source, texts, proofs);
}

/** @param told of each of the expressions. */
export async function judgeProofs(
  solver: Solver,
  source: RuleSource,
  texts: readonly string[],
  told: readonly ToldProof[],
): Promise<ProofJudgement> {
  const { value } = openWithExpressions(openProgram(source), {
    claims: texts,
    assumptions: [],
  });
  const { model, claims } = definitely(value, "the expressions can be read");
  const { script, sides } = translate({ program: model });
  const expectations = claims.flatMap((claim, place) =>
    expected(script, sides.program, claim, definitely(told[place], "a proof a claim")),
  );
  return {
    claims: claims.length,
    proved: told.filter(({ verdict }) => verdict === "proved").length,
    disagreements: await disagreementsOf(solver, script, expectations),
  };
}

function expected(
  script: SmtScript,
  program: Translation,
  claim: Assertion,
  { verdict, counterexample }: ToldProof,
): readonly Expectation[] {
  const text = `\`${spanText(claim.claimSpan)}\``;
  if (verdict === "undecided") throw new Error(`${text} is undecided`);
  const failing = new Set(counterexample?.failingBits);
  const bits = bitsOf(claim).map((bit) => ({
    name: bit && bitLabel(bit.layout, bit.bit),
    formula: violation(program, claim, bit),
  }));
  const expectations = bits.map(({ name, formula }) => ({
    what: name === undefined ? `${text} fails` : `${text} fails for ${name}`,
    formula,
    isPossible: name === undefined ? verdict === "refuted" : failing.has(name),
  }));
  if (counterexample === undefined) return expectations;
  const shown = bits.find(({ name }) => name === counterexample.bit)?.formula ?? "false";
  // All that the formulas read is given by the case, so they are evaluated.
  const variables = script.variablesOf(and(shown, program.allowed));
  const literals = program.literalsOf(counterexample.assignment, variables);
  const what = `${text} fails for ${counterexample.bit ?? "no bit"} in the case that is shown`;
  return [...expectations, { what, formula: and(...literals, shown), isPossible: true }];
}

/** The bits for which a claim is made; once, where it names no "this bit". */
function bitsOf({ layout }: Assertion): readonly (ThisBit | undefined)[] {
  if (layout === undefined) return [undefined];
  return Array.from({ length: bitCount(layout) }, (_, bit) => ({ layout, bit }));
}

function violation(program: Translation, { claim }: Assertion, bit: ThisBit | undefined): string {
  return not(program.formulaOf(claim, bit));
}
