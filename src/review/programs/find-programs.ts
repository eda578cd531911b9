/** Finds the programs to compare: rule files that no other file uses, or the named files. */

import type { RuleSource } from "../../program/source.ts";
import { load } from "../../names/load.ts";
import { rememberParses, type ParseFile } from "../../names/parse-file.ts";
import type { FileContent } from "../../names/read-file.ts";
import type { Side, Sides } from "./side.ts";

/** A program on both sides, or on one of them. */
export interface ComparedProgram {
  /** The program's file in the new side, else in the old side. */
  readonly name: string;
  readonly old: RuleSource | undefined;
  readonly new: RuleSource | undefined;
}

export interface Programs {
  /** Programs with any differing file. */
  readonly changed: readonly ComparedProgram[];
  readonly unchanged: number;
}

export async function findPrograms({ old, new: fresh, entry, pair }: Sides): Promise<Programs> {
  if (pair !== undefined) {
    const sources = { old: await old.open([pair.old]), new: await fresh.open([pair.new]) };
    return { changed: [{ name: pair.new, ...sources }], unchanged: 0 };
  }
  const parseFile = rememberParses();
  const sides = {
    old: await loadSide(old, entry ?? old.files, parseFile),
    new: await loadSide(fresh, entry ?? fresh.files, parseFile),
  };
  const changed: ComparedProgram[] = [];
  let unchanged = 0;
  for (const name of entry ?? unusedFiles(sides.old, sides.new)) {
    const [before, after] = [sides.old.contentsOf(name), sides.new.contentsOf(name)];
    if (before !== undefined && before === after) unchanged++;
    else changed.push({ name, old: await sides.old.open(name), new: await sides.new.open(name) });
  }
  return { changed, unchanged };
}

interface LoadedSide {
  readonly names: readonly string[];
  /** Names of the files that one of the files uses. */
  readonly used: ReadonlySet<string>;
  /**
   * The contents of a file and of all files that it uses, as one text; undefined if the file is
   * missing or one of them cannot be read.
   */
  readonly contentsOf: (name: string) => string | undefined;
  /** The program of the file; undefined if the side lacks the file. */
  readonly open: (name: string) => Promise<RuleSource | undefined>;
}

async function loadSide(
  side: Side,
  names: readonly string[],
  parseFile: ParseFile,
): Promise<LoadedSide> {
  const isThere = (name: string): boolean => side.files.includes(name);
  const { entry, readFile } = await side.open(names.filter(isThere));
  const { files } = load(entry, readFile, parseFile);
  const byName = new Map(files.map((file) => [file.name, file]));
  return {
    names: side.files,
    used: new Set(files.flatMap(({ uses }) => uses)),
    contentsOf: (name) => {
      if (!isThere(name)) return undefined;
      const program = new Set([name]);
      for (const each of program)
        for (const used of byName.get(each)?.uses ?? []) program.add(used);
      const contents = Array.from(program, (each): [string, string | FileContent] => [
        each,
        // A file that is not loaded could not be read.
        byName.get(each)?.tree.source.text ?? readFile(each),
      ]);
      return contents.every(([, content]) => isKnown(content))
        ? JSON.stringify(contents)
        : undefined;
    },
    open: async (name) => (isThere(name) ? { ...(await side.open([name])), parseFile } : undefined),
  };
}

/**
 * True if equal values mean equal files. False for a file that cannot be opened, whose content is
 * unknown.
 */
function isKnown(content: string | FileContent): boolean {
  if (typeof content === "string") return true;
  switch (content.kind) {
    case "not-utf8":
    case "too-large":
    case "unreadable":
      return content.digest !== undefined;
    default:
      return true;
  }
}

/**
 * Files that no other rule file uses on some side. All other files are compared through the files
 * that use them.
 */
function unusedFiles(...sides: readonly LoadedSide[]): readonly string[] {
  const unused = sides.flatMap(({ names, used }) => names.filter((name) => !used.has(name)));
  return [...new Set(unused)].sort();
}
