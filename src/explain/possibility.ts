/** Tells whether and when a condition can hold, and finds the smallest case in which it does. */

import { readValues, refute, type LoweredModel, type ReadBit } from "../checks/refute.ts";
import { freeClaim, isKnownTo } from "../checks/vacuity.ts";
import { spanText } from "../base/span.ts";
import { conditionText } from "../meaning/condition-text.ts";
import { describeAssignment, stateCase, type StatedCase } from "../meaning/witness.ts";
import { alikeBits } from "../model/alike-bits.ts";
import { bitCount, bitLabel } from "../model/layout.ts";
import { bitsRead, setBitsAmong } from "../model/bits-read.ts";
import type { Assertion, Assignment, SetBit } from "../model/model.ts";

export interface Possibility {
  /** The condition as written, on one line. */
  readonly condition: string;
  /**
   * Whether the condition holds in the cases that the assumptions allow; for "this bit", over all
   * bits together.
   */
  readonly holds: "never" | "sometimes" | "always";
  /**
   * True if the condition would never, or always, hold whatever the rules say, so that the answer
   * says nothing about them.
   */
  readonly whateverTheRules: boolean;
  /** The number of bits that the condition is about, named or not; undefined if it names no "this bit". */
  readonly bits: number | undefined;
  /** The bits for which the condition can hold; empty if it does not name "this bit". */
  readonly possibleBits: readonly string[];
  /** Undefined if the condition never holds. */
  readonly example: PossibleCase | undefined;
}

export interface PossibleCase {
  /**
   * The bit that `when` and `case` are about; undefined if the condition does not name "this bit".
   */
  readonly bit: string | undefined;
  /** The exact cases in which the condition holds, in the rule language and over inputs only. */
  readonly when: string;
  /** True if `when` is complete. A long one ends with a note on how much is left out. */
  readonly isWhole: boolean;
  /** A case with as few bits on as possible. */
  readonly case: StatedCase;
  /** The case in words. */
  readonly caseText: string;
  /** The values of the bits that the condition reads, in this case. */
  readonly values: readonly ReadBit[];
  readonly assignment: Assignment;
  /** The bits of capability sets among those that the condition reads. */
  readonly about: readonly SetBit[];
}

/**
 * @param assertion the condition, in the form of an assertion.
 * @throws LimitExceeded where diagrams grow beyond their limit.
 */
export function whenPossible(program: LoweredModel, assertion: Assertion): Possibility {
  const { model, meaning } = program;
  const alike = alikeBits(model);
  const opposite: Assertion = {
    ...assertion,
    claim: { kind: "not", operand: assertion.claim, span: assertion.claim.span },
  };
  const { layout } = assertion;
  const condition = spanText(assertion.claimSpan).replace(/\s+/g, " ");
  const bits = layout === undefined ? undefined : bitCount(layout);
  // A case refutes the negation exactly if the condition holds in it.
  const found = refute(program, opposite, alike);
  if (found === undefined) {
    const whateverTheRules = isKnownTo(freeClaim(meaning, opposite, alike).alwaysHolds);
    const never = { condition, holds: "never", whateverTheRules } as const;
    return { ...never, bits, possibleBits: [], example: undefined };
  }
  const { thisBit, cases, witness, failing } = found;
  const { text, isWhole } = conditionText(meaning, cases, { within: meaning.assumption });
  const label = (bit: number): string => (layout === undefined ? "" : bitLabel(layout, bit));
  const isAlways = refute(program, assertion, alike) === undefined;
  return {
    condition,
    holds: isAlways ? "always" : "sometimes",
    whateverTheRules: isAlways && isKnownTo(freeClaim(meaning, assertion, alike).alwaysHolds),
    bits,
    possibleBits: failing.map(label),
    example: {
      bit: thisBit && label(thisBit.bit),
      when: text,
      isWhole,
      case: stateCase(meaning, witness, cases),
      caseText: describeAssignment(meaning, witness, cases),
      values: readValues(program, opposite, found),
      assignment: witness,
      about: setBitsAmong(bitsRead(assertion.claim, thisBit)),
    },
  };
}
