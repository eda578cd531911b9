/** Whether a condition can ever hold, when, and the smallest case in which it does. */

import { readValues, refute, type Program, type ReadBit } from "../checks/refute.ts";
import { freeClaim, isKnownTo } from "../checks/vacuity.ts";
import { spanText } from "../base/span.ts";
import { conditionText } from "../meaning/condition-text.ts";
import { describeAssignment, stateCase, type StatedCase } from "../meaning/witness.ts";
import { alikeBits } from "../model/alike-bits.ts";
import { bitCount, bitLabel } from "../model/layout.ts";
import { bitsRead, setBitsAmong } from "../model/bits-read.ts";
import type { Assertion, Assignment, SetBit } from "../model/model.ts";

export interface Possibility {
  /** As it was written, on one line. */
  readonly condition: string;
  /** In the cases that the assumptions allow; for "this bit", of all bits together. */
  readonly holds: "never" | "sometimes" | "always";
  /** It would never hold, or always, whatever the rules say: that tells nothing about them. */
  readonly whateverTheRules: boolean;
  /** The number of bits that the condition is about, named or not; undefined if it names no "this bit". */
  readonly bits: number | undefined;
  /** The bits for which it can hold; empty where it names no "this bit". */
  readonly possibleBits: readonly string[];
  /** Undefined where it never holds. */
  readonly example: PossibleCase | undefined;
}

export interface PossibleCase {
  /** The bit of which `when` and `case` speak; undefined where the condition names no "this bit". */
  readonly bit: string | undefined;
  /** Exactly when it holds, in the rule language and with inputs only. */
  readonly when: string;
  /** `when` says everything; a long one ends in words that say how much is left out. */
  readonly isWhole: boolean;
  /** With as few bits set as possible. */
  readonly case: StatedCase;
  /** The same in words. */
  readonly caseText: string;
  /** The values of the bits that the condition reads, in this case. */
  readonly values: readonly ReadBit[];
  readonly assignment: Assignment;
  /** The bits of capability sets among those that the condition reads. */
  readonly about: readonly SetBit[];
}

/**
 * @param assertion the condition, as if it were asserted.
 * @throws LimitExceeded where diagrams grow beyond their limit.
 */
export function whenPossible(program: Program, assertion: Assertion): Possibility {
  const { model, meaning } = program;
  const alike = alikeBits(model);
  const opposite: Assertion = {
    ...assertion,
    claim: { kind: "not", operand: assertion.claim, span: assertion.claim.span },
  };
  const { layout } = assertion;
  const condition = spanText(assertion.claimSpan).replace(/\s+/g, " ");
  const bits = layout === undefined ? undefined : bitCount(layout);
  // The cases that refute the opposite are those in which the condition holds.
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
