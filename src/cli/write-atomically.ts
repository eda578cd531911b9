/**
 * Replaces a file atomically: a reader, even after a crash, finds either the old or the new text.
 */

import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { systemCode } from "./read-file.ts";

/**
 * Creates the folder if necessary.
 * @throws the errors of the file system; then the old file is unchanged.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const target = await followLinks(path);
  const temporary = join(dirname(target), `.${basename(target)}.${crypto.randomUUID()}.tmp`);
  try {
    await writeDurably(temporary, text, await modeOf(target));
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** All bytes are on the disk when this returns, so a full disk is noticed before the rename. */
async function writeDurably(path: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(path, "wx");
  try {
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Resolves links, so that a link to the file stays a link. */
async function followLinks(path: string): Promise<string> {
  return (await ifThere(realpath(path))) ?? path;
}

/** The permissions of the replaced file. */
async function modeOf(path: string): Promise<number | undefined> {
  return (await ifThere(stat(path)))?.mode;
}

async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
