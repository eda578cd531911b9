/**
 * Finds the rule files of submodules. These files are not compared, so differences in them are
 * reported.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Obstacle, SubmoduleState } from "../found-files.ts";
import { isRuleFile } from "../read-rule-file.ts";
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

/** Submodules whose rule files differ, or may do so. */
export function movedSubmodules(
  old: ReadonlyMap<string, SubmoduleState>,
  fresh: ReadonlyMap<string, SubmoduleState>,
): readonly Obstacle[] {
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name): Obstacle[] => {
    const [before, after] = [old.get(name), fresh.get(name)];
    const obstacle = { name, digest: undefined };
    if (before?.isModified === true || after?.isModified === true) {
      const reason = "it is a submodule with changes in rule files that are not committed";
      return [{ ...obstacle, reason, help: "commit them, or compare them in that folder" }];
    }
    if (before?.commit === after?.commit) return [];
    const [was, is] = [before, after].map((state) => (state === undefined ? NONE : state.rules()));
    if (was !== undefined && was === is) return [];
    const isOnBoth = before !== undefined && after !== undefined;
    const where = isOnBoth
      ? "it is a submodule at another commit"
      : "only one side has this submodule";
    if (was === undefined || is === undefined) {
      const reason = `${where}, and that commit is not in this clone`;
      const help =
        after === undefined ? "look at its rule files" : "run `git submodule update --init`";
      return [{ ...obstacle, reason, help }];
    }
    const help = isOnBoth
      ? `compare them in that folder: caprules diff ${before.commit.slice(0, 10)}..${after.commit.slice(0, 10)}`
      : "look at its rule files";
    const reason = isOnBoth
      ? `${where}, and rule files in it differ`
      : `${where}, and it has rule files`;
    return [{ ...obstacle, reason, help }];
  });
}

function folderOf(repository: Repository, path: string): string {
  return join(repository.cwd, nameFromHere(repository, path));
}

/** Without a `.git` in the folder, git would use the enclosing repository. */
function isCheckedOut(folder: string): boolean {
  return existsSync(join(folder, ".git"));
}

const NONE = JSON.stringify([]);

function rulesOf(folder: string, commit: string): string | undefined {
  if (!isCheckedOut(folder)) return undefined;
  const { status, stdout } = runGit(folder, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (status !== 0) return undefined;
  const entries = stdout.toString("latin1").split("\0").slice(0, -1);
  // A nested submodule counts as a whole, by its commit.
  return JSON.stringify(entries.filter((each) => isRuleFile(each) || each.startsWith("160000 ")));
}
