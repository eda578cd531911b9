/**
 * Decides whether an argument of `diff` is a file, a folder or a revision, by looking at the disk.
 */

import { statSync, type Stats } from "node:fs";
import { resolve } from "node:path";

import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { systemCode } from "../read-file.ts";

export type ArgumentKind = "file" | "folder" | "revision";

/**
 * A path that cannot be examined, such as a very long name or a cycle of links, counts as neither
 * file nor folder.
 */
export function kindOf(name: string, { cwd }: Io): ArgumentKind {
  if (name === "") throw new UsageError("an argument is empty", "name a file, folder or revision");
  if (name === "-") return "file";
  const stats = look(resolve(cwd, name));
  if (stats === undefined) return "revision";
  return stats.isDirectory() ? "folder" : "file";
}

/** Undefined if the path cannot be examined. */
export function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}
