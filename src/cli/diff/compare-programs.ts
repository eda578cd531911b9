/** Compares each program of two sides. */

import { definitely } from "../../base/unreachable.ts";
import { diff, type DiffOptions, type DiffResult } from "../../comparison.ts";
import { UsageError } from "../exit.ts";
import { acceptanceOfProgram, acceptedOf, type Acceptances } from "./acceptances.ts";
import { pairRenamed, type PairedProgram } from "./pair-renamed.ts";
import { findPrograms } from "./programs.ts";
import type { Sides } from "./side.ts";
import type { ProgramResult } from "./totals.ts";

export interface ComparedSides {
  readonly results: readonly ProgramResult[];
  /** How many programs have the same files on both sides. */
  readonly unchanged: number;
}

/** @throws UsageError if the options name sets that no program has. */
export async function comparePrograms(
  sides: Sides,
  options: DiffOptions,
  acceptances: Acceptances,
): Promise<ComparedSides> {
  const { changed, unchanged } = await findPrograms(sides);
  const results: ProgramResult[] = [];
  for (const program of pairRenamed(changed)) {
    results.push(await compareProgram(program, sides, options, acceptances));
  }
  const [problem] = results.flatMap(({ result }) => result.problems);
  if (problem !== undefined) throw new UsageError(problem);
  return { results, unchanged };
}

async function compareProgram(
  { name, oldName, old, new: fresh }: PairedProgram,
  sides: Sides,
  options: DiffOptions,
  acceptances: Acceptances,
): Promise<ProgramResult> {
  const [entry] = (fresh ?? old)?.entry ?? [];
  const file = sides.new.nameInRoot(definitely(entry, "a program is on a side"));
  if (old !== undefined && fresh !== undefined) {
    const accepted = acceptedOf(acceptances, file);
    const result = await diff(old, fresh, { ...options, accepted });
    return { name, oldName, file, change: "changed", accepted: undefined, result };
  }
  const change = old === undefined ? "added" : "removed";
  const accepted = acceptanceOfProgram(acceptances, file, change);
  return { name, oldName, file, change, accepted, result: NOTHING };
}

/** Of a file that one side does not have, all that can be said is that. */
const NOTHING: DiffResult = {
  diagnostics: { old: [], new: [] },
  problems: [],
  undecided: false,
  diff: {
    isCompared: true,
    sets: [],
    declarations: [],
    restated: [],
    promises: [],
    acceptance: undefined,
  },
};
