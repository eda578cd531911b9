/** Merges three texts line by line, as git does without a driver. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runGit } from "../git/run-git.ts";

export interface MergedText {
  /**
   * The merged text, with conflict markers if there are conflicts; undefined if the files are not
   * text.
   */
  readonly bytes: Buffer | undefined;
  readonly isClean: boolean;
}

export interface TextFiles {
  /** Absolute paths. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Exit codes of `git merge-file` from this one on mean failure; lower ones count the conflicts. */
const FIRST_FAILURE = 128;

/** @throws UsageError if there is no git. */
export function mergeFiles(
  cwd: string,
  { base, ours, theirs }: TextFiles,
  markerSize: number,
): MergedText {
  const { status, stdout } = runGit(cwd, [
    "merge-file",
    "--stdout",
    "--quiet",
    "--marker-size",
    String(markerSize),
    ...["ours", "base", "theirs"].flatMap((label) => ["-L", label]),
    "--",
    ours,
    base,
    theirs,
  ]);
  return status < FIRST_FAILURE
    ? { bytes: stdout, isClean: status === 0 }
    : { bytes: undefined, isClean: false };
}

export interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Undefined if the texts conflict. @throws UsageError if there is no git. */
export function mergeTexts(cwd: string, { base, ours, theirs }: Texts): string | undefined {
  if (ours === base || ours === theirs) return theirs;
  if (theirs === base) return ours;
  const folder = mkdtempSync(join(tmpdir(), "caprules-merge-"));
  try {
    const written = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const files = {
      base: written("base", base),
      ours: written("ours", ours),
      theirs: written("theirs", theirs),
    };
    const { bytes, isClean } = mergeFiles(cwd, files, 7);
    return isClean ? bytes?.toString() : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
