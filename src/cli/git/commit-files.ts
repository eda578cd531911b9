/** Rule files as a commit has them. */

import { posix } from "node:path";

import type { FileContent, ReadFile } from "../../names/read-file.ts";
import { decodeText } from "../read-file.ts";
import { LARGEST_RULE_FILE } from "../read-rule-file.ts";
import {
  nameFromHere,
  pathInRepository,
  readBlob,
  readTree,
  withOneName,
  type Repository,
  type TreeEntry,
} from "./repository.ts";

/** Names are relative to the current folder, as they are in the working tree. */
export interface CommitFiles {
  /** Regular files, of the whole repository. */
  readonly names: readonly string[];
  /** Whether it is a file, or a link to one. */
  readonly has: (name: string) => boolean;
  /** Each file is read once; links are followed within the commit. */
  readonly readFile: ReadFile;
}

/** @throws UsageError if git cannot read the commit. */
export function openCommit(repository: Repository, commit: string): CommitFiles {
  const tree = readTree(repository, commit);
  const find = (name: string): TreeEntry | "missing" | "outside" => {
    const path = pathInRepository(repository, name);
    return path === undefined ? "outside" : follow(repository, tree, path, MOST_LINKS);
  };
  const known = new Map<string, FileContent>();
  return {
    names: [...tree]
      .filter(([, { kind }]) => kind === "file")
      .map(([path]) => nameFromHere(repository, path)),
    // A link that leads out of the repository is one that cannot be read.
    has: (name) => find(name) !== "missing",
    readFile: (name) => {
      const content =
        known.get(name) ?? withOneName(repository, name, readEntry(repository, find(name)));
      known.set(name, content);
      return content;
    },
  };
}

function readEntry(repository: Repository, entry: TreeEntry | "missing" | "outside"): FileContent {
  if (typeof entry === "string") return { kind: entry };
  const blob = readBlob(repository, entry.id);
  return blob === undefined
    ? { kind: "unreadable", reason: "git does not have its content here" }
    : decodeText(blob, LARGEST_RULE_FILE);
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** Without symbolic links, be they the file itself or folders on the way to it. */
function follow(
  repository: Repository,
  tree: ReadonlyMap<string, TreeEntry>,
  path: string,
  linksLeft: number,
): TreeEntry | "missing" | "outside" {
  const steps = path.split("/");
  for (let length = 1; length <= steps.length; length++) {
    const here = steps.slice(0, length).join("/");
    const entry = tree.get(here);
    if (entry === undefined) continue;
    if (entry.kind === "file") return length === steps.length ? entry : "missing";
    if (entry.kind === "other" || linksLeft === 0) return "missing";
    const target = readBlob(repository, entry.id)?.toString() ?? "";
    const way = posix.join(posix.dirname(here), target, ...steps.slice(length));
    const isOutside = target.startsWith("/") || way === ".." || way.startsWith("../");
    return isOutside ? "outside" : follow(repository, tree, way, linksLeft - 1);
  }
  return "missing";
}
