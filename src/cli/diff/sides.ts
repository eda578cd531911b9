/** Opens the two sides of `diff`: two files, two folders, or states of a git repository. */

import { resolve } from "node:path";

import { UsageError } from "../exit.ts";
import type { FoundFiles } from "../../review/programs/found-files.ts";
import type { Io } from "../io.ts";
import { readTextFile } from "../read-file.ts";
import { LARGEST_RULE_FILE, openRuleFiles } from "../read-rule-file.ts";
import { kindOf } from "./arguments.ts";
import { findFolderFiles } from "./folder-files.ts";
import { withRetargetedLinks } from "../../review/programs/retargeted-links.ts";
import { emptyNotes, type Side, type Sides } from "../../review/programs/side.ts";

/**
 * @param args `OLD NEW`, `REV`, `REV..REV` or `REV...REV`.
 * @throws UsageError if the arguments cannot be compared.
 */
export async function openSides(args: readonly string[], io: Io): Promise<Sides> {
  const [first = "", second] = args;
  // Comparing two files needs no git, and loading what starts it takes 5 ms.
  const openRepository = () => import("./repository-sides.ts");
  if (second === undefined) return (await openRepository()).rangeSides(first, io);
  if (first === "-" && second === "-") {
    throw new UsageError("standard input can be one side only");
  }
  const kinds = [first, second].map((each) => kindOf(each, io));
  if (kinds.includes("revision")) {
    return (await openRepository()).revisionAndOther(first, second, io);
  }
  if (kinds[0] !== kinds[1]) {
    throw new UsageError(
      `\`${first}\` is a ${kinds[0] ?? ""}, and \`${second}\` a ${kinds[1] ?? ""}`,
    );
  }
  const common = { entry: undefined, onDisk: () => args };
  if (kinds[0] === "folder") {
    const sides = withRetargetedLinks({ old: folderSide(first, io), new: folderSide(second, io) });
    return { ...common, ...sides, pair: undefined, notes: emptyNotes(sides), covers: () => true };
  }
  return {
    ...common,
    notes: [],
    old: diskSide(first, onlyFile(first), io),
    new: diskSide(second, onlyFile(second), io),
    pair: { old: first, new: second },
    covers: () => false,
  };
}

function onlyFile(file: string): FoundFiles {
  return {
    files: [file],
    aliases: new Map(),
    others: [],
    obstacles: [],
    submodules: new Map(),
  };
}

/** @param io its current folder is the root of the files. */
function diskSide(title: string, found: FoundFiles, io: Io): Side {
  return {
    ...found,
    title,
    open: (entry) => openRuleFiles(entry, io),
    root: io.cwd,
    nameInRoot: (file) => file,
    mergeParents: () => undefined,
    read: (name) => readTextFile(resolve(io.cwd, name), LARGEST_RULE_FILE),
  };
}

function folderSide(folder: string, io: Io): Side {
  const root = resolve(io.cwd, folder);
  return diskSide(folder, findFolderFiles(root), { ...io, cwd: root });
}
