/** Reads a git repository, and never writes to it: old files come from its objects, not from a checkout. */

import { existsSync } from "node:fs";
import { posix, resolve } from "node:path";

import type { FileContent } from "../../names/read-file.ts";
import { UsageError } from "../exit.ts";
import { runGit, type GitOutcome } from "./run-git.ts";

export interface Repository {
  /** Absolute; where git is run. */
  readonly cwd: string;
  /** The path of `cwd` in the repository: empty, or with a `/` at its end. */
  readonly prefix: string;
}

/** Relative to the root of the repository, with `/`; undefined outside of it. @param name relative to `cwd`. */
export function pathInRepository({ prefix }: Repository, name: string): string | undefined {
  const path = posix.normalize(prefix + name).replace(/\/$/, "");
  return path === ".." || path.startsWith("../") || path.startsWith("/") ? undefined : path;
}

/** Relative to `cwd`, as files are named in messages. @param path relative to the root of the repository. */
export function nameFromHere({ prefix }: Repository, path: string): string {
  return posix.relative(`/${prefix}`, `/${path}`);
}

/** Where several names lead to a file, as `../rules/cpu.rules` in the folder `rules`, it is known by one. */
export function withOneName(
  repository: Repository,
  name: string,
  content: FileContent,
): FileContent {
  const path = name.startsWith("/") ? undefined : pathInRepository(repository, name);
  if (content.kind !== "text" || path === undefined) return content;
  return { ...content, name: nameFromHere(repository, path) };
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

/** Undefined outside of any. @throws UsageError where there is no git, or where it refuses to read the repository. */
export function findRepository(cwd: string): Repository | undefined {
  const { status, stdout, stderr } = runGit(cwd, ["rev-parse", "--show-prefix"]);
  if (status === 0) return { cwd, prefix: stdout.toString().replace(/\n$/, "") };
  // The repository may belong to another user, as is usual in containers.
  if (!stderr.includes("not a git repository")) throw gitFailed("read this repository", stderr);
  return undefined;
}

/**
 * The repository at the root of its working tree.
 *
 * @param help what to do where there is none.
 * @throws UsageError if it is a bare one.
 */
export function rootOf({ cwd }: Repository, help = "run it in a clone that has one"): Repository {
  const { status, stdout } = runGit(cwd, ["rev-parse", "--show-toplevel"]);
  if (status === 0) return { cwd: stdout.toString().replace(/\n$/, ""), prefix: "" };
  throw new UsageError("this repository has no working tree", help);
}

/** The full name of the commit; undefined if there is no such revision. */
export function findCommit(repository: Repository, revision: string): string | undefined {
  return resolveRevision(repository, revision).commit;
}

interface ResolvedRevision {
  readonly commit: string | undefined;
  /** Several branches or tags have this name, and git takes the first of them. */
  readonly isAmbiguous: boolean;
}

function resolveRevision({ cwd }: Repository, revision: string): ResolvedRevision {
  const { status, stdout, stderr } = runGit(cwd, [
    ...["-c", "core.warnAmbiguousRefs=true"],
    ...["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`],
  ]);
  const commit = status === 0 ? stdout.toString().trim() : undefined;
  return { commit, isAmbiguous: /^warning: refname .* is ambiguous/m.test(stderr) };
}

/** @throws UsageError naming what is no revision, or more than one. */
export function commitOf(repository: Repository, revision: string): string {
  const { commit, isAmbiguous } = resolveRevision(repository, revision);
  if (isAmbiguous) {
    throw new UsageError(
      `\`${revision}\` is the name of a branch and of a tag`,
      "write which is meant: `refs/heads/NAME` or `refs/tags/NAME`",
    );
  }
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

export function parentCommits({ cwd }: Repository, commit: string): readonly string[] {
  const { stdout } = runGit(cwd, ["rev-list", "--parents", "-n", "1", commit]);
  return stdout.toString().trim().split(" ").slice(1);
}

const FETCH_MORE =
  "the clone is shallow: run `git fetch --unshallow`, or check out with `fetch-depth: 0`";

function isShallow({ cwd }: Repository): boolean {
  const { stdout } = runGit(cwd, ["rev-parse", "--is-shallow-repository"]);
  return stdout.toString().trim() === "true";
}

/** The operation under way, which may leave conflicts in the working tree: `merge`, `rebase`; undefined if there is none. */
export function operationUnderWay({ cwd }: Repository): string | undefined {
  const { stdout } = runGit(cwd, [
    "rev-parse",
    ...OPERATIONS.flatMap(([file]) => ["--git-path", file]),
  ]);
  const paths = stdout.toString().split("\n");
  return OPERATIONS.find((_, index) => existsSync(resolve(cwd, paths[index] ?? "")))?.[1];
}

/** By a file that git keeps while it waits for the user. A rebase stops in cherry-picks, so it comes first. */
const OPERATIONS = [
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
] as const;

/** @throws UsageError in git's words, if it failed. */
export function succeed(outcome: GitOutcome, what: string): GitOutcome {
  if (outcome.status !== 0) throw gitFailed(what, outcome.stderr);
  return outcome;
}

/** Where git says more than one line, the rest is what to do. */
function gitFailed(what: string, stderr: string): UsageError {
  const [problem = "", ...help] = stderr.split("\n").flatMap((line) => line.trim() || []);
  const advice = help.length === 0 ? undefined : help.join(" ");
  return new UsageError(`git cannot ${what}: ${problem}`, advice);
}

/** @param name its id, or `COMMIT:PATH`. Undefined where the repository has none. */
export function readBlob({ cwd }: Repository, name: string): Buffer | undefined {
  const { status, stdout } = runGit(cwd, ["cat-file", "blob", name]);
  return status === 0 ? stdout : undefined;
}
