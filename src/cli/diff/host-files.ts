/** The files that a pattern of `--hosts` names. */

import { type Dirent, existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";

import { escapePath, type FileSystemAdapter, globSync } from "tinyglobby";

import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { deviceOf, type Machine, processorOf } from "../machine.ts";
import { systemCode, systemReason } from "../read-file.ts";

export interface HostFiles {
  /** In order of their names. */
  readonly files: readonly string[];
  /** Why the others cannot be read. */
  readonly unread: readonly string[];
}

/**
 * A folder is all files in it.
 *
 * @throws UsageError where the pattern names no file at all.
 */
export function findHostFiles(glob: string, { cwd, machine }: Io): HostFiles {
  // No glob finds devices.
  if (processorOf(glob) !== undefined) return { files: [glob], unread: [] };
  if (glob === EVERY_DEVICE) return { files: devicesOf(machine), unread: [] };
  const unread: string[] = [];
  const fs = openingAll(({ path, reason }) => {
    unread.push(`\`${relative(cwd, path)}\` cannot be read: ${reason}`);
  });
  const isThere = lstatSync(resolve(cwd, glob), { throwIfNoEntry: false }) !== undefined;
  const options = { cwd, expandDirectories: true, fs };
  const found = glob === "" ? [] : globSync(isThere ? escapePath(glob) : glob, options).sort();
  if (found.length + unread.length === 0) {
    throw new UsageError(
      `\`--hosts ${glob}\` matches no file`,
      "name CPUID dumps: a file, a folder, or a quoted pattern such as 'dumps/*'",
    );
  }
  const leadsNowhere = (name: string): boolean => !existsSync(resolve(cwd, name));
  const links = found.filter(leadsNowhere);
  unread.push(...links.map((name) => `\`${name}\` is a link that leads to no file`));
  return { files: found.filter((name) => !leadsNowhere(name)), unread };
}

const EVERY_DEVICE = "/dev/cpu/*/cpuid";

function devicesOf({ processors }: Machine): readonly string[] {
  try {
    return processors().map(deviceOf);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new UsageError(`\`--hosts ${EVERY_DEVICE}\` matches no file: ${systemReason(error)}`);
  }
}

/**
 * Functions with which a glob finds links that lead nowhere as well, and reports folders that it cannot open. By
 * itself it leaves out both without a word.
 */
function openingAll(
  report: (folder: { readonly path: string; readonly reason: string }) => void,
): FileSystemAdapter {
  const openFolder = (
    path: string,
    options: { readonly withFileTypes: true },
  ): readonly Dirent[] => {
    try {
      return readdirSync(path, options);
    } catch (error) {
      if (!isMissing(error)) report({ path, reason: systemReason(error) });
      return [];
    }
  };
  const functions = {
    readdirSync: openFolder,
    realpathSync: (path: string) => (existsSync(path) ? realpathSync(path) : path),
    statSync: (path: string) => (existsSync(path) ? statSync(path) : lstatSync(path)),
  };
  return functions as unknown as FileSystemAdapter; // as: of their overloads, the library calls these alone
}

/** Where a pattern begins with the name of a folder, that folder need not be there. */
function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
