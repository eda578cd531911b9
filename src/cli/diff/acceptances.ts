/** What a comparison must know of that was accepted: what the new side has accepted and the old side has not yet. */

import { join } from "node:path";

import type { AcceptedChange, ChangeAcceptance } from "../../review/accept/accepted-change.ts";
import type { Io } from "../io.ts";
import { nameFromFolder } from "../read-rule-file.ts";
import {
  ACCEPTED_FILE,
  itemsBeyond,
  itemsOf,
  type AcceptedFile,
  type AcceptedItem,
} from "../../review/accept/accepted-file.ts";
import type { Side, Sides } from "../../review/programs/side.ts";

export interface Acceptances {
  /** Of the new side's file, whether it is there or not, for messages. */
  readonly name: string;
  /** Undefined if there is none. */
  readonly file: AcceptedFile | undefined;
  /** What counts: a change that the old side has accepted already is made, and must not pass again. */
  readonly items: readonly AcceptedItem[];
}

/** @throws UsageError if a file of a side is not what `--accept` writes. */
export async function openAcceptances(
  { old, new: fresh, pair }: Sides,
  { cwd }: Pick<Io, "cwd">,
): Promise<Acceptances> {
  const content = fresh.read(ACCEPTED_FILE);
  const name = nameIn(fresh, cwd);
  if (content.kind === "missing") return { name, file: undefined, items: [] };
  const { parseAccepted } = await import("../../review/accept/parse-accepted.ts");
  const parsed = (side: Side): AcceptedFile | undefined =>
    parseAccepted(side === fresh ? content : side.read(ACCEPTED_FILE), nameIn(side, cwd));
  const file = parsed(fresh);
  // Two single files lie in the same place, and what is accepted there is accepted of this change.
  const known = pair === undefined ? parsed(old) : undefined;
  const items = file === undefined ? [] : itemsOf(file);
  return { name, file, items: known === undefined ? items : itemsBeyond(items, itemsOf(known)) };
}

/** `caprules.accepted.json of main (1a2b3c4d5e)`, or the path. */
function nameIn({ root, title }: Side, cwd: string): string {
  return root === undefined
    ? `${ACCEPTED_FILE} of ${title}`
    : nameFromFolder(cwd, join(root, ACCEPTED_FILE));
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
