/** Reads a git repository, and never writes to it: old files come from its objects, not from a checkout. */

import { UsageError } from "../exit.ts";
import { runGit } from "./run-git.ts";

export interface Repository {
  /** Absolute; where git is run. */
  readonly cwd: string;
  /** Of `cwd` in the repository: empty, or with a `/` at its end. */
  readonly prefix: string;
}

/**
 * @param help what to do where there is none.
 * @throws UsageError where there is no git, or no repository.
 */
export function openRepository(cwd: string, help: string): Repository {
  const repository = findRepository(cwd);
  if (repository !== undefined) return repository;
  throw new UsageError("this is not a git repository", help);
}

/** Undefined outside of any. @throws UsageError where there is no git. */
export function findRepository(cwd: string): Repository | undefined {
  const { status, stdout } = runGit(cwd, ["rev-parse", "--show-prefix"]);
  return status === 0 ? { cwd, prefix: stdout.toString().replace(/\n$/, "") } : undefined;
}

/** The repository at the root of its working tree. @throws UsageError if it is a bare one. */
export function rootOf({ cwd }: Repository): Repository {
  const { status, stdout } = runGit(cwd, ["rev-parse", "--show-toplevel"]);
  if (status === 0) return { cwd: stdout.toString().replace(/\n$/, ""), prefix: "" };
  throw new UsageError("this repository has no working tree", "run it in a clone that has one");
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

/** All commits where two histories part; none, if they have nothing in common. */
export function mergeBases({ cwd }: Repository, one: string, other: string): readonly string[] {
  const { stdout } = runGit(cwd, ["merge-base", "--all", one, other]);
  return stdout.toString().split("\n").slice(0, -1);
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
