/** Submodules: which rule files their commits have. Nothing compares those files, so a difference in them is said. */

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

/** As the working tree has it. @param recorded the commit in the index, which counts where it is not checked out. */
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

/** In a folder without it, git would speak of the repository around. */
function isCheckedOut(folder: string): boolean {
  return existsSync(join(folder, ".git"));
}

function rulesOf(folder: string, commit: string): string | undefined {
  if (!isCheckedOut(folder)) return undefined;
  const { status, stdout } = runGit(folder, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (status !== 0) return undefined;
  const entries = stdout.toString("latin1").split("\0").slice(0, -1);
  // A submodule of a submodule counts as a whole.
  return JSON.stringify(entries.filter((each) => isRuleFile(each) || each.startsWith("160000 ")));
}
