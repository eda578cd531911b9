/** Reads a git repository, and never writes to it: old files come from its objects, not from a checkout. */

import { spawnSync } from "node:child_process";

import { UsageError } from "../exit.ts";

export interface Repository {
  /** Absolute; where git is run. */
  readonly cwd: string;
  /** Of `cwd` in the repository: empty, or with a `/` at its end. */
  readonly prefix: string;
}

/** In bytes; what one command of git may print. */
const MOST_OUTPUT = 256 * 1024 * 1024;

/** @throws UsageError where there is no git, or no repository. */
export function openRepository(cwd: string): Repository {
  const { status, stdout } = runGit(cwd, ["rev-parse", "--show-prefix"]);
  if (status === 0) return { cwd, prefix: stdout.toString().replace(/\n$/, "") };
  throw new UsageError(
    "this is not a git repository",
    "compare two files or two folders: caprules diff OLD NEW",
  );
}

/** The full name of the commit; undefined if there is no such revision. */
export function findCommit({ cwd }: Repository, revision: string): string | undefined {
  const { status, stdout } = runGit(cwd, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ]);
  return status === 0 ? stdout.toString().trim() : undefined;
}

/** @throws UsageError naming what is no revision. */
export function commitOf(repository: Repository, revision: string): string {
  const commit = findCommit(repository, revision);
  if (commit !== undefined) return commit;
  throw new UsageError(
    `there is no file, folder or git revision \`${revision}\``,
    isShallow(repository) ? FETCH_MORE : undefined,
  );
}

/** Where the histories of two commits part. @throws UsageError if they have nothing in common. */
export function mergeBase(repository: Repository, one: string, other: string): string {
  const { status, stdout } = runGit(repository.cwd, ["merge-base", one, other]);
  if (status === 0) return stdout.toString().trim();
  throw new UsageError(
    "the two revisions have no common ancestor here",
    isShallow(repository) ? FETCH_MORE : "compare them as they are: caprules diff OLD..NEW",
  );
}

const FETCH_MORE =
  "the clone is shallow: run `git fetch --unshallow`, or check out with `fetch-depth: 0`";

function isShallow({ cwd }: Repository): boolean {
  const { stdout } = runGit(cwd, ["rev-parse", "--is-shallow-repository"]);
  return stdout.toString().trim() === "true";
}

/** Two branches are being merged, so the working tree may hold conflicts. */
export function isMerging(repository: Repository): boolean {
  return findCommit(repository, "MERGE_HEAD") !== undefined;
}

/** Regular files below `cwd`, relative to it. */
export function filesOf({ cwd }: Repository, commit: string): readonly string[] {
  const { stdout } = runGit(cwd, ["ls-tree", "-r", "-z", commit]);
  return entries(stdout).flatMap((entry) => {
    const [, mode = "", path = ""] = /^(\d+) \w+ \w+\t([^]*)$/.exec(entry) ?? [];
    return mode.startsWith("100") ? [path] : [];
  });
}

/** Files of the working tree below `cwd` that git knows or would add. */
export function workingFiles({ cwd }: Repository): readonly string[] {
  const { stdout } = runGit(cwd, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  return [...new Set(entries(stdout))];
}

function entries(output: Buffer): readonly string[] {
  return output.toString().split("\0").slice(0, -1);
}

/** @param path relative to the repository's root. Undefined where the commit has no such file. */
export function readBlob({ cwd }: Repository, commit: string, path: string): Buffer | undefined {
  const { status, stdout } = runGit(cwd, ["cat-file", "blob", `${commit}:${path}`]);
  return status === 0 ? stdout : undefined;
}

function runGit(cwd: string, args: readonly string[]): { status: number; stdout: Buffer } {
  const { status, stdout, error } = spawnSync("git", args, { cwd, maxBuffer: MOST_OUTPUT });
  if (error !== undefined && "code" in error && error.code === "ENOENT") {
    throw new UsageError("git is not installed, or not on the PATH");
  }
  return { status: status ?? 1, stdout };
}
