/** Finds the smallest case in which an assertion fails, over all bits of which it speaks. */

import { FALSE, type Diagram } from "../bdd/bdd.ts";
import { limitedAt, type LimitPlace } from "../base/limit.ts";
import { definitely, invariant } from "../base/unreachable.ts";
import { interpret } from "../interpreter/interpret.ts";
import { lowerClaim, type Meaning } from "../meaning/lower.ts";
import { describeAssignment, findWitness } from "../meaning/witness.ts";
import type { AlikeBits } from "../model/alike-bits.ts";
import { bitsRead, setBitsAmong } from "../model/bits-read.ts";
import { labelBits } from "../model/label-bits.ts";
import { bitLabel, type BitIndex, type Layout } from "../model/layout.ts";
import type { Assertion, Assignment, Model, ThisBit } from "../model/model.ts";
import { sliceModel } from "../model/slice.ts";

export interface Refutation {
  /** The bit for which the claim fails; undefined if the claim does not name "this bit". */
  readonly thisBit: ThisBit | undefined;
  /** All cases in which the claim fails for that bit. */
  readonly cases: Diagram;
  /** The smallest of them. */
  readonly witness: Assignment;
  /** All bits for which the claim does not always hold, ascending; empty without "this bit". */
  readonly failing: readonly BitIndex[];
}

/** A model and its decision diagrams, about which a claim is proved. */
export interface LoweredModel {
  readonly model: Model;
  readonly meaning: Meaning;
}

type Violation = Omit<Refutation, "failing">;

/**
 * The smallest witness is searched among this many violating bits; only enormous layouts have more.
 */
const WITNESSES = 5000;

/**
 * Undefined if the assertion holds for every bit, in every case that the assumptions allow.
 * @param alike the result of `alikeBits` for the model.
 * @throws LimitExceeded where the claim outgrows the diagrams.
 */
export function refute(
  program: LoweredModel,
  assertion: Assertion,
  alike: (layout: Layout) => AlikeBits,
): Refutation | undefined {
  return limitedAt(
    () => claimed(assertion),
    () => findRefutation(program, assertion, alike),
  );
}

function claimed({ claimSpan }: Assertion): LimitPlace {
  return {
    span: claimSpan,
    what: "whether this assertion always holds",
    help: "claim less at once: one conclusion in one assertion, about fewer bits",
  };
}

function findRefutation(
  { model, meaning }: LoweredModel,
  assertion: Assertion,
  alike: (layout: Layout) => AlikeBits,
): Refutation | undefined {
  const { bdd, atoms, assumption } = meaning;
  const violatedBy = (thisBit: ThisBit | undefined): readonly Omit<Violation, "witness">[] => {
    const claim = lowerClaim(bdd, atoms, assertion.claim, thisBit);
    const cases = bdd.and(assumption, bdd.not(claim));
    return cases === FALSE ? [] : [{ thisBit, cases }];
  };
  const violated = groupsOf(assertion, alike)
    .filter(([first]) => violatedBy(first).length > 0)
    .flat()
    .sort((a, b) => (a?.bit ?? 0) - (b?.bit ?? 0))
    .flatMap(violatedBy);
  const violations = violated.slice(0, WITNESSES).map(({ thisBit, cases }): Violation => ({
    thisBit,
    cases,
    witness: definitely(findWitness(meaning, model, cases), "no counterexample"),
  }));
  const [smallest] = [...violations].sort((a, b) => weightOf(a.witness) - weightOf(b.witness));
  const failing = violated.flatMap(({ thisBit }) => (thisBit === undefined ? [] : [thisBit.bit]));
  return smallest && { ...smallest, failing };
}

/** Groups of interchangeable bits: the claim holds for all bits of a group or for none. */
export function groupsOf(
  { layout }: Assertion,
  alike: (layout: Layout) => AlikeBits,
): readonly (readonly (ThisBit | undefined)[])[] {
  return layout === undefined
    ? [[undefined]]
    : alike(layout).map((bits) => bits.map((bit) => ({ layout, bit })));
}

function weightOf({ bits, present, flags }: Assignment): number {
  const counts = [...bits.values(), ...present.values()].map(({ size }) => size);
  return counts.reduce((sum, count) => sum + count, flags.size);
}

/**
 * One line each for the case, the values in it of the bits that the claim reads, and the other bits
 * for which the claim fails.
 * @param values the result of `readValues`.
 */
export function describeRefutation(
  meaning: Meaning,
  { thisBit, cases, witness, failing }: Refutation,
  values: readonly ReadBit[],
): readonly string[] {
  const read = values.map(({ name, isOn }) => `${name} is ${isOn ? "on" : "off"}`);
  const where = thisBit === undefined ? "" : ` for \`${bitLabel(thisBit.layout, thisBit.bit)}\``;
  return [
    `it fails${where} in this case: ${describeAssignment(meaning, witness, cases)}`,
    ...(read.length > 0 ? [`then ${read.join(", ")}`] : []),
    ...(failing.length > 1 && thisBit !== undefined
      ? [`it fails for ${failing.length} bits: ${labelBits(thisBit.layout, failing)}`]
      : []),
  ];
}

export interface ReadBit {
  /** `host.XSAVE`, `vcpu.XSAVE`. */
  readonly name: string;
  readonly isOn: boolean;
}

/**
 * Asks the interpreter for the values of the bits that a claim reads, in the case that refutes it.
 */
export function readValues(
  { model }: LoweredModel,
  { claim }: Assertion,
  { thisBit, witness }: Pick<Refutation, "thisBit" | "witness">,
): readonly ReadBit[] {
  const bits = bitsRead(claim, thisBit);
  const order = sliceModel(model, setBitsAmong(bits));
  const interpretation = interpret(model, witness, { order });
  invariant(
    !interpretation.holds(claim, thisBit),
    "the interpreter and the decision diagrams disagree about a counterexample",
  );
  return bits.map(({ bitmap, bit }) => ({
    name: `${bitmap.name}.${bitLabel(bitmap.layout, bit)}`,
    isOn: interpretation.valueOf(bitmap, bit),
  }));
}
