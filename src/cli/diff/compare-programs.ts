/** Compares each program of two sides. */

import { diff, type DiffOptions, type DiffResult } from "../../comparison.ts";
import { UsageError } from "../exit.ts";
import { pairRenamed, type PairedProgram } from "./pair-renamed.ts";
import { findPrograms } from "./programs.ts";
import type { Sides } from "./sides.ts";
import type { ProgramResult } from "./totals.ts";

export interface ComparedSides {
  readonly results: readonly ProgramResult[];
  /** How many programs have the same files on both sides. */
  readonly unchanged: number;
}

/** @throws UsageError if the options name sets that no program has. */
export async function comparePrograms(sides: Sides, options: DiffOptions): Promise<ComparedSides> {
  const { changed, unchanged } = await findPrograms(sides);
  const results: ProgramResult[] = [];
  for (const program of pairRenamed(changed)) results.push(await compareProgram(program, options));
  const [problem] = results.flatMap(({ result }) => result.problems);
  if (problem !== undefined) throw new UsageError(problem);
  return { results, unchanged };
}

async function compareProgram(
  { name, oldName, old, new: fresh }: PairedProgram,
  options: DiffOptions,
): Promise<ProgramResult> {
  if (old !== undefined && fresh !== undefined) {
    const result = await diff(old, fresh, options);
    return { name, oldName, change: "changed", result };
  }
  return {
    name,
    oldName,
    change: old === undefined ? "added" : "removed",
    result: NOTHING,
  };
}

/** Of a file that one side does not have, all that can be said is that. */
const NOTHING: DiffResult = {
  diagnostics: { old: [], new: [] },
  problems: [],
  undecided: false,
  diff: { isCompared: true, sets: [], declarations: [], restated: [] },
};
