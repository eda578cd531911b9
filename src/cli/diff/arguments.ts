/** What an argument of `diff` is, by what is on the disk. */

import { statSync, type Stats } from "node:fs";
import { resolve } from "node:path";

import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { systemCode } from "../read-file.ts";

export type ArgumentKind = "file" | "folder" | "revision";

/** What cannot be looked at, such as a name of any length or links in a circle, is no file or folder. */
export function kindOf(name: string, { cwd }: Io): ArgumentKind {
  if (name === "") throw new UsageError("an argument is empty", "name a file, folder or revision");
  if (name === "-") return "file";
  const stats = look(resolve(cwd, name));
  if (stats === undefined) return "revision";
  return stats.isDirectory() ? "folder" : "file";
}

/** Undefined for what cannot be looked at. */
export function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}
