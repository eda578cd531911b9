/**
 * Finds programs whose file is renamed in the new side, so that a change cannot hide behind a new
 * name.
 */

import type { RuleSource } from "../../program/source.ts";
import { countLines, isSameFile, likeness, type Lines } from "./likeness.ts";
import type { ComparedProgram } from "./find-programs.ts";

export interface PairedProgram extends ComparedProgram {
  /** The name of the program's file in the old side, if it differs. */
  readonly oldName?: string;
}

/** Pairs each added program with the most similar removed one. Keeps the order of the programs. */
export function pairRenamed(programs: readonly ComparedProgram[]): readonly PairedProgram[] {
  const gone = programs.filter(({ new: fresh }) => fresh === undefined);
  const added = programs.filter(({ old }) => old === undefined);
  const candidates = added
    .flatMap((fresh) =>
      gone.map((old) => ({ fresh, old, alike: likeness(linesOf(old.old), linesOf(fresh.new)) })),
    )
    .filter(({ alike }) => isSameFile(alike))
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

function linesOf(source: RuleSource | undefined): Lines {
  const [entry] = source?.entry ?? [];
  const content = entry === undefined ? undefined : source?.readFile(entry);
  return countLines(content?.kind === "text" ? content.text : "");
}
