/**
 * Reads the rule files of the working tree, from the disk or, for files outside of a sparse
 * checkout, from the index.
 */

import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from "node:fs";
import { posix, relative, resolve, sep } from "node:path";

import { brokenLink, noRegularFile } from "../found-files.ts";
import type { FoundFiles, Obstacle, SubmoduleState } from "../../review/programs/found-files.ts";
import type { FileContent } from "../../names/read-file.ts";
import { decodeText, systemCode } from "../read-file.ts";
import { LARGEST_RULE_FILE } from "../read-rule-file.ts";
import { isRuleFile } from "../../names/rule-file.ts";
import { readWorkingEntries, type WorkingEntry } from "./list-files.ts";
import { nameFromHere, readBlob, type Repository } from "./repository.ts";
import { checkedOutSubmodule } from "./submodules.ts";

export interface WorkingTree {
  readonly found: FoundFiles;
  /** The content of a file that the checkout leaves out; undefined for any other. @param path relative to the root. */
  readonly readSkipped: (path: string) => FileContent | undefined;
}

/** @param root the absolute path of the repository's root. */
export function openWorkingTree(repository: Repository, root: string): WorkingTree {
  const { entries, unnamed } = readWorkingEntries(repository);
  const isLeftOut = (path: string): boolean =>
    entries.get(path)?.isSkipped === true && statsOf(resolve(root, path)) === undefined;
  return {
    found: foundIn(repository, root, entries, unnamed),
    readSkipped: (path) => {
      const id = entries.get(path)?.id;
      if (id === undefined || !isLeftOut(path)) return undefined;
      const blob = readBlob(repository, id);
      return blob === undefined
        ? { kind: "unreadable", reason: "git does not have its content here" }
        : decodeText(blob, LARGEST_RULE_FILE);
    },
  };
}

function foundIn(
  repository: Repository,
  root: string,
  entries: ReadonlyMap<string, WorkingEntry>,
  unnamed: readonly Obstacle[],
): FoundFiles {
  const files: string[] = [];
  const aliases = new Map<string, string>();
  const others: string[] = [];
  const obstacles = unnamed.filter(({ name }) => isRuleFile(name));
  const submodules = new Map<string, SubmoduleState>();
  const addLink = (name: string, target: string, place: string | undefined): void => {
    // An absolute target counts as outside, as in a commit, which does not know the path of the
    // repository.
    const isOutside = target.startsWith("/") || place?.startsWith("../") === true;
    if (isOutside) obstacles.push(brokenLink(name, target, "outside"));
    else if (place === undefined) obstacles.push(brokenLink(name, target, "nowhere"));
    else if (isRuleFile(place)) aliases.set(name, nameFromHere(repository, place));
    else files.push(name);
  };
  for (const [path, { kind, id, isSkipped }] of entries) {
    const name = nameFromHere(repository, path);
    const full = resolve(root, path);
    if (kind === "submodule") submodules.set(name, checkedOutSubmodule(repository, path, id));
    else if (!isRuleFile(name)) others.push(name);
    else {
      const stats = statsOf(full);
      if (stats === undefined) {
        if (isSkipped && kind === "file") files.push(name);
        if (isSkipped && kind === "link") {
          const target = readBlob(repository, id)?.toString() ?? "";
          addLink(name, target, posix.join(posix.dirname(path), target));
        }
      } else if (stats.isFile()) files.push(name);
      else if (stats.isSymbolicLink()) addLink(name, readlinkSync(full), leadsTo(root, full));
      else if (!stats.isDirectory()) obstacles.push(noRegularFile(name));
    }
  }
  return { files, aliases, others, obstacles, submodules };
}

/**
 * The target relative to the root, with `/`; it starts with `../` if it lies outside. Undefined if
 * the link leads to no file.
 */
function leadsTo(root: string, link: string): string | undefined {
  try {
    if (!statSync(link).isFile()) return undefined;
    return relative(realpathSync(root), realpathSync(link)).split(sep).join("/");
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Describes the file or the link itself; undefined if it is not there. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}
