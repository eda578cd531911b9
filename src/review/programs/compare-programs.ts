/** Compares each program of two sides. */

import { definitely } from "../../base/unreachable.ts";
import { diff, uncompared, type DiffOptions, type DiffResult } from "../diff.ts";
import { openProgram } from "../../program/program.ts";
import { type Diagnostic, isError } from "../../diagnostics/diagnostic.ts";
import type { RuleSource } from "../../program/source.ts";
import { onBothSides } from "../compare/both-sides.ts";
import { DIRECTIONS, type OneDirection } from "../compare/change.ts";
import { unpairedForGuest } from "../compare/roles.ts";
import { load } from "../../names/load.ts";
import { acceptanceOfProgram, acceptedOf, type Acceptances } from "./acceptances.ts";
import { mergeFindings, type MergeParents } from "./merge-findings.ts";
import { findMoved } from "./moved-programs.ts";
import { pairRenamed, type PairedProgram } from "./pair-renamed.ts";
import { findPrograms } from "./find-programs.ts";
import type { Sides } from "./side.ts";
import type { ProgramResult } from "./program-result.ts";
import { uncomparedFiles, uncomparedResult } from "./uncompared.ts";

export interface ComparedSides {
  readonly results: readonly ProgramResult[];
  /** The number of programs with the same files on both sides. */
  readonly unchanged: number;
  /** The first mistake in the options, such as a set that no program has; in words. */
  readonly problem: string | undefined;
}

export async function comparePrograms(
  sides: Sides,
  options: DiffOptions,
  acceptances: Acceptances,
): Promise<ComparedSides> {
  const { changed, unchanged } = await findPrograms(sides);
  const programs = pairRenamed(changed);
  const moved = findMoved(programs, sides);
  const parents = programs.length === 0 ? undefined : sides.new.mergeParents();
  const results = [...uncomparedFiles(sides)];
  for (const program of programs) {
    const movedTo = moved.get(program);
    const result = await compareProgram(program, sides, options, acceptances);
    const found = await findingsIn(program, result, parents);
    results.push(movedTo === undefined ? found : { ...found, movedTo, forGuest: DIRECTIONS });
  }
  const [problem] = results.flatMap(({ result }) => result.problems);
  return { results, unchanged, problem };
}

/** Compares a program, and adds findings if the new side is a merge. */
async function findingsIn(
  program: PairedProgram,
  compared: ProgramResult,
  parents: MergeParents | undefined,
): Promise<ProgramResult> {
  const { result } = compared;
  if (program.new === undefined || result.diff?.isCompared !== true) return compared;
  const { diagnostics } = result;
  const found = await mergeFindings(program.new, parents);
  if (found.length === 0) return compared;
  const withFound = { ...diagnostics, new: [...diagnostics.new, ...found] };
  return { ...compared, result: { ...result, diagnostics: withFound } };
}

async function compareProgram(
  { name, oldName, old, new: fresh }: PairedProgram,
  sides: Sides,
  options: DiffOptions,
  acceptances: Acceptances,
): Promise<ProgramResult> {
  const [entry] = (fresh ?? old)?.entry ?? [];
  const file = sides.new.nameInRoot(definitely(entry, "a program is on a side"));
  const program = { name, oldName, file, movedTo: undefined };
  if (old !== undefined && fresh !== undefined) {
    const accepted = acceptedOf(acceptances, file);
    const result = await diff(old, fresh, { ...options, accepted });
    return { ...program, change: "changed", accepted: undefined, forGuest: [], result };
  }
  const change = old === undefined ? "added" : "removed";
  const accepted = acceptanceOfProgram(acceptances, file, change);
  const forGuest = unpairedProgram(fresh ?? old, change);
  return { ...program, change, accepted, forGuest, result: unpairedResult(fresh, old) };
}

/**
 * Tells whether the guest gains or loses by an added or removed program, with the program's sets.
 */
function unpairedProgram(
  source: RuleSource | undefined,
  change: "added" | "removed",
): readonly OneDirection[] {
  if (source === undefined) return [];
  const { model, mistakes } = openProgram(source);
  const roles = model.sets.map(({ role }) => role);
  // Sets of a program with errors are unknown, so they count as exposed.
  const isKnown = roles.length > 0 && !mistakes.some(isError);
  const all = isKnown ? roles : [...roles, "exposed" as const];
  return DIRECTIONS.filter((direction) =>
    all.some((role) => unpairedForGuest(role, change) === direction),
  );
}

/**
 * The result for a program that one side lacks. It may contain an error if the file cannot be read.
 */
function unpairedResult(fresh: RuleSource | undefined, old: RuleSource | undefined): DiffResult {
  const unread = onBothSides({ old, new: fresh }, unreadEntry);
  return unread.old.length + unread.new.length === 0 ? NOTHING : uncomparedResult(unread);
}

function unreadEntry(source: RuleSource | undefined): readonly Diagnostic[] {
  return source === undefined || source.entry.every((name) => source.readFile(name).kind === "text")
    ? []
    : load(source.entry, source.readFile).diagnostics.filter(({ span }) => span === undefined);
}

const NOTHING: DiffResult = {
  diagnostics: { old: [], new: [] },
  problems: [],
  undecided: false,
  diff: { ...uncompared(), isCompared: true },
};
