/** Does every assertion hold for every bit, in every case that the assumptions allow? */

import { FALSE, type Diagram } from "../bdd/bdd.ts";
import { definitely, invariant } from "../base/unreachable.ts";
import { spanText } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { assertionFails } from "../diagnostics/proofs.ts";
import { interpret } from "../interpreter/interpret.ts";
import { lowerExpr } from "../meaning/lower.ts";
import { describeAssignment, findWitness } from "../meaning/witness.ts";
import { alikeBits } from "../model/alike-bits.ts";
import { bitmapReads } from "../model/expressions.ts";
import { labelBits } from "../model/label-bits.ts";
import { bitLabel } from "../model/layout.ts";
import type { Assertion, Assignment, Bitmap, ThisBit } from "../model/model.ts";
import { counterpart } from "../model/counterpart.ts";
import type { CheckInput, Finding } from "./finding.ts";

interface Violation {
  readonly thisBit: ThisBit | undefined;
  /** The cases in which the claim does not hold. */
  readonly cases: Diagram;
  readonly witness: Assignment;
}

/** Of so many violating bits the smallest witness is looked for; all but enormous layouts have fewer. */
const WITNESSES = 5000;

export function checkAssertions(input: CheckInput): readonly Finding[] {
  const alike = alikeBits(input.model);
  return input.model.assertions.flatMap((assertion) => {
    const { layout } = assertion;
    // Groups of bits for all of which the claim holds, or for none.
    const groups: readonly (readonly (ThisBit | undefined)[])[] =
      layout === undefined
        ? [[undefined]]
        : alike(layout).map((bits) => bits.map((bit) => ({ layout, bit })));
    return checkAssertion(input, assertion, groups);
  });
}

function checkAssertion(
  input: CheckInput,
  assertion: Assertion,
  groups: readonly (readonly (ThisBit | undefined)[])[],
): readonly Finding[] {
  const { bdd, atoms, assumption } = input.meaning;
  const violatedBy = (thisBit: ThisBit | undefined): readonly Omit<Violation, "witness">[] => {
    const claim = lowerExpr(bdd, atoms, assertion.claim, thisBit);
    const cases = bdd.and(assumption, bdd.not(claim));
    return cases === FALSE ? [] : [{ thisBit, cases }];
  };
  const violated = groups
    .filter(([first]) => violatedBy(first).length > 0)
    .flat()
    .sort((a, b) => (a?.bit ?? 0) - (b?.bit ?? 0))
    .flatMap(violatedBy);
  const violations = violated.slice(0, WITNESSES).map(({ thisBit, cases }) => ({
    thisBit,
    cases,
    witness: definitely(findWitness(input.meaning, input.model, cases), "no counterexample"),
  }));
  const [smallest] = [...violations].sort((a, b) => weightOf(a.witness) - weightOf(b.witness));
  if (smallest === undefined) return [];
  const diagnostic = report(
    assertionFails,
    assertion.span,
    { claim: spanText(assertion.claimSpan).replace(/\s+/g, " ") },
    { notes: describe(input, assertion, smallest, violated) },
  );
  return [{ diagnostic, witness: smallest.witness }];
}

function weightOf({ bits, present, flags }: Assignment): number {
  const counts = [...bits.values(), ...present.values()].map(({ size }) => size);
  return counts.reduce((sum, count) => sum + count, flags.size);
}

function describe(
  { model, meaning }: CheckInput,
  assertion: Assertion,
  { thisBit, cases, witness }: Violation,
  violated: readonly Pick<Violation, "thisBit">[],
): readonly string[] {
  const interpretation = interpret(model, witness);
  invariant(
    !interpretation.holds(assertion.claim, thisBit),
    "the interpreter and the decision diagrams disagree about a counterexample",
  );
  const values = namedBits(assertion, thisBit).map(({ bitmap, bit }) => {
    const value = interpretation.valueOf(bitmap, bit) ? "on" : "off";
    return `${bitmap.name}.${bitLabel(bitmap.layout, bit)} is ${value}`;
  });
  const bits = violated.flatMap((each) => (each.thisBit === undefined ? [] : [each.thisBit.bit]));
  const where = thisBit === undefined ? "" : ` for \`${bitLabel(thisBit.layout, thisBit.bit)}\``;
  return [
    `it fails${where} in this case: ${describeAssignment(meaning, witness, cases)}`,
    ...(values.length > 0 ? [`then ${values.join(", ")}`] : []),
    ...(bits.length > 1 && thisBit !== undefined
      ? [`it fails for ${bits.length} bits: ${labelBits(thisBit.layout, bits)}`]
      : []),
  ];
}

/** The bits that the claim reads, for this bit. */
function namedBits(
  { claim }: Assertion,
  thisBit: ThisBit | undefined,
): readonly { readonly bitmap: Bitmap; readonly bit: number }[] {
  const reads = bitmapReads(claim);
  const own = [...reads.thisBitmaps].flatMap((bitmap) => {
    const bit =
      thisBit === undefined ? "none" : counterpart(thisBit.layout, thisBit.bit, bitmap.layout);
    return typeof bit === "number" ? [{ bitmap, bit }] : [];
  });
  return [...own, ...reads.namedBits];
}
