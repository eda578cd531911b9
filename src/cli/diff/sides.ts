/** Opens what `diff` compares: two files, two folders, or states of a git repository. */

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { readTextFile } from "../read-file.ts";
import { isRuleFile, LARGEST_RULE_FILE, openRuleFiles } from "../read-rule-file.ts";
import { kindOf } from "./arguments.ts";
import { rangeSides, revisionAndOther } from "./repository-sides.ts";
import type { Side, Sides } from "./side.ts";

/**
 * @param args `OLD NEW`, `REV`, `REV..REV` or `REV...REV`.
 * @throws UsageError if they name nothing that could be compared.
 */
export function openSides(args: readonly string[], io: Io): Sides {
  const [first = "", second] = args;
  if (second === undefined) return rangeSides(first, io);
  if (first === "-" && second === "-") {
    throw new UsageError("standard input can be one side only");
  }
  const kinds = [first, second].map((each) => kindOf(each, io));
  if (kinds.includes("revision")) return revisionAndOther(first, second, io);
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
        old: diskSide(first, [first], io),
        new: diskSide(second, [second], io),
        pair: { old: first, new: second },
        covers: () => false,
      };
}

/** @param io in whose current folder the files are. */
function diskSide(title: string, files: readonly string[], io: Io): Side {
  return {
    title,
    files,
    open: (entry) => openRuleFiles(entry, io),
    root: io.cwd,
    nameInRoot: (file) => file,
    read: (name) => readTextFile(resolve(io.cwd, name), LARGEST_RULE_FILE),
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
  return diskSide(folder, files, { ...io, cwd: root });
}
