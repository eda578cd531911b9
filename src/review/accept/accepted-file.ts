/** The file in which a repository keeps what was accepted, as it is written. */

import type { AcceptedChange, SetChange } from "./accepted-change.ts";
import type { OneDirection } from "../compare/change.ts";

/** At the root that names of programs are relative to. */
export const ACCEPTED_FILE = "caprules.accepted.json";

export const ACCEPTED_VERSION = 1;

export interface AcceptedFile {
  /** The oldest first. */
  readonly acceptances: readonly FileAcceptance[];
}

/** What one run of `--accept` has accepted. */
export interface FileAcceptance {
  readonly because: string;
  readonly changes: readonly FileChange[];
}

/** Bits that change alike, a set that is on one side only or has another role, or a program that is on one side only. */
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

/** One thing that was accepted, a bit for itself, and where in the file that stands. */
export interface AcceptedItem {
  readonly program: string;
  /** How the comparison of the program knows it; undefined for the program as a whole. */
  readonly accepted: AcceptedChange | undefined;
  readonly because: string;
  readonly change: FileChange;
  /** From 1. */
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

/** The file without some of what is in it; what is then empty goes as well. */
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
 * Of the items of one file, those that another one does not have: as often as they stand in it, so that what
 * was accepted, undone and accepted once more for the same reason counts.
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
