/** The acceptances that count in a comparison. */

import type { AcceptedChange, ChangeAcceptance } from "../accept/accepted-change.ts";
import {
  ACCEPTED_FILE,
  itemsBeyond,
  itemsOf,
  type AcceptedFile,
  type AcceptedItem,
} from "../accept/accepted-file.ts";
import { parseAccepted, type ParsedAcceptances } from "../accept/parse-accepted.ts";
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

type BrokenFile = Extract<ParsedAcceptances, { readonly kind: "broken" }>;

/**
 * Reads the acceptances for a comparison: those that the new side has and the old side lacks.
 * @param nameOf names the file of a side, for messages.
 */
export function readAcceptances(
  { old, new: fresh, pair }: Pick<Sides, "old" | "new" | "pair">,
  nameOf: (side: Side) => string,
): Acceptances | BrokenFile {
  const name = nameOf(fresh);
  const parse = (side: Side): ParsedAcceptances =>
    parseAccepted(side.read(ACCEPTED_FILE), nameOf(side));
  const parsed = parse(fresh);
  if (parsed.kind === "broken") return parsed;
  if (parsed.kind === "missing") return { name, file: undefined, items: [] };
  const { file } = parsed;
  // Two single files share one file of acceptances, so all of its items count.
  const known = pair === undefined ? parse(old) : undefined;
  if (known?.kind === "broken") return known;
  const spent = known?.kind === "file" ? itemsOf(known.file) : [];
  return { name, file, items: itemsBeyond(itemsOf(file), spent) };
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
