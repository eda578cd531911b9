/**
 * Reads a git repository without ever writing to it: old files are read from its objects, not from
 * a checkout.
 */

import { existsSync } from "node:fs";
import { posix, resolve } from "node:path";

import type { FileContent } from "../../names/read-file.ts";
import { UsageError } from "../exit.ts";
import { runGit, type GitOutcome } from "./run-git.ts";

export interface Repository {
  /** The absolute path of the folder in which git runs. */
  readonly cwd: string;
  /** The path of `cwd` in the repository: empty, or with a `/` at its end. */
  readonly prefix: string;
}

/**
 * The path relative to the root of the repository, with `/`; undefined outside of it.
 * @param name relative to `cwd`.
 */
export function pathInRepository({ prefix }: Repository, name: string): string | undefined {
  const path = posix.normalize(prefix + name).replace(/\/$/, "");
  return path === ".." || path.startsWith("../") || path.startsWith("/") ? undefined : path;
}

/**
 * The name relative to `cwd`, as in messages.
 * @param path relative to the root of the repository.
 */
export function nameFromHere({ prefix }: Repository, path: string): string {
  return posix.relative(`/${prefix}`, `/${path}`);
}

/**
 * Maps all names of a file to one name, as `../rules/cpu.rules` in the folder `rules` to
 * `cpu.rules`.
 */
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
 * @param help advice if there is no repository.
 * @throws UsageError if there is no git or no repository.
 */
export function openRepository(cwd: string, help: string): Repository {
  const repository = findRepository(cwd);
  if (repository !== undefined) return repository;
  throw new UsageError("this is not a git repository", help);
}

/**
 * Undefined outside of any repository.
 * @throws UsageError if there is no git, or if it refuses to read the repository.
 */
export function findRepository(cwd: string): Repository | undefined {
  const { status, stdout, stderr } = runGit(cwd, ["rev-parse", "--show-prefix"]);
  if (status === 0) return { cwd, prefix: stdout.toString().replace(/\n$/, "") };
  // The repository may belong to another user, as is usual in containers.
  if (!stderr.includes("not a git repository")) throw gitFailed("read this repository", stderr);
  return undefined;
}

/**
 * The repository at the root of its working tree.
 * @param help advice if there is no working tree.
 * @throws UsageError for a bare repository.
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
  /** True if several branches or tags have this name, of which git takes the first. */
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

/** @throws UsageError if the name is not a revision, or is ambiguous. */
export function commitOf(repository: Repository, revision: string): string {
  const { commit, isAmbiguous } = resolveRevision(repository, revision);
  if (isAmbiguous) {
    throw new UsageError(
      `\`${revision}\` is the name of a branch and of a tag`,
      "write `refs/heads/NAME` or `refs/tags/NAME`",
    );
  }
  if (commit !== undefined) return commit;
  throw new UsageError(
    `there is no file, folder or git revision \`${revision}\``,
    isShallow(repository) ? FETCH_MORE : undefined,
  );
}

/** The merge base of two commits. @throws UsageError if they have no common history. */
export function mergeBase(repository: Repository, one: string, other: string): string {
  const { status, stdout } = runGit(repository.cwd, ["merge-base", one, other]);
  if (status === 0) return stdout.toString().trim();
  throw new UsageError(
    "the two revisions have no common ancestor here",
    isShallow(repository) ? FETCH_MORE : "compare them as they are: caprules diff OLD..NEW",
  );
}

/** All merge bases of two commits; empty if they have no common history. */
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

/**
 * The operation in progress, which may have left conflicts in the working tree: `merge`, `rebase`;
 * undefined if there is none.
 */
export function operationUnderWay({ cwd }: Repository): string | undefined {
  const { stdout } = runGit(cwd, [
    "rev-parse",
    ...OPERATIONS.flatMap(([file]) => ["--git-path", file]),
  ]);
  const paths = stdout.toString().split("\n");
  return OPERATIONS.find((_, index) => existsSync(resolve(cwd, paths[index] ?? "")))?.[1];
}

/**
 * Operations by the file that git keeps while it waits for the user. A rebase consists of
 * cherry-picks, so it comes first.
 */
const OPERATIONS = [
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
] as const;

/** @throws UsageError with git's message if git failed. */
export function succeed(outcome: GitOutcome, what: string): GitOutcome {
  if (outcome.status !== 0) throw gitFailed(what, outcome.stderr);
  return outcome;
}

/** If git's message has several lines, all but the first become the advice. */
function gitFailed(what: string, stderr: string): UsageError {
  const [problem = "", ...help] = stderr.split("\n").flatMap((line) => line.trim() || []);
  const advice = help.length === 0 ? undefined : help.join(" ");
  return new UsageError(`git cannot ${what}: ${problem}`, advice);
}

/**
 * Undefined if the repository does not have the blob.
 * @param name the id of the blob, or `COMMIT:PATH`.
 */
export function readBlob({ cwd }: Repository, name: string): Buffer | undefined {
  const { status, stdout } = runGit(cwd, ["cat-file", "blob", name]);
  return status === 0 ? stdout : undefined;
}
