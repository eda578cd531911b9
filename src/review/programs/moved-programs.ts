/**
 * Finds removed programs whose rules are now in a file that no comparison looks at, because it has
 * another extension or lies outside of the compared folder.
 */

import { countLines, isSameFile, likeness } from "./likeness.ts";
import type { PairedProgram } from "./pair-renamed.ts";
import type { Side, Sides } from "./side.ts";

/** The largest number of new files to read; files with similar names come first. */
const MOST_READ = 100;

/** By program, the name of the most similar file of the new side. */
export function findMoved(
  programs: readonly PairedProgram[],
  { old, new: fresh }: Pick<Sides, "old" | "new">,
): ReadonlyMap<PairedProgram, string> {
  const removed = programs.filter((program) => program.new === undefined);
  if (removed.length === 0) return new Map();
  const known = new Set([...old.others, ...old.files]);
  const added = fresh.others.filter((name) => !known.has(name));
  return new Map(
    removed.flatMap((program): [PairedProgram, string][] => {
      const lines = countLines(textOf(old, program.name));
      const candidates = nearestFirst(added, program.name)
        .slice(0, MOST_READ)
        .map((name) => ({ name, alike: likeness(lines, countLines(textOf(fresh, name))) }))
        .filter(({ alike }) => isSameFile(alike))
        .sort((one, other) => other.alike - one.alike);
      const [best] = candidates;
      return best === undefined ? [] : [[program, best.name]];
    }),
  );
}

function textOf(side: Side, name: string): string {
  const content = side.read(side.nameInRoot(name));
  return content.kind === "text" ? content.text : "";
}

/** Sorts files with the same base name first, then those of the same folder, then all others. */
function nearestFirst(names: readonly string[], program: string): readonly string[] {
  const { folder, file } = splitName(program);
  const stem = file.replace(/(?<=.)\.[^.]*$/, "");
  const rank = (name: string): number => {
    const other = splitName(name);
    if (other.file.startsWith(stem)) return 0;
    return other.folder === folder ? 1 : 2;
  };
  return names.toSorted((one, other) => rank(one) - rank(other));
}

function splitName(name: string): { readonly folder: string; readonly file: string } {
  const end = name.lastIndexOf("/") + 1;
  return { folder: name.slice(0, end), file: name.slice(end) };
}
