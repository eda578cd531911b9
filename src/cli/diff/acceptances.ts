/** Loads the acceptances for a comparison: those that the new side has and the old side lacks. */

import { join } from "node:path";

import type { AcceptedChange, ChangeAcceptance } from "../../acceptance/accepted-change.ts";
import type { Io } from "../io.ts";
import { nameFromFolder } from "../read-rule-file.ts";
import {
  ACCEPTED_FILE,
  itemsBeyond,
  itemsOf,
  type AcceptedFile,
  type AcceptedItem,
} from "./accepted-file.ts";
import type { Side, Sides } from "./side.ts";

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

/** @throws UsageError if the file of a side is not in the form that `--accept` writes. */
export async function openAcceptances(
  { old, new: fresh, pair }: Sides,
  { cwd }: Pick<Io, "cwd">,
): Promise<Acceptances> {
  const content = fresh.read(ACCEPTED_FILE);
  const name = nameIn(fresh, cwd);
  if (content.kind === "missing") return { name, file: undefined, items: [] };
  const { parseAccepted } = await import("./parse-accepted.ts");
  const parsed = (side: Side): AcceptedFile | undefined =>
    parseAccepted(side === fresh ? content : side.read(ACCEPTED_FILE), nameIn(side, cwd));
  const file = parsed(fresh);
  // Two single files share one file of acceptances, so all of its items count.
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
