/** Proofs and refutations, as text and as data. */

import { diagnosticJson } from "../diagnostics/diagnostic-json.ts";
import type { Paint } from "../diagnostics/paint.ts";
import { visibleProse } from "../diagnostics/visible-text.ts";
import type { ProveResult } from "../prove/prove.ts";
import type { Counterexample, Proof } from "../prove/prove-claim.ts";
import { counted } from "../base/words.ts";

export function proofJson(
  { diagnostics }: ProveResult,
  proof: Proof | undefined,
  assume: readonly string[],
): object {
  const { counterexample, ...rest } = proof ?? {};
  return {
    ok: proof?.verdict === "proved",
    ...rest,
    assume,
    ...(counterexample === undefined ? {} : { counterexample: counterexampleJson(counterexample) }),
    diagnostics: diagnostics.map(diagnosticJson),
  };
}

function counterexampleJson({
  bit,
  case: given,
  values,
  failingBits,
  notes,
}: Counterexample): object {
  return { bit, case: given, values, failingBits, notes };
}

/** `proved: vcpu -> host (for each of 1344 bits, assuming tdp)`, or the counterexample or limit. */
export function showProof(
  { claim, verdict, bits, whateverTheRules, counterexample, limit }: Proof,
  assume: readonly string[],
  paint: Paint,
): string {
  const scope = [
    ...(verdict === "proved" && bits !== undefined ? [`for each of ${counted(bits, "bit")}`] : []),
    ...(whateverTheRules ? ["whatever the rules say"] : []),
    ...(assume.length > 0 ? [`assuming ${assume.map(oneLine).join("; ")}`] : []),
  ];
  const inWords = scope.length === 0 ? "" : ` (${scope.join(", ")})`;
  const color = verdict === "proved" ? paint.green : verdict === "refuted" ? paint.red : undefined;
  const headline = `${(color ?? paint.yellow)(verdict)}: ${visibleProse(`${claim}${inWords}`)}`;
  const notes = counterexample?.notes ?? (limit === undefined ? [] : [limit]);
  return [headline, ...notes.map((note) => `  ${visibleProse(note)}`)]
    .map((line) => `${line}\n`)
    .join("");
}

function oneLine(expression: string): string {
  return expression.trim().replace(/\s+/g, " ");
}
