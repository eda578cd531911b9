/**
 * Merges the acceptances of two branches. Both append to the end of one list, which conflicts as
 * text but not in meaning. The result has all acceptances that either branch added and neither
 * removed.
 */

import type { FileContent } from "../../names/read-file.ts";
import {
  itemsBeyond,
  itemsOf,
  withoutItems,
  type AcceptedFile,
  type AcceptedItem,
  type FileChange,
} from "../diff/accepted-file.ts";
import { parseAccepted } from "../diff/parse-accepted.ts";
import { printAccepted } from "../diff/print-accepted.ts";
import { UsageError } from "../exit.ts";

type Versions<Version> = Readonly<Record<"base" | "ours" | "theirs", Version>>;

/**
 * @param path the file's path, by which prettier finds the repository's settings.
 * @returns undefined if a version is not in the form that `--accept` writes.
 */
export async function mergeAccepted(
  contents: Versions<FileContent>,
  path: string,
): Promise<string | undefined> {
  const files = readVersions(contents);
  if (files === undefined) return undefined;
  const base = itemsOf(files.base);
  const ours = itemsOf(files.ours);
  const theirs = itemsOf(files.theirs);
  const kept = itemsBeyond(ours, itemsBeyond(base, theirs));
  const added = itemsBeyond(itemsBeyond(theirs, base), itemsBeyond(ours, base));
  const acceptances = [
    ...onlyItems(files.ours, kept).acceptances,
    ...onlyItems(files.theirs, added).acceptances,
  ];
  return printAccepted({ acceptances }, path);
}

/** If both branches create the file, its base is empty. */
function readVersions({
  base,
  ours,
  theirs,
}: Versions<FileContent>): Versions<AcceptedFile> | undefined {
  const isNew = base.kind === "text" && base.text === "";
  const read = (content: FileContent): AcceptedFile =>
    parseAccepted(content, "what was accepted") ?? { acceptances: [] };
  try {
    return {
      base: isNew ? { acceptances: [] } : read(base),
      ours: read(ours),
      theirs: read(theirs),
    };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function onlyItems(file: AcceptedFile, items: readonly AcceptedItem[]): AcceptedFile {
  const left = new Map<FileChange, Set<string | undefined>>();
  for (const { change, accepted } of items) {
    const bits = left.get(change) ?? new Set();
    left.set(change, bits.add(accepted?.kind === "bit" ? accepted.bit : undefined));
  }
  return withoutItems(file, (change, bit) => left.get(change)?.has(bit) !== true);
}
