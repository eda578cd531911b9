/** The data of the file in which a repository keeps accepted changes. */

import type { AcceptedChange, SetChange } from "./accepted-change.ts";
import type { OneDirection } from "../compare/change.ts";

/** The file is at the root to which names of programs are relative. */
export const ACCEPTED_FILE = "caprules.accepted.json";

export const ACCEPTED_VERSION = 1;

export interface AcceptedFile {
  /** The oldest first. */
  readonly acceptances: readonly FileAcceptance[];
}

/** The changes that one run of `--accept` accepted. */
export interface FileAcceptance {
  readonly because: string;
  readonly changes: readonly FileChange[];
}

/**
 * Bits with the same change, an added or removed set, a set with a changed role, or an added or
 * removed program.
 */
export type FileChange =
  | {
      readonly program: string;
      readonly set: string;
      readonly bits: readonly string[];
      readonly direction: OneDirection;
      readonly condition: string;
    }
  | { readonly program: string; readonly set: string; readonly change: SetChange }
  | { readonly program: string; readonly change: "added" | "removed" };

/** A single accepted change, one for each bit, with its place in the file. */
export interface AcceptedItem {
  readonly program: string;
  /** The change in the form that the comparison uses; undefined for the program as a whole. */
  readonly accepted: AcceptedChange | undefined;
  readonly because: string;
  readonly change: FileChange;
  /** The 1-based number of the acceptance in the file. */
  readonly acceptance: number;
}

export function itemsOf({ acceptances }: AcceptedFile): readonly AcceptedItem[] {
  return acceptances.flatMap(({ because, changes }, place) =>
    changes.flatMap((change): readonly AcceptedItem[] => {
      const { program } = change;
      const item = { program, because, change, acceptance: place + 1 };
      if (!("set" in change)) return [{ ...item, accepted: undefined }];
      const { set } = change;
      if ("change" in change) {
        return [{ ...item, accepted: { kind: "set", set, change: change.change, because } }];
      }
      const { direction, condition } = change;
      return change.bits.map((bit) => ({
        ...item,
        accepted: { kind: "bit", set, bit, direction, condition, because },
      }));
    }),
  );
}

/** The file without some items, and without changes and acceptances that are empty then. */
export function withoutItems(
  { acceptances }: AcceptedFile,
  isGone: (change: FileChange, bit: string | undefined) => boolean,
): AcceptedFile {
  const left = acceptances.map(({ because, changes }) => ({
    because,
    changes: changes.flatMap((change): readonly FileChange[] => {
      if (!("bits" in change)) return isGone(change, undefined) ? [] : [change];
      const bits = change.bits.filter((bit) => !isGone(change, bit));
      return bits.length === 0 ? [] : [{ ...change, bits }];
    }),
  }));
  return { acceptances: left.filter(({ changes }) => changes.length > 0) };
}

/**
 * The items of one file that another file lacks. Items are counted, so that a change that was
 * accepted, undone and accepted again with the same reason counts.
 */
export function itemsBeyond(
  items: readonly AcceptedItem[],
  known: readonly AcceptedItem[],
): readonly AcceptedItem[] {
  const left = new Map<string, number>();
  for (const key of known.map(keyOf)) left.set(key, (left.get(key) ?? 0) + 1);
  return items.filter((item) => {
    const key = keyOf(item);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function keyOf({ program, accepted, because, change }: AcceptedItem): string {
  const ofProgram = "change" in change ? change.change : undefined;
  return JSON.stringify([
    program,
    because,
    accepted === undefined ? ofProgram : valuesOf(accepted),
  ]);
}

function valuesOf(accepted: AcceptedChange): readonly string[] {
  return accepted.kind === "bit"
    ? [accepted.set, accepted.bit, accepted.direction, accepted.condition]
    : [accepted.set, accepted.change];
}
