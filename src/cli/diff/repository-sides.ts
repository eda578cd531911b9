/** States of a git repository as sides of a comparison: commits, and the working tree. */

import { lstatSync } from "node:fs";
import { resolve } from "node:path";

import { UsageError } from "../exit.ts";
import { openCommit } from "../git/commit-files.ts";
import {
  commitOf,
  findCommit,
  mergeBase,
  mergeBases,
  nameFromHere,
  openRepository,
  operationUnderWay,
  pathInRepository,
  rootOf,
  withOneName,
  workingFiles,
  type Repository,
} from "../git/repository.ts";
import type { Io } from "../io.ts";
import { readTextFile } from "../read-file.ts";
import { isRuleFile, LARGEST_RULE_FILE, nameFromFolder, openRuleFiles } from "../read-rule-file.ts";
import { quoteArgument } from "../shell.ts";
import { kindOf, look } from "./arguments.ts";
import type { Side, Sides } from "./side.ts";

const WITHOUT_GIT = "compare two files or two folders: caprules diff OLD NEW";

/** A range of revisions, or a revision against the working tree. */
export function rangeSides(name: string, io: Io): Sides {
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
    return wholeSides(repository, [old, treeSide(repository, io)], () => [name]);
  }
  const [, from = "", dots, to = ""] = range;
  const oldName = from || "HEAD";
  const old = commitOf(repository, oldName);
  const fresh = commitOf(repository, to || "HEAD");
  const base = dots === "..." ? mergeBase(repository, old, fresh) : old;
  return wholeSides(
    repository,
    [commitSide(repository, base, oldName), commitSide(repository, fresh, to || "HEAD")],
    () => (dots === "..." ? [oldName] : fromExactly(repository, oldName, fresh)),
  );
}

/** One revision alone is compared from where the branch began; a revision and a folder as they are. */
function fromExactly(repository: Repository, from: string, fresh: string): readonly string[] {
  const old = commitOf(repository, from);
  const isWhereItBegan = mergeBases(repository, old, fresh).includes(old);
  return isWhereItBegan ? [from] : [from, nameFromHere(repository, "") || "."];
}

/** A revision and a file: that file as it was. A revision and a folder, or two revisions: all rule files. */
export function revisionAndOther(first: string, second: string, io: Io): Sides {
  const repository = openRepository(io.cwd, WITHOUT_GIT);
  const isRevision = (name: string): boolean => kindOf(name, io) === "revision";
  const isState = (name: string): boolean =>
    isRevision(name) && findCommit(repository, name) !== undefined;
  const stateAt = (name: string): RepositorySide =>
    commitSide(repository, commitOf(repository, name), name);
  if (isState(first) && isState(second)) {
    return wholeSides(repository, [stateAt(first), stateAt(second)], () =>
      fromExactly(repository, first, commitOf(repository, second)),
    );
  }
  // What is on the disk is no revision; what is neither there nor a revision may have been there once.
  const isFirstThePath = !isRevision(first) || (isRevision(second) && isState(second));
  return isFirstThePath
    ? {
        ...pathSides(repository, [treeSide(repository, io), stateAt(second)], first, io),
        onDisk: () => undefined,
      }
    : {
        ...pathSides(repository, [stateAt(first), treeSide(repository, io)], second, io),
        onDisk: () => [first, second],
      };
}

/** @param path of a file or folder, as the user wrote it. @throws UsageError if it is on neither side. */
function pathSides(
  repository: Repository,
  sides: readonly [RepositorySide, RepositorySide],
  path: string,
  io: Io,
): Omit<Sides, "onDisk"> {
  const name = nameFromFolder(io.cwd, path);
  const inside = pathInRepository(repository, name);
  if (inside === undefined) {
    throw new UsageError(
      `\`${path}\` lies outside of this repository`,
      "run it in the repository that has it",
    );
  }
  if (sides.some(({ has }) => has(name))) {
    return { ...stateSides(repository, sides, name), covers: (program) => program === inside };
  }
  const covers = (program: string): boolean => inside === "." || program.startsWith(`${inside}/`);
  const inFolder = (side: RepositorySide): RepositorySide => ({
    ...side,
    files: side.files.filter((file) => covers(side.nameInRoot(file))),
  });
  const [old, fresh] = [inFolder(sides[0]), inFolder(sides[1])];
  // A folder that is there may be one without rules; one that is not there must have been one with rules.
  if (kindOf(path, io) !== "folder" && old.files.length + fresh.files.length === 0) {
    throw new UsageError(`there is no file, folder or git revision \`${path}\``);
  }
  return { ...stateSides(repository, [old, fresh]), covers };
}

/** A side that is a state of a git repository. */
interface RepositorySide extends Side {
  /** Also of files that are not called `*.rules`, and of those that git ignores. */
  readonly has: (name: string) => boolean;
  readonly isTree: boolean;
}

function wholeSides(
  repository: Repository,
  sides: readonly [RepositorySide, RepositorySide],
  onDisk: Sides["onDisk"],
): Sides {
  return { ...stateSides(repository, sides), covers: () => true, onDisk };
}

/** @param entry the file that is compared; without it, all rule files are. */
function stateSides(
  repository: Repository,
  [old, fresh]: readonly [RepositorySide, RepositorySide],
  entry?: string,
): Omit<Sides, "covers" | "onDisk"> {
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
    open: async (names) => {
      const { entry, readFile } = await openRuleFiles(names, io, root);
      return { entry, readFile: (name) => withOneName(repository, name, readFile(name)) };
    },
    root,
    nameInRoot: (file) => pathInRepository(repository, file) ?? file,
    read: (name) => readTextFile(resolve(root, name), LARGEST_RULE_FILE),
  };
}

function commitSide(repository: Repository, commit: string, name: string): RepositorySide {
  const { names, has, readFile } = openCommit(repository, commit);
  return {
    title: `${name} (${commit.slice(0, 10)})`,
    files: names.filter(isRuleFile),
    has,
    isTree: false,
    open: (entry) => Promise.resolve({ entry, readFile }),
    root: undefined,
    nameInRoot: (file) => pathInRepository(repository, file) ?? file,
    read: (file) => readFile(nameFromHere(repository, file)),
  };
}
