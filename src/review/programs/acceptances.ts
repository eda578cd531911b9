/** What a comparison must know of that was accepted: what the new side has accepted and the old side has not yet. */

import type { AcceptedChange, ChangeAcceptance } from "../accept/accepted-change.ts";
import type { AcceptedFile, AcceptedItem } from "../accept/accepted-file.ts";

export interface Acceptances {
  /** Of the new side's file, whether it is there or not, for messages. */
  readonly name: string;
  /** Undefined if there is none. */
  readonly file: AcceptedFile | undefined;
  /** What counts: a change that the old side has accepted already is made, and must not pass again. */
  readonly items: readonly AcceptedItem[];
}

/** What was accepted of the program's sets. */
export function acceptedOf({ items }: Acceptances, program: string): readonly AcceptedChange[] {
  return items.flatMap((each) => (each.program === program ? (each.accepted ?? []) : []));
}

/** Undefined if no one has accepted that one side does not have the program. */
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
