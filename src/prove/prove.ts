/** Claims about a program: proved for every bit in every case, or refuted by the smallest case. */

import type { LimitExceeded } from "../base/limit.ts";
import { spanText } from "../base/span.ts";
import {
  describeRefutation,
  readValues,
  refute,
  type Program,
  type ReadBit,
} from "../checks/refute.ts";
import { freeClaim, isKnownTo } from "../checks/vacuity.ts";
import type { AlikeBits } from "../model/alike-bits.ts";
import { bitCount, bitLabel, type Layout } from "../model/layout.ts";
import { bitsRead, setBitsAmong } from "../model/bits-read.ts";
import type { Assertion, Assignment, SetBit } from "../model/model.ts";
import { stateCase, type StatedCase } from "../meaning/witness.ts";

export interface Proof {
  /** As it was written, on one line. */
  readonly claim: string;
  /** `undecided` where a limit was reached. */
  readonly verdict: "proved" | "refuted" | "undecided";
  /** The number of bits that the claim is about, named or not; undefined if it names no "this bit". */
  readonly bits: number | undefined;
  /** It would be proved, or refuted, whatever the rules say: it tells nothing about them. */
  readonly whateverTheRules: boolean;
  /** Present if the claim is refuted. */
  readonly counterexample: Counterexample | undefined;
  /** The limit that was reached, if the claim is undecided. */
  readonly limit: string | undefined;
}

export interface Counterexample {
  /** The bit for which the claim does not hold in this case; undefined where it names no "this bit". */
  readonly bit: string | undefined;
  /** With as few bits set as possible. */
  readonly case: StatedCase;
  /** The values of the bits that the claim reads, in this case: `host.XSAVE`, `vcpu.XSAVE`. */
  readonly values: readonly ReadBit[];
  /** All bits for which the claim does not always hold. */
  readonly failingBits: readonly string[];
  /** The same in words, a line each. */
  readonly notes: readonly string[];
  readonly assignment: Assignment;
  /** The bits of capability sets among those that the claim reads. */
  readonly about: readonly SetBit[];
}

/**
 * @param alike of the program's model (`alikeBits`).
 * @throws LimitExceeded where the claim outgrows the diagrams.
 */
export function proveClaim(
  program: Program,
  assertion: Assertion,
  alike: (layout: Layout) => AlikeBits,
): Proof {
  const proof = nothingProved(assertion);
  const counterexample = findCounterexample(program, assertion, alike);
  const free = freeClaim(program.meaning, assertion, alike);
  return counterexample === undefined
    ? { ...proof, verdict: "proved", whateverTheRules: isKnownTo(free.alwaysHolds) }
    : {
        ...proof,
        verdict: "refuted",
        whateverTheRules: isKnownTo(free.cannotHold),
        counterexample,
      };
}

/** The proof of a claim for which a limit was reached. */
export function undecidedProof(assertion: Assertion, { message }: LimitExceeded): Proof {
  return { ...nothingProved(assertion), verdict: "undecided", limit: message };
}

function nothingProved({ claimSpan, layout }: Assertion): Omit<Proof, "verdict"> {
  return {
    claim: spanText(claimSpan).replace(/\s+/g, " "),
    bits: layout === undefined ? undefined : bitCount(layout),
    whateverTheRules: false,
    counterexample: undefined,
    limit: undefined,
  };
}

function findCounterexample(
  program: Program,
  assertion: Assertion,
  alike: (layout: Layout) => AlikeBits,
): Counterexample | undefined {
  const refutation = refute(program, assertion, alike);
  if (refutation === undefined) return undefined;
  const { thisBit, witness, cases, failing } = refutation;
  const values = readValues(program, assertion, refutation);
  const label = (bit: number): string =>
    thisBit === undefined ? "" : bitLabel(thisBit.layout, bit);
  return {
    bit: thisBit && label(thisBit.bit),
    case: stateCase(program.meaning, witness, cases),
    values,
    failingBits: failing.map(label),
    notes: describeRefutation(program.meaning, refutation, values),
    assignment: witness,
    about: setBitsAmong(bitsRead(assertion.claim, thisBit)),
  };
}
