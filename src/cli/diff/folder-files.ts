/** Finds the rule files of a folder on the disk, to any depth. */

import {
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from "node:fs";
import { relative, sep } from "node:path";

import { brokenLink, decodeName, noRegularFile, unnamed } from "../found-files.ts";
import type { FoundFiles, Obstacle } from "../../review/programs/found-files.ts";
import { systemCode, systemReason } from "../read-file.ts";
import { isRuleFile } from "../../names/rule-file.ts";

/** Folders that are skipped: packages and repositories. */
const LEFT_OUT: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/**
 * @param root an absolute path. A link to a folder is followed if the folder lies outside of the
 *   root.
 */
export function findFolderFiles(root: string): FoundFiles {
  const walk = new FolderWalk(root);
  walk.visit("");
  return {
    files: walk.files.toSorted(),
    aliases: walk.aliases,
    others: walk.others,
    obstacles: walk.obstacles,
    submodules: new Map(),
  };
}

/** The state of one walk. */
class FolderWalk {
  readonly files: string[] = [];
  readonly aliases = new Map<string, string>();
  readonly others: string[] = [];
  readonly obstacles: Obstacle[] = [];
  readonly #root: string;
  readonly #visited = new Set<string>();

  constructor(root: string) {
    this.#root = realpathSync(root);
  }

  /** @param folder its name from the root on, with a `/` at its end; empty for the root. */
  visit(folder: string): void {
    const path = `${this.#root}/${folder}`;
    try {
      const real = realpathSync(path);
      // Links may form a cycle.
      if (this.#visited.has(real)) return;
      this.#visited.add(real);
      const entries = readdirSync(path, { encoding: "buffer", withFileTypes: true });
      for (const entry of entries) this.#add(folder, entry);
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      const reason = `the folder cannot be read: ${systemReason(error)}`;
      this.obstacles.push({ name: folder || ".", reason, help: undefined, digest: undefined });
    }
  }

  #add(folder: string, entry: Dirent<Buffer>): void {
    const own = decodeName(entry.name);
    if (own === undefined) {
      const bytes = Buffer.concat([Buffer.from(folder), entry.name]);
      const mayHoldRules = entry.isDirectory() || entry.name.toString("latin1").endsWith(".rules");
      if (mayHoldRules) this.obstacles.push(unnamed(bytes));
      return;
    }
    const name = `${folder}${own}`;
    if (entry.isDirectory()) {
      if (!LEFT_OUT.has(own)) this.visit(`${name}/`);
    } else if (entry.isSymbolicLink()) this.#addLink(name);
    else if (!isRuleFile(name)) this.others.push(name);
    else if (entry.isFile()) this.files.push(name);
    else this.obstacles.push(noRegularFile(name));
  }

  #addLink(name: string): void {
    const path = `${this.#root}/${name}`;
    const stats = statsBehind(path);
    const target = stats && relative(this.#root, realpathSync(path)).split(sep).join("/");
    const isOutside = target === ".." || target?.startsWith("../") === true;
    if (stats?.isDirectory() === true) {
      // A folder within the root is visited at its own place.
      if (isOutside) this.visit(`${name}/`);
    } else if (!isRuleFile(name)) this.others.push(name);
    else if (target === undefined || stats?.isFile() !== true) {
      this.obstacles.push(brokenLink(name, readlinkSync(path), "nowhere"));
    } else if (!isOutside && isRuleFile(target)) this.aliases.set(name, target);
    else this.files.push(name);
  }
}

/** The status of a link's target; undefined if it cannot be examined. */
function statsBehind(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}
