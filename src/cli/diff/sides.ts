/** What `diff` compares: two files, two folders, or states of a git repository. */

import { lstatSync, readdirSync, statSync, type Stats } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

import type { RuleSource } from "../../compile.ts";
import { UsageError } from "../exit.ts";
import { openCommit } from "../git/commit-files.ts";
import {
  commitOf,
  findCommit,
  mergeBase,
  nameFromHere,
  openRepository,
  operationUnderWay,
  pathInRepository,
  rootOf,
  workingFiles,
  type Repository,
} from "../git/repository.ts";
import type { Io } from "../io.ts";
import { systemCode } from "../read-file.ts";
import { openRuleFiles } from "../read-rule-file.ts";
import { quoteArgument } from "../shell.ts";

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
  if (first === "-" && second === "-") {
    throw new UsageError("standard input can be one side only");
  }
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

type ArgumentKind = "file" | "folder" | "revision";

/** What cannot be looked at, such as a name of any length or links in a circle, is no file or folder. */
function kindOf(name: string, { cwd }: Io): ArgumentKind {
  if (name === "") throw new UsageError("an argument is empty", "name a file, folder or revision");
  if (name === "-") return "file";
  const stats = look(resolve(cwd, name));
  if (stats === undefined) return "revision";
  return stats.isDirectory() ? "folder" : "file";
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** One argument: a range of revisions, or a revision against the working tree. */
function gitSides(name: string, io: Io): Sides {
  if (kindOf(name, io) !== "revision") {
    throw new UsageError(
      `\`${name}\` is a file or folder of now: say what to compare it with`,
      `caprules diff HEAD ${quoteArgument(name)}`,
    );
  }
  const repository = openRepository(io.cwd, WITHOUT_GIT);
  const range = /^(.*?)(\.{2,3})(.*)$/.exec(name);
  if (range === null) {
    const base = mergeBase(repository, commitOf(repository, name), commitOf(repository, "HEAD"));
    const old = commitSide(repository, base, `${name}, where this branch began`);
    return stateSides(repository, [old, treeSide(repository, io)]);
  }
  const [, from = "", dots, to = ""] = range;
  const old = commitOf(repository, from || "HEAD");
  const fresh = commitOf(repository, to || "HEAD");
  const base = dots === "..." ? mergeBase(repository, old, fresh) : old;
  return stateSides(repository, [
    commitSide(repository, base, from || "HEAD"),
    commitSide(repository, fresh, to || "HEAD"),
  ]);
}

const WITHOUT_GIT = "compare two files or two folders: caprules diff OLD NEW";

/** A revision and a file: that file as it was. A revision and a folder, or two revisions: all rule files. */
function mixedSides(first: string, second: string, io: Io): Sides {
  const repository = openRepository(io.cwd, WITHOUT_GIT);
  const isRevision = (name: string): boolean => kindOf(name, io) === "revision";
  const isState = (name: string): boolean =>
    isRevision(name) && findCommit(repository, name) !== undefined;
  const stateAt = (name: string): RepositorySide =>
    commitSide(repository, commitOf(repository, name), name);
  if (isState(first) && isState(second)) {
    return stateSides(repository, [stateAt(first), stateAt(second)]);
  }
  // What is on the disk is no revision; what is neither there nor a revision may have been there once.
  const isFirstThePath = !isRevision(first) || (isRevision(second) && isState(second));
  return isFirstThePath
    ? pathSides(repository, [treeSide(repository, io), stateAt(second)], first, io)
    : pathSides(repository, [stateAt(first), treeSide(repository, io)], second, io);
}

/** @param path of a file or folder, as the user wrote it. @throws UsageError if it is on neither side. */
function pathSides(
  repository: Repository,
  sides: readonly [RepositorySide, RepositorySide],
  path: string,
  io: Io,
): Sides {
  const name = relative(io.cwd, resolve(io.cwd, path)).split(sep).join("/");
  const inside = pathInRepository(repository, name);
  if (inside === undefined) {
    throw new UsageError(
      `\`${path}\` lies outside of this repository`,
      "run it in the repository that has it",
    );
  }
  if (sides.some(({ has }) => has(name))) return stateSides(repository, sides, name);
  const isBelow = (file: string): boolean =>
    inside === "." || pathInRepository(repository, file)?.startsWith(`${inside}/`) === true;
  const inFolder = (side: RepositorySide): RepositorySide => ({
    ...side,
    files: side.files.filter(isBelow),
  });
  const [old, fresh] = [inFolder(sides[0]), inFolder(sides[1])];
  // A folder that is there may be one without rules; one that is not there must have been one with rules.
  if (kindOf(path, io) !== "folder" && old.files.length + fresh.files.length === 0) {
    throw new UsageError(`there is no file, folder or git revision \`${path}\``);
  }
  return stateSides(repository, [old, fresh]);
}

/** A side that is a state of a git repository. */
interface RepositorySide extends Side {
  /** Also of files that are not called `*.rules`, and of those that git ignores. */
  readonly has: (name: string) => boolean;
  readonly isTree: boolean;
}

/** @param entry the file that is compared; without it, all rule files are. */
function stateSides(
  repository: Repository,
  [old, fresh]: readonly [RepositorySide, RepositorySide],
  entry?: string,
): Sides {
  const withEntry = (side: RepositorySide): Side =>
    entry === undefined ? side : { ...side, files: side.has(entry) ? [entry] : [] };
  const sides = { old: withEntry(old), new: withEntry(fresh) };
  const operation = old.isTree || fresh.isTree ? operationUnderWay(repository) : undefined;
  return {
    ...sides,
    entry: entry === undefined ? undefined : [entry],
    pair: undefined,
    notes: [
      ...(operation === undefined
        ? []
        : [`a ${operation} is under way: what is compared is the working tree as it is`]),
      ...(sides.old.files.length + sides.new.files.length === 0
        ? ["neither side has a rule file, `*.rules`"]
        : []),
    ],
  };
}

function workingSide(title: string, files: readonly string[], io: Io): Side {
  return { title, files, open: (entry) => openRuleFiles(entry, io) };
}

/** Links are no rule files of their own, in commits as here: what they lead to is. */
function treeSide(repository: Repository, io: Io): RepositorySide {
  rootOf(repository, "compare two revisions: caprules diff OLD..NEW");
  const root = resolve(io.cwd, nameFromHere(repository, ""));
  const isThere = (file: string): boolean =>
    lstatSync(resolve(io.cwd, file), { throwIfNoEntry: false })?.isFile() === true;
  return {
    title: "the working tree",
    files: workingFiles(repository).filter((file) => isRuleFile(file) && isThere(file)),
    has: (name) => look(resolve(io.cwd, name))?.isFile() === true,
    isTree: true,
    open: (entry) => openRuleFiles(entry, io, root),
  };
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

function commitSide(repository: Repository, commit: string, name: string): RepositorySide {
  const { names, has, readFile } = openCommit(repository, commit);
  return {
    title: `${name} (${commit.slice(0, 10)})`,
    files: names.filter(isRuleFile),
    has,
    isTree: false,
    open: (entry) => Promise.resolve({ entry, readFile }),
  };
}

function isRuleFile(file: string): boolean {
  return file.endsWith(".rules");
}
