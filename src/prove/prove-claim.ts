/**
 * Proves claims about a program for every bit in every case, or refutes them by a smallest case.
 */

import type { LimitExceeded } from "../base/limit.ts";
import { spanText } from "../base/span.ts";
import {
  describeRefutation,
  readValues,
  refute,
  type LoweredModel,
  type ReadBit,
} from "../checks/refute.ts";
import { freeClaim, isKnownTo } from "../checks/vacuity.ts";
import type { AlikeBits } from "../model/alike-bits.ts";
import { bitCount, bitLabel, type Layout } from "../model/layout.ts";
import { bitsRead, setBitsAmong } from "../model/bits-read.ts";
import type { Assertion, Assignment, SetBit } from "../model/model.ts";
import { stateCase, type StatedCase } from "../meaning/witness.ts";

export interface Proof {
  /** The claim as written, on one line. */
  readonly claim: string;
  /** `undecided` where a limit was reached. */
  readonly verdict: "proved" | "refuted" | "undecided";
  /** The number of bits that the claim is about, named or not; undefined if it names no "this bit". */
  readonly bits: number | undefined;
  /**
   * True if the claim would be proved, or refuted, whatever the rules say, so that the verdict says
   * nothing about them.
   */
  readonly whateverTheRules: boolean;
  /** Present if the claim is refuted. */
  readonly counterexample: Counterexample | undefined;
  /** The limit that was reached, if the claim is undecided. */
  readonly limit: string | undefined;
}

export interface Counterexample {
  /** The bit for which the claim fails in this case; undefined if it does not name "this bit". */
  readonly bit: string | undefined;
  /** A case with as few bits on as possible. */
  readonly case: StatedCase;
  /** The values of the bits that the claim reads, in this case: `host.XSAVE`, `vcpu.XSAVE`. */
  readonly values: readonly ReadBit[];
  /** All bits for which the claim does not always hold. */
  readonly failingBits: readonly string[];
  /** The counterexample in words, one line each. */
  readonly notes: readonly string[];
  readonly assignment: Assignment;
  /** The bits of capability sets among those that the claim reads. */
  readonly about: readonly SetBit[];
}

/**
 * @param alike the result of `alikeBits` for the program's model.
 * @throws LimitExceeded where the claim outgrows the diagrams.
 */
export function proveClaim(
  program: LoweredModel,
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
  program: LoweredModel,
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
