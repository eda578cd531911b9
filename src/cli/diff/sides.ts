/** What `diff` compares: two files, two folders, or states of a git repository. */

import { readdirSync, statSync } from "node:fs";
import { join, posix, resolve } from "node:path";

import type { RuleSource } from "../../compile.ts";
import { UsageError } from "../exit.ts";
import { blobReader } from "../git/blob-reader.ts";
import {
  commitOf,
  filesOf,
  isMerging,
  mergeBase,
  openRepository,
  workingFiles,
  type Repository,
} from "../git/repository.ts";
import type { Io } from "../io.ts";
import { openRuleFiles } from "../read-rule-file.ts";

/** One side of a comparison: rule files, wherever they are. */
export interface Side {
  /** In words: `main at 1a2b3c4`, `the working tree`. */
  readonly title: string;
  /** All rule files, relative to the side's root. */
  readonly files: readonly string[];
  readonly open: (entry: readonly string[]) => Promise<RuleSource>;
}

export interface Sides {
  readonly old: Side;
  readonly new: Side;
  /** Files to compare as programs, the same on both sides; undefined for all. */
  readonly entry: readonly string[] | undefined;
  /** The entry of each side, where the sides are single files. */
  readonly pair: { readonly old: string; readonly new: string } | undefined;
  readonly notes: readonly string[];
}

/**
 * @param args `OLD NEW`, `REV`, `REV..REV` or `REV...REV`.
 * @throws UsageError if they name nothing that could be compared.
 */
export function openSides(args: readonly string[], io: Io): Sides {
  const [first = "", second] = args;
  if (second === undefined) return gitSides(first, io);
  const kinds = [first, second].map((each) => kindOf(each, io));
  if (kinds.includes("revision")) return mixedSides(first, second, io);
  if (kinds[0] !== kinds[1]) {
    throw new UsageError(
      `\`${first}\` is a ${kinds[0] ?? ""}, and \`${second}\` a ${kinds[1] ?? ""}`,
    );
  }
  return kinds[0] === "folder"
    ? {
        old: folderSide(first, io),
        new: folderSide(second, io),
        entry: undefined,
        pair: undefined,
        notes: [],
      }
    : {
        old: workingSide(first, [first], io),
        new: workingSide(second, [second], io),
        entry: undefined,
        pair: { old: first, new: second },
        notes: [],
      };
}

function kindOf(name: string, { cwd }: Io): "file" | "folder" | "revision" {
  if (name === "-") return "file";
  const stats = statSync(resolve(cwd, name), { throwIfNoEntry: false });
  if (stats === undefined) return "revision";
  return stats.isDirectory() ? "folder" : "file";
}

/** One argument: a range of revisions, or a revision against the working tree. */
function gitSides(name: string, io: Io): Sides {
  if (kindOf(name, io) !== "revision") {
    throw new UsageError(
      `\`${name}\` is a file or folder of now: say what to compare it with`,
      `caprules diff HEAD ${name}`,
    );
  }
  const repository = openRepository(io.cwd, WITHOUT_GIT);
  const range = /^(.*?)(\.{2,3})(.*)$/.exec(name);
  if (range === null) {
    const base = mergeBase(repository, commitOf(repository, name), commitOf(repository, "HEAD"));
    return {
      old: commitSide(repository, base, `${name}, where this branch began`),
      new: treeSide(repository, io),
      entry: undefined,
      pair: undefined,
      notes: isMerging(repository) ? [MERGING] : [],
    };
  }
  const [, from = "", dots, to = ""] = range;
  const old = commitOf(repository, from || "HEAD");
  const fresh = commitOf(repository, to || "HEAD");
  return {
    old: commitSide(
      repository,
      dots === "..." ? mergeBase(repository, old, fresh) : old,
      from || "HEAD",
    ),
    new: commitSide(repository, fresh, to || "HEAD"),
    entry: undefined,
    pair: undefined,
    notes: [],
  };
}

const WITHOUT_GIT = "compare two files or two folders: caprules diff OLD NEW";

const MERGING = "a merge is under way: what is compared is the working tree as it is";

/** A revision and a file: that file as it was. A revision and a folder, or two revisions: all rule files. */
function mixedSides(first: string, second: string, io: Io): Sides {
  const repository = openRepository(io.cwd, WITHOUT_GIT);
  const side = (name: string): Side =>
    kindOf(name, io) === "revision"
      ? commitSide(repository, commitOf(repository, name), name)
      : treeSide(repository, io);
  const files = [first, second].filter((each) => kindOf(each, io) === "file");
  const folders = [first, second].filter((each) => kindOf(each, io) === "folder");
  const inFolder = (side: Side): Side => {
    const [folder] = folders;
    if (folder === undefined) return side;
    const prefix = posix.normalize(`${folder}/`).replace(/^\.\//, "");
    return { ...side, files: side.files.filter((file) => file.startsWith(prefix)) };
  };
  return {
    old: inFolder(side(first)),
    new: inFolder(side(second)),
    entry: files.length > 0 ? files.map((file) => posix.normalize(file)) : undefined,
    pair: undefined,
    notes: isMerging(repository) ? [MERGING] : [],
  };
}

function workingSide(title: string, files: readonly string[], io: Io): Side {
  return { title, files, open: (entry) => openRuleFiles(entry, io) };
}

function treeSide(repository: Repository, io: Io): Side {
  const isThere = (file: string): boolean =>
    statSync(resolve(io.cwd, file), { throwIfNoEntry: false })?.isFile() === true;
  const files = workingFiles(repository).filter((file) => isRuleFile(file) && isThere(file));
  return workingSide("the working tree", files, io);
}

function folderSide(folder: string, io: Io): Side {
  const root = resolve(io.cwd, folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isRuleFile(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((file) => !/(?:^|\/)(?:node_modules|\.git)\//.test(file))
    .sort();
  return { title: folder, files, open: (entry) => openRuleFiles(entry, { ...io, cwd: root }) };
}

function commitSide(repository: Repository, commit: string, name: string): Side {
  const readFile = blobReader(repository, commit);
  return {
    title: `${name} (${commit.slice(0, 10)})`,
    files: filesOf(repository, commit).filter(isRuleFile),
    open: (entry) => Promise.resolve({ entry, readFile }),
  };
}

function isRuleFile(file: string): boolean {
  return file.endsWith(".rules");
}
