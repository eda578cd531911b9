/**
 * Finds the rule files for `caprules fmt`: the named files, and all rule files in named folders.
 */

import { lstatSync } from "node:fs";
import { resolve } from "node:path";

import { findFolderFiles } from "../diff/folder-files.ts";
import { UsageError } from "../exit.ts";
import type { Obstacle } from "../../review/programs/found-files.ts";
import type { Io } from "../io.ts";
import { distinctFiles, nameFromFolder } from "../read-rule-file.ts";

export interface FoundRuleFiles {
  /** Names relative to the current directory, with `/`; none twice. */
  readonly names: readonly string[];
  /** Entries of the folders that cannot be read and may be, or hold, rule files. */
  readonly obstacles: readonly Obstacle[];
}

/** @throws UsageError if a folder has no rule file. */
export function findRuleFiles(named: readonly string[], io: Io): FoundRuleFiles {
  const found = distinctFiles(named, io).map((path) => filesOf(path, io));
  const names = found.flatMap((each) => each.names);
  return { names: [...new Set(names)], obstacles: found.flatMap((each) => each.obstacles) };
}

function filesOf(path: string, { cwd }: Io): FoundRuleFiles {
  const absolute = resolve(cwd, path);
  const name = nameFromFolder(cwd, path);
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return { names: [name], obstacles: [] };
  const within = (inner: string): string => (name === "" ? inner : `${name}/${inner}`);
  const { files, obstacles } = findFolderFiles(absolute);
  if (files.length === 0 && obstacles.length === 0) {
    throw new UsageError(`there is no rule file in \`${path}\``, "rule files are called `*.rules`");
  }
  return {
    names: files.map(within),
    obstacles: obstacles.map((each) => ({ ...each, name: within(each.name) })),
  };
}
