/** Reads the rule files of a commit. */

import { posix } from "node:path";

import { brokenLink } from "../found-files.ts";
import type { FoundFiles, Obstacle } from "../../review/programs/found-files.ts";
import type { FileContent, ReadFile } from "../../names/read-file.ts";
import { decodeText } from "../read-file.ts";
import { LARGEST_RULE_FILE } from "../read-rule-file.ts";
import { isRuleFile } from "../../names/rule-file.ts";
import { readTree, type TreeEntry } from "./list-files.ts";
import {
  nameFromHere,
  pathInRepository,
  readBlob,
  withOneName,
  type Repository,
} from "./repository.ts";
import { submoduleAt } from "./submodules.ts";

/** Names are relative to the current folder, as in the working tree. */
export interface CommitFiles {
  /** Files of the whole repository. */
  readonly found: FoundFiles;
  /** True for a file or a link to one. */
  readonly has: (name: string) => boolean;
  /** Each file is read once; links are followed within the commit. */
  readonly readFile: ReadFile;
}

/** @throws UsageError if git cannot read the commit. */
export function openCommit(repository: Repository, commit: string): CommitFiles {
  const tree = readTree(repository, commit);
  const find = (name: string): Place => {
    const path = pathInRepository(repository, name);
    return path === undefined ? "outside" : follow(repository, tree.entries, path, MOST_LINKS);
  };
  const known = new Map<string, FileContent>();
  return {
    found: foundIn(repository, tree.entries, tree.unnamed, find),
    // A link that leaves the repository exists, but cannot be read.
    has: (name) => find(name) !== "missing",
    readFile: (name) => {
      const content =
        known.get(name) ?? withOneName(repository, name, readPlace(repository, find(name)));
      known.set(name, content);
      return content;
    },
  };
}

function foundIn(
  repository: Repository,
  entries: ReadonlyMap<string, TreeEntry>,
  unnamed: readonly Obstacle[],
  find: (name: string) => Place,
): FoundFiles {
  const files: string[] = [];
  const aliases = new Map<string, string>();
  const others: string[] = [];
  const obstacles = unnamed.filter(({ name }) => isRuleFile(name));
  const submodules = new Map<string, ReturnType<typeof submoduleAt>>();
  for (const [path, { kind, id }] of entries) {
    const name = nameFromHere(repository, path);
    if (kind === "submodule") submodules.set(name, submoduleAt(repository, path, id));
    else if (!isRuleFile(name)) others.push(name);
    else if (kind === "file") files.push(name);
    else {
      const place = find(name);
      if (typeof place === "string") {
        const where = place === "outside" ? "outside" : "nowhere";
        obstacles.push(brokenLink(name, readBlob(repository, id)?.toString() ?? "", where));
      } else if (isRuleFile(place.path)) {
        aliases.set(name, nameFromHere(repository, place.path));
      } else files.push(name);
    }
  }
  return { files, aliases, others, obstacles, submodules };
}

/** The target of a name in a commit. */
type Place = { readonly path: string; readonly entry: TreeEntry } | "missing" | "outside";

function readPlace(repository: Repository, place: Place): FileContent {
  if (typeof place === "string") return { kind: place };
  const { path, entry } = place;
  if (entry.kind === "submodule") {
    const reason = `it lies in the submodule \`${path}\`, which a comparison of commits does not read`;
    return { kind: "unreadable", reason, digest: entry.id };
  }
  const blob = readBlob(repository, entry.id);
  return blob === undefined
    ? { kind: "unreadable", reason: "git does not have its content here", digest: entry.id }
    : decodeText(blob, LARGEST_RULE_FILE);
}

/** The same limit as in Linux. */
const MOST_LINKS = 40;

/** Resolves symbolic links, of the file itself and of the folders on its path. */
function follow(
  repository: Repository,
  entries: ReadonlyMap<string, TreeEntry>,
  path: string,
  linksLeft: number,
): Place {
  const steps = path.split("/");
  for (let length = 1; length <= steps.length; length++) {
    const here = steps.slice(0, length).join("/");
    const entry = entries.get(here);
    if (entry === undefined) continue;
    const isWhole = length === steps.length;
    if (entry.kind === "submodule") return isWhole ? "missing" : { path: here, entry };
    if (entry.kind === "file") return isWhole ? { path: here, entry } : "missing";
    if (linksLeft === 0) return "missing";
    const target = readBlob(repository, entry.id)?.toString() ?? "";
    const way = posix.join(posix.dirname(here), target, ...steps.slice(length));
    const isOutside = target.startsWith("/") || way === ".." || way.startsWith("../");
    return isOutside ? "outside" : follow(repository, entries, way, linksLeft - 1);
  }
  return "missing";
}
