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
} from "./accepted-file.ts";
import { parseAccepted } from "./parse-accepted.ts";

type Versions<Version> = Readonly<Record<"base" | "ours" | "theirs", Version>>;

/** @returns undefined if a version is not in the form that `--accept` writes. */
export function mergeAccepted(contents: Versions<FileContent>): AcceptedFile | undefined {
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
  return { acceptances };
}

/** If both branches create the file, its base is empty. */
function readVersions({
  base,
  ours,
  theirs,
}: Versions<FileContent>): Versions<AcceptedFile> | undefined {
  const isNew = base.kind === "text" && base.text === "";
  const versions = {
    base: isNew ? NOTHING : readVersion(base),
    ours: readVersion(ours),
    theirs: readVersion(theirs),
  };
  return hasAll(versions) ? versions : undefined;
}

function readVersion(content: FileContent): AcceptedFile | undefined {
  const parsed = parseAccepted(content, "what was accepted");
  if (parsed.kind === "broken") return undefined;
  return parsed.kind === "file" ? parsed.file : NOTHING;
}

const NOTHING: AcceptedFile = { acceptances: [] };

function hasAll(versions: Versions<AcceptedFile | undefined>): versions is Versions<AcceptedFile> {
  return Object.values(versions).every((each) => each !== undefined);
}

function onlyItems(file: AcceptedFile, items: readonly AcceptedItem[]): AcceptedFile {
  const left = new Map<FileChange, Set<string | undefined>>();
  for (const { change, accepted } of items) {
    const bits = left.get(change) ?? new Set();
    left.set(change, bits.add(accepted?.kind === "bit" ? accepted.bit : undefined));
  }
  return withoutItems(file, (change, bit) => left.get(change)?.has(bit) !== true);
}
