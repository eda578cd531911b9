/**
 * Finds acceptances that allow more than the change they were written for, such as one whose
 * condition was edited to `all`.
 */

import { FALSE } from "../../bdd/bdd.ts";
import type { BitChange } from "../compare/change.ts";
import type { ComparedPrograms } from "../compare/diff-programs.ts";
import { aboutThisBit } from "../compare/this-bit-text.ts";
import { conditionText } from "../../meaning/condition-text.ts";
import type { AcceptedBit } from "./accepted-change.ts";
import type { JudgedBit } from "./judge-changes.ts";

export interface BroaderChange {
  readonly accepted: AcceptedBit;
  /** The accepted cases in which the bit does not change in that direction, as a condition. */
  readonly excess: string;
  /** False if the condition is too long, and `excess` only says so. */
  readonly isWhole: boolean;
  /** The condition that accepts exactly the change; undefined if it is too long. */
  readonly instead: string | undefined;
  /** The same condition in terms of "this bit", so that several bits may share it. */
  readonly insteadOfBits: string | undefined;
}

/** Looks at compared cases only, since the comparison says nothing about others. */
export function broaderChanges(
  { meaning, cases: { all: within } }: ComparedPrograms,
  change: BitChange,
  { by }: JudgedBit,
): readonly BroaderChange[] {
  const { bdd } = meaning;
  return by.flatMap(({ accepted, cases }): BroaderChange[] => {
    const changing = change.cases[accepted.direction];
    const excess = bdd.and(within, bdd.and(cases, bdd.not(changing)));
    if (excess === FALSE) return [];
    const told = conditionText(meaning, excess, { within });
    const exact = conditionText(meaning, bdd.and(cases, changing), { most: Infinity });
    const instead = exact.isWhole ? exact.text : undefined;
    return [
      {
        accepted,
        excess: told.text,
        isWhole: told.isWhole,
        instead,
        insteadOfBits:
          instead === undefined ? undefined : aboutThisBit({ ...change, condition: instead }),
      },
    ];
  });
}
