/** Finds the small changes of the rules that nothing notices. */

import { judge, type Judges, type Verdict } from "./judge.ts";
import { missingCases } from "./missing-cases.ts";
import { listMutants } from "./mutants.ts";
import type { CoveredProgram } from "./covered-program.ts";
import { readingClaims } from "./reading-claims.ts";
import { placeOf, type FileRoles, type MissingCase, type Place } from "./report.ts";
import { runTests } from "./run-tests.ts";
import type { ListNames } from "./test-text.ts";

export interface MutationReport {
  /** Mutants of the counted files, sorted by file and place. */
  readonly mutants: readonly ReportedMutant[];
  /** Mutants of the other files, on which the counted files are built. */
  readonly inherited: readonly ReportedMutant[];
  /**
   * The number of mutants that were not tried: those after the first 5,000, and those that would
   * change the order of bits.
   */
  readonly leftOut: number;
  /** Names of the program's files whose rules are not counted. */
  readonly otherFiles: readonly string[];
}

export interface ReportedMutant extends Place {
  /** The change in words, such as `` `&` becomes `|` in `host & guest` ``. */
  readonly change: string;
  /**
   * Tells whether a test, an assertion or another check notices the mutant, whether it is proved
   * equivalent, or whether nothing notices it.
   */
  readonly verdict: Verdict["kind"];
  /**
   * For a survivor, a small case that would notice it. Survivors that one case can notice share
   * that case.
   */
  readonly missing?: MissingCase;
}

const MOST_MUTANTS = 5000;

/** @throws LimitExceeded when a diagram grows beyond its limits. */
export function tryMutants(
  program: CoveredProgram,
  lists: ListNames,
  { counted, others }: FileRoles,
): MutationReport {
  const { model, network, isTypicalOf, files } = program;
  const judges: Judges = {
    program,
    tests: runTests(model, network),
    claims: readingClaims(model, network, isTypicalOf),
  };
  const { mutants, leftOut } = listMutants(model, network, files);
  const cases = missingCases(program, lists);
  const reported = mutants.slice(0, MOST_MUTANTS).map((mutant): ReportedMutant => {
    const verdict = judge(judges, mutant);
    const found = { ...placeOf(mutant.span), change: mutant.change, verdict: verdict.kind };
    return verdict.kind === "survived"
      ? { ...found, missing: cases.showing(verdict.changes) }
      : found;
  });
  const isCounted = ({ file }: Place): boolean => counted.includes(file);
  return {
    mutants: reported.filter(isCounted),
    inherited: reported.filter((each) => !isCounted(each)),
    leftOut: leftOut + Math.max(0, mutants.length - MOST_MUTANTS),
    otherFiles: others,
  };
}

/** A mutant in shared rules is killed if any program kills it. */
export function mergeMutation(reports: readonly MutationReport[]): MutationReport {
  return {
    mutants: mergeMutants(reports.flatMap(({ mutants }) => mutants)),
    inherited: mergeMutants(reports.flatMap(({ inherited }) => inherited)),
    leftOut: reports.reduce((sum, { leftOut }) => sum + leftOut, 0),
    otherFiles: [...new Set(reports.flatMap(({ otherFiles }) => otherFiles))],
  };
}

function mergeMutants(mutants: readonly ReportedMutant[]): readonly ReportedMutant[] {
  const merged = new Map<string, ReportedMutant>();
  for (const mutant of mutants) {
    const key = JSON.stringify([mutant.file, mutant.line, mutant.column, mutant.change]);
    const known = merged.get(key);
    const isTelling = known === undefined || rankOf(mutant) < rankOf(known);
    if (isTelling) merged.set(key, mutant);
  }
  return [...merged.values()];
}

function rankOf({ verdict }: ReportedMutant): number {
  return ["noticed", "survived", "same"].indexOf(verdict);
}
