/** Reports differences in rule files of submodules, which are not compared. */

import type { Obstacle, SubmoduleState } from "./found-files.ts";

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
    const [was, is] = [before, after].map((state) =>
      state === undefined ? NO_RULES : state.rules(),
    );
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

/** The `rules` of a commit without rule files. */
const NO_RULES = JSON.stringify([]);
