/** The two sides of a comparison: an old and a new state of rule files, on the disk or in git. */

import type { RuleSource } from "../../program/source.ts";
import type { FoundFiles } from "./found-files.ts";
import type { MergeParents } from "./merge-findings.ts";
import type { ReadFile } from "../../names/read-file.ts";

/** Files are named as in messages: relative to the current folder, or to the compared folder. */
export interface Side extends FoundFiles {
  /** The side in words, such as `main (1a2b3c4d5e)` or `the working tree`. */
  readonly title: string;
  readonly open: (entry: readonly string[]) => Promise<RuleSource>;
  /**
   * The absolute path of the repository's root, the compared folder, or the current folder;
   * undefined for a commit, which cannot be written.
   */
  readonly root: string | undefined;
  /** The name relative to the root of a file of `files` or `open`. */
  readonly nameInRoot: (file: string) => string;
  /** Reads any file by its name relative to the root. */
  readonly read: ReadFile;
  /** The parents and the base, if the side is a merge of two commits with one base. */
  readonly mergeParents: () => MergeParents | undefined;
}

export interface Sides {
  readonly old: Side;
  readonly new: Side;
  /** The files to compare as programs, on both sides; undefined for all. */
  readonly entry: readonly string[] | undefined;
  /** The file of each side, if the sides are single files. */
  readonly pair: { readonly old: string; readonly new: string } | undefined;
  readonly notes: readonly string[];
  /**
   * True if a program of this name, relative to the root, would be compared if it existed. Never
   * called for single files.
   */
  readonly covers: (program: string) => boolean;
  /**
   * The arguments that compare the old side with files on the disk: the given ones, or other ones
   * if the new side is a commit. Undefined if there are none.
   */
  readonly onDisk: () => readonly string[] | undefined;
}

/** Returns a note if neither side has rule files. */
export function emptyNotes({ old, new: fresh }: Pick<Sides, "old" | "new">): readonly string[] {
  return old.files.length + fresh.files.length === 0
    ? ["neither side has a rule file, `*.rules`"]
    : [];
}
