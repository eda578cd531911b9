/** Finds programs that have another file name in the new side, so that a change cannot hide behind a new name. */

import type { RuleSource } from "../../compile.ts";
import type { ComparedProgram } from "./programs.ts";

export interface PairedProgram extends ComparedProgram {
  /** Its file in the old side, where it has another name. */
  readonly oldName?: string;
}

/** As git has it: of the longer text, so much must be in both. */
const LEAST_ALIKE = 0.5;

/** A program that is new, and the most alike of those that are gone, are one. In order of the programs given. */
export function pairRenamed(programs: readonly ComparedProgram[]): readonly PairedProgram[] {
  const gone = programs.filter(({ new: fresh }) => fresh === undefined);
  const added = programs.filter(({ old }) => old === undefined);
  const candidates = added
    .flatMap((fresh) =>
      gone.map((old) => ({ fresh, old, alike: likeness(linesOf(old.old), linesOf(fresh.new)) })),
    )
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .sort((one, other) => other.alike - one.alike);
  const oldOf = new Map<ComparedProgram, ComparedProgram>();
  const taken = new Set<ComparedProgram>();
  for (const { fresh, old } of candidates) {
    if (oldOf.has(fresh) || taken.has(old)) continue;
    oldOf.set(fresh, old);
    taken.add(old);
  }
  return programs
    .filter((program) => !taken.has(program))
    .map((program) => {
      const old = oldOf.get(program);
      return old === undefined ? program : { ...program, old: old.old, oldName: old.name };
    });
}

/** How many lines with text there are, by the line. */
type Lines = ReadonlyMap<string, number>;

function linesOf(source: RuleSource | undefined): Lines {
  const [entry] = source?.entry ?? [];
  const content = entry === undefined ? undefined : source?.readFile(entry);
  const lines = new Map<string, number>();
  for (const line of content?.kind === "text" ? content.text.split("\n") : []) {
    const text = line.trim();
    if (text !== "") lines.set(text, (lines.get(text) ?? 0) + 1);
  }
  return lines;
}

function likeness(one: Lines, other: Lines): number {
  const sum = (lines: Lines): number => [...lines.values()].reduce((all, each) => all + each, 0);
  const common = [...one].reduce(
    (all, [line, count]) => all + Math.min(count, other.get(line) ?? 0),
    0,
  );
  return common / Math.max(1, sum(one), sum(other));
}
