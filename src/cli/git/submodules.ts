/**
 * Finds the rule files of submodules. These files are not compared, so differences in them are
 * reported.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";

import type { SubmoduleState } from "../../review/programs/found-files.ts";
import { isRuleFile } from "../../names/rule-file.ts";
import { nameFromHere, type Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** @param path relative to the root of the repository. */
export function submoduleAt(repository: Repository, path: string, commit: string): SubmoduleState {
  const folder = folderOf(repository, path);
  return { commit, isModified: false, rules: () => rulesOf(folder, commit) };
}

/**
 * The state of a submodule in the working tree.
 * @param recorded the commit in the index, used if the submodule is not checked out.
 */
export function checkedOutSubmodule(
  repository: Repository,
  path: string,
  recorded: string,
): SubmoduleState {
  const folder = folderOf(repository, path);
  if (!isCheckedOut(folder)) return submoduleAt(repository, path, recorded);
  const head = runGit(folder, ["rev-parse", "HEAD"]).stdout.toString().trim();
  const { stdout } = runGit(folder, ["status", "--porcelain", "-z", "--", "*.rules"]);
  return { commit: head, isModified: stdout.length > 0, rules: () => rulesOf(folder, head) };
}

function folderOf(repository: Repository, path: string): string {
  return join(repository.cwd, nameFromHere(repository, path));
}

/** Without a `.git` in the folder, git would use the enclosing repository. */
function isCheckedOut(folder: string): boolean {
  return existsSync(join(folder, ".git"));
}

function rulesOf(folder: string, commit: string): string | undefined {
  if (!isCheckedOut(folder)) return undefined;
  const { status, stdout } = runGit(folder, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (status !== 0) return undefined;
  const entries = stdout.toString("latin1").split("\0").slice(0, -1);
  // A nested submodule counts as a whole, by its commit.
  return JSON.stringify(entries.filter((each) => isRuleFile(each) || each.startsWith("160000 ")));
}
