/** What is compared: an old and a new side of rule files, wherever they are. */

import type { RuleSource } from "../../compile.ts";
import type { FoundFiles } from "./found-files.ts";
import type { MergeParents } from "./merge-findings.ts";
import type { ReadFile } from "../../names/read-file.ts";

/** Files are named as messages name them: from the current folder on, or from the folder that is compared. */
export interface Side extends FoundFiles {
  /** In words: `main (1a2b3c4d5e)`, `the working tree`. */
  readonly title: string;
  readonly open: (entry: readonly string[]) => Promise<RuleSource>;
  /** Absolute: the repository's root, the folder, or the current one; undefined for a commit, which is not written to. */
  readonly root: string | undefined;
  /** From the root on, the file of `files` or `open`. */
  readonly nameInRoot: (file: string) => string;
  /** Any file, by its name in the root. */
  readonly read: ReadFile;
  /** What is merged in it, if it is a merge of two commits that have one base. */
  readonly mergeParents: () => MergeParents | undefined;
}

export interface Sides {
  readonly old: Side;
  readonly new: Side;
  /** Files to compare as programs, the same on both sides; undefined for all. */
  readonly entry: readonly string[] | undefined;
  /** The entry of each side, where the sides are single files. */
  readonly pair: { readonly old: string; readonly new: string } | undefined;
  readonly notes: readonly string[];
  /** Whether a program of this name in the root would be compared if it were there; never asked of single files. */
  readonly covers: (program: string) => boolean;
  /**
   * The arguments that compare the old side with the files on the disk: those that were given, or others where
   * the new side is a commit. Undefined if there are none.
   */
  readonly onDisk: () => readonly string[] | undefined;
}

/** That there is nothing to compare, if that is so. */
export function emptyNotes({ old, new: fresh }: Pick<Sides, "old" | "new">): readonly string[] {
  return old.files.length + fresh.files.length === 0
    ? ["neither side has a rule file, `*.rules`"]
    : [];
}
