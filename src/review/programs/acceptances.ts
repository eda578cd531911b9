/** Loads the acceptances for a comparison: those that the new side has and the old side lacks. */

import type { AcceptedChange, ChangeAcceptance } from "../accept/accepted-change.ts";
import type { AcceptedFile, AcceptedItem } from "../accept/accepted-file.ts";

export interface Acceptances {
  /** The name of the new side's file for messages; the file may not exist. */
  readonly name: string;
  /** Undefined if there is none. */
  readonly file: AcceptedFile | undefined;
  /**
   * The acceptances that count. One that the old side has as well is spent: its change has been
   * made, and must not pass again.
   */
  readonly items: readonly AcceptedItem[];
}

/** The acceptances that concern the program's sets. */
export function acceptedOf({ items }: Acceptances, program: string): readonly AcceptedChange[] {
  return items.flatMap((each) => (each.program === program ? (each.accepted ?? []) : []));
}

/** The acceptance of an added or removed program; undefined if there is none. */
export function acceptanceOfProgram(
  { items }: Acceptances,
  program: string,
  how: "added" | "removed",
): ChangeAcceptance | undefined {
  const by = items.filter((each) => isOfProgram(each, program, how));
  const because = [...new Set(by.map((each) => each.because))];
  return by.length === 0 ? undefined : { because, except: undefined, isWhole: true, open: [] };
}

export function isOfProgram(
  { program, accepted, change }: AcceptedItem,
  name: string,
  how: "added" | "removed",
): boolean {
  return accepted === undefined && program === name && "change" in change && change.change === how;
}
