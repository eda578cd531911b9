/**
 * Reads rule files from the file system: those of the command line, and files that they use below
 * the root.
 */

import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";

import type { FileContent, ReadFile } from "../names/read-file.ts";
import { decodeText, readTextFile, systemCode } from "./read-file.ts";
import { UsageError } from "./exit.ts";
import type { Io } from "./io.ts";

export interface RuleFiles {
  /** Names of the files of the command line, relative to the current directory, with `/`. */
  readonly entry: readonly string[];
  readonly readFile: ReadFile;
}

/** In bytes. */
export const LARGEST_RULE_FILE = 16_000_000;

/** The argument that means standard input, and the name that messages have for it. */
export const STANDARD_INPUT = "-";
export const STANDARD_INPUT_NAME = "<stdin>";

/**
 * The name for messages: relative to the current directory, with `/`; empty for that directory
 * itself.
 */
export function nameFromFolder(cwd: string, path: string): string {
  return relative(cwd, resolve(cwd, path)).split(sep).join("/");
}

/**
 * @param files the names as the user wrote them; `-` is standard input, which is read here.
 * @param project a folder below which all files may be used, wherever the files of the command line
 *   are.
 */
export async function openRuleFiles(
  files: readonly string[],
  io: Io,
  project?: string,
): Promise<RuleFiles> {
  const names = [...new Set(files.map((file) => entryName(file, io.cwd)))];
  const standardInput = names.includes(STANDARD_INPUT_NAME)
    ? decodeText(await io.readStandardInput(LARGEST_RULE_FILE), LARGEST_RULE_FILE)
    : undefined;
  const entry = new Set(names);
  const roots = project === undefined ? rootsOf(names, io.cwd) : [project];

  const readFile = (name: string): FileContent => {
    if (name === STANDARD_INPUT_NAME && standardInput !== undefined) return standardInput;
    const path = resolve(io.cwd, name);
    // Files of the command line may be anywhere, since the user named them.
    if (!entry.has(name) && (isAbsolute(name) || leavesAll(roots, path))) {
      return { kind: "outside" };
    }
    return readTextFile(path, LARGEST_RULE_FILE);
  };
  return { entry: names, readFile };
}

/** Opens each file as a program of its own. A file that is named twice is opened once. */
export async function openPrograms(
  files: readonly string[],
  io: Io,
): Promise<readonly RuleFiles[]> {
  const programs: RuleFiles[] = [];
  for (const file of distinctFiles(files, io)) programs.push(await openRuleFiles([file], io));
  return programs;
}

/** Removes repeated files. Names stay as the user wrote them. */
export function distinctFiles(files: readonly string[], { cwd }: Io): readonly string[] {
  const byName = new Map<string, string>();
  for (const file of files) {
    const name = entryName(file, cwd);
    if (!byName.has(name)) byName.set(name, file);
  }
  return [...byName.values()];
}

/** The canonical name of a file, so that a `use` of it is recognized as the same file. */
function entryName(file: string, cwd: string): string {
  if (file === STANDARD_INPUT) return STANDARD_INPUT_NAME;
  if (file === "") throw new UsageError("a file name is empty");
  if (file.includes("\0")) throw new UsageError("a file name holds a NUL character");
  return nameFromFolder(cwd, file) || ".";
}

/**
 * The roots: the current directory if a file lies below it, and the directory of each file
 * elsewhere.
 */
function rootsOf(names: readonly string[], cwd: string): readonly string[] {
  const roots = names.map((name) => (name.startsWith("../") ? dirname(resolve(cwd, name)) : cwd));
  return [...new Set(roots)];
}

function leavesAll(roots: readonly string[], path: string): boolean {
  return roots.every((root) => leaves(root, path) || leaves(realPath(root), realPath(path)));
}

function leaves(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** Resolves symbolic links. Returns a missing path unchanged; reading it will fail. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return path;
  }
}
