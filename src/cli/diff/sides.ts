/** What `diff` compares: two files, two folders, or states of a git repository. */

import { readdirSync, statSync } from "node:fs";
import { join, posix, resolve } from "node:path";

import type { RuleSource } from "../../compile.ts";
import type { ReadFile } from "../../names/read-file.ts";
import { UsageError } from "../exit.ts";
import { blobReader } from "../git/blob-reader.ts";
import {
  commitOf,
  filesOf,
  isMerging,
  mergeBase,
  mergeBases,
  openRepository,
  workingFiles,
  type Repository,
} from "../git/repository.ts";
import type { Io } from "../io.ts";
import { readTextFile } from "../read-file.ts";
import { LARGEST_RULE_FILE, openRuleFiles } from "../read-rule-file.ts";

/** One side of a comparison: rule files, wherever they are. */
export interface Side {
  /** In words: `main at 1a2b3c4`, `the working tree`. */
  readonly title: string;
  /** All rule files, relative to the side's root. */
  readonly files: readonly string[];
  readonly open: (entry: readonly string[]) => Promise<RuleSource>;
  /** Any file, relative to the side's root. */
  readonly read: ReadFile;
  /** Absolute; undefined for a commit, which nothing can be written to. */
  readonly root: string | undefined;
}

export interface Sides {
  readonly old: Side;
  readonly new: Side;
  /** Files to compare as programs, the same on both sides; undefined for all. */
  readonly entry: readonly string[] | undefined;
  /** The entry of each side, where the sides are single files. */
  readonly pair: { readonly old: string; readonly new: string } | undefined;
  readonly notes: readonly string[];
  /** Whether a program of this name would be compared if it were there; never asked of single files. */
  readonly covers: (program: string) => boolean;
  /**
   * The arguments that compare the old side with the files on the disk: those that were given, or others where
   * the new side is a commit. Undefined if there are none.
   */
  readonly onDisk: () => readonly string[] | undefined;
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
  const common = { entry: undefined, notes: [], onDisk: () => args };
  return kinds[0] === "folder"
    ? {
        ...common,
        old: folderSide(first, io),
        new: folderSide(second, io),
        pair: undefined,
        covers: () => true,
      }
    : {
        ...common,
        old: workingSide(first, [first], io),
        new: workingSide(second, [second], io),
        pair: { old: first, new: second },
        covers: () => false,
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
      covers: () => true,
      onDisk: () => [name],
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
    covers: () => true,
    onDisk: () =>
      dots === "..." ? [from || "HEAD"] : fromExactly(repository, from || "HEAD", fresh),
  };
}

/** One revision alone is compared from where the branch began; a revision and a folder as they are. */
function fromExactly(repository: Repository, from: string, fresh: string): readonly string[] {
  const old = commitOf(repository, from);
  return mergeBases(repository, old, fresh).includes(old) ? [from] : [from, "."];
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
  const [folder = "."] = folders;
  const prefix = posix.normalize(`${folder}/`).replace(/^\.\//, "");
  const isIn = (file: string): boolean => file.startsWith(prefix);
  const inFolder = (side: Side): Side => ({ ...side, files: side.files.filter(isIn) });
  const entry = files.length > 0 ? files.map((file) => posix.normalize(file)) : undefined;
  const isOnDisk = kindOf(second, io) !== "revision";
  const areRevisions = files.length + folders.length === 0;
  return {
    old: inFolder(side(first)),
    new: inFolder(side(second)),
    entry,
    pair: undefined,
    notes: isMerging(repository) ? [MERGING] : [],
    covers: (program) => (entry === undefined ? isIn(program) : entry.includes(program)),
    onDisk: () => {
      if (isOnDisk) return [first, second];
      return areRevisions
        ? fromExactly(repository, first, commitOf(repository, second))
        : undefined;
    },
  };
}

function workingSide(title: string, files: readonly string[], io: Io): Side {
  return {
    title,
    files,
    open: (entry) => openRuleFiles(entry, io),
    read: (name) => readTextFile(resolve(io.cwd, name), LARGEST_RULE_FILE),
    root: io.cwd,
  };
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
  return workingSide(folder, files, { ...io, cwd: root });
}

function commitSide(repository: Repository, commit: string, name: string): Side {
  const readFile = blobReader(repository, commit);
  const files = filesOf(repository, commit);
  return {
    title: `${name} (${commit.slice(0, 10)})`,
    files: files.filter(isRuleFile),
    open: (entry) => Promise.resolve({ entry, readFile }),
    // Most commits have none of what is asked for, and to ask git takes time.
    read: (file) => (files.includes(file) ? readFile(file) : { kind: "missing" }),
    root: undefined,
  };
}

function isRuleFile(file: string): boolean {
  return file.endsWith(".rules");
}
