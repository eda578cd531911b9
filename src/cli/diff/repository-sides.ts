/** Opens commits and the working tree of a git repository as sides of a comparison. */

import { resolve } from "node:path";

import type { FileContent, ReadFile } from "../../names/read-file.ts";
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
  parentCommits,
  pathInRepository,
  rootOf,
  withOneName,
  type Repository,
} from "../git/repository.ts";
import { openWorkingTree } from "../git/working-tree.ts";
import type { Io } from "../io.ts";
import { readTextFile } from "../read-file.ts";
import { LARGEST_RULE_FILE, nameFromFolder, openRuleFiles } from "../read-rule-file.ts";
import { quoteArgument } from "../shell.ts";
import { kindOf, look } from "./arguments.ts";
import type { MergeParents } from "../../review/programs/merge-findings.ts";
import { withRetargetedLinks } from "../../review/programs/retargeted-links.ts";
import { emptyNotes, type Side, type Sides } from "../../review/programs/side.ts";

const WITHOUT_GIT = "compare two files or two folders: caprules diff OLD NEW";

/** Compares a range of revisions, or a revision with the working tree. */
export function rangeSides(name: string, io: Io): Sides {
  if (kindOf(name, io) !== "revision") {
    throw new UsageError(
      `\`${name}\` is a file or folder on the disk: name a revision to compare it with`,
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
  const [, from = "", dots = "", to = ""] = range;
  // An empty end is rejected: in a script it is usually an unset variable, and git's default, HEAD,
  // would find no changes.
  if (from === "" || to === "") {
    throw new UsageError(
      `the range \`${name}\` has an end without a revision`,
      `if HEAD is meant, write \`${from || "HEAD"}${dots}${to || "HEAD"}\``,
    );
  }
  const old = commitOf(repository, from);
  const fresh = commitOf(repository, to);
  const base = dots === "..." ? mergeBase(repository, old, fresh) : old;
  return wholeSides(
    repository,
    [commitSide(repository, base, from), commitSide(repository, fresh, to)],
    () => (dots === "..." ? [from] : fromExactly(repository, from, fresh)),
  );
}

/**
 * The arguments that compare exactly the commit `from` with files on the disk. A single revision is
 * compared from its merge base, so it is enough only if it is that base. A revision and a folder
 * are compared directly.
 */
function fromExactly(repository: Repository, from: string, fresh: string): readonly string[] {
  const old = commitOf(repository, from);
  const isWhereItBegan = mergeBases(repository, old, fresh).includes(old);
  return isWhereItBegan ? [from] : [from, nameFromHere(repository, "") || "."];
}

/**
 * Compares a revision with a file (that file in the revision), with a folder, or with another
 * revision (all rule files).
 */
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
  // An existing path is not a revision. A name that is neither may be a path that existed in the
  // revision.
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

/**
 * @param path a file or folder, as the user wrote it.
 * @throws UsageError if neither side has it.
 */
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
    // Needed to notice rules that are moved out of the folder.
    others: [...side.others, ...side.files.filter((file) => !covers(side.nameInRoot(file)))],
    aliases: new Map([...side.aliases].filter(([name]) => covers(side.nameInRoot(name)))),
  });
  const [old, fresh] = [inFolder(sides[0]), inFolder(sides[1])];
  // An existing folder may have no rules. A missing one must have had some.
  if (kindOf(path, io) !== "folder" && old.files.length + fresh.files.length === 0) {
    throw new UsageError(`there is no file, folder or git revision \`${path}\``);
  }
  return { ...stateSides(repository, [old, fresh]), covers };
}

/** A side that is a state of a git repository. */
interface RepositorySide extends Side {
  /** Also true for files without the extension `.rules` and for files that git ignores. */
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

/** @param entry the file to compare; without it, all rule files are compared. */
function stateSides(
  repository: Repository,
  [old, fresh]: readonly [RepositorySide, RepositorySide],
  entry?: string,
): Omit<Sides, "covers" | "onDisk"> {
  const withEntry = (side: RepositorySide): Side =>
    entry === undefined
      ? side
      : {
          ...side,
          files: side.has(entry) ? [entry] : [],
          others: [...side.others, ...side.files.filter((file) => file !== entry)],
          aliases: new Map(),
        };
  const sides = withRetargetedLinks({ old: withEntry(old), new: withEntry(fresh) });
  const operation = old.isTree || fresh.isTree ? operationUnderWay(repository) : undefined;
  return {
    ...sides,
    entry: entry === undefined ? undefined : [entry],
    pair: undefined,
    notes: [
      ...(operation === undefined
        ? []
        : [`a ${operation} is in progress: the working tree is compared as it is`]),
      ...emptyNotes(sides),
    ],
  };
}

function treeSide(repository: Repository, io: Io): RepositorySide {
  rootOf(repository, "compare two revisions: caprules diff OLD..NEW");
  const root = resolve(io.cwd, nameFromHere(repository, ""));
  const { found, readSkipped } = openWorkingTree(repository, root);
  const read = (name: string, fromDisk: ReadFile): FileContent => {
    const content = fromDisk(name);
    if (content.kind !== "missing") return content;
    return readSkipped(pathInRepository(repository, name) ?? "") ?? content;
  };
  return {
    ...found,
    title: "the working tree",
    mergeParents: () => parentsOf(repository, mergedInTree(repository)),
    has: (name) =>
      look(resolve(io.cwd, name))?.isFile() === true ||
      readSkipped(pathInRepository(repository, name) ?? "") !== undefined,
    isTree: true,
    open: async (names) => {
      const { entry, readFile } = await openRuleFiles(names, io, root);
      return { entry, readFile: (name) => withOneName(repository, name, read(name, readFile)) };
    },
    root,
    nameInRoot: (file) => pathInRepository(repository, file) ?? file,
    read: (path) =>
      read(nameFromHere(repository, path), () =>
        readTextFile(resolve(root, path), LARGEST_RULE_FILE),
      ),
  };
}

/** The parents of a merge in progress, else those of `HEAD`. */
function mergedInTree(repository: Repository): readonly string[] {
  const [head, other] = ["HEAD", "MERGE_HEAD"].map((name) => findCommit(repository, name));
  if (head === undefined) return [];
  return other === undefined ? parentCommits(repository, head) : [head, other];
}

function parentsOf(
  repository: Repository,
  [ours, theirs, ...others]: readonly string[],
): MergeParents | undefined {
  if (ours === undefined || theirs === undefined || others.length > 0) return undefined;
  const [base, ...more] = mergeBases(repository, ours, theirs);
  if (base === undefined || more.length > 0) return undefined;
  const readerOf = (commit: string): ReadFile => openCommit(repository, commit).readFile;
  return { base: readerOf(base), ours: readerOf(ours), theirs: readerOf(theirs) };
}

function commitSide(repository: Repository, commit: string, name: string): RepositorySide {
  const { found, has, readFile } = openCommit(repository, commit);
  return {
    ...found,
    title: `${name} (${commit.slice(0, 10)})`,
    mergeParents: () => parentsOf(repository, parentCommits(repository, commit)),
    has,
    isTree: false,
    open: (entry) => Promise.resolve({ entry, readFile }),
    root: undefined,
    nameInRoot: (file) => pathInRepository(repository, file) ?? file,
    read: (file) => readFile(nameFromHere(repository, file)),
  };
}
