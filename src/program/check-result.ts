/** The verdict on a program: its diagnostics, sorted, and counts. */

import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { undecided } from "../diagnostics/proofs.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import { countExceptions } from "../model/count-exceptions.ts";
import type { Program } from "./program.ts";

export interface CheckResult {
  /** Errors and warnings, sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True if there are no errors. There may be warnings. */
  readonly ok: boolean;
  /** True if a limit was reached, so that something is neither proved nor refuted. */
  readonly undecided: boolean;
  readonly statistics: Statistics;
}

export interface Statistics {
  readonly files: number;
  /** The statements of the root files; files that they use are not counted. */
  readonly statements: number;
  readonly sets: number;
  /** Bits of all sets that have a rule of their own, `also` or `requires`. */
  readonly exceptions: number;
  readonly assertions: number;
}

export function checkResult(program: Program, diagnostics: readonly Diagnostic[]): CheckResult {
  return {
    diagnostics: sortedIn(program, diagnostics),
    ok: !diagnostics.some(isError),
    undecided: diagnostics.some(({ code }) => code === undecided.code),
    statistics: statisticsOf(program),
  };
}

function statisticsOf({ files, model }: Program): Statistics {
  const roots = files.filter(({ isRoot }) => isRoot);
  return {
    files: files.filter(({ isBundled }) => !isBundled).length,
    statements: roots.reduce((sum, { tree }) => sum + tree.statements.length, 0),
    sets: model.sets.length,
    exceptions: countExceptions(model.sets),
    assertions: model.assertions.length,
  };
}

/** Sorts diagnostics by file, in the order in which the program loads them, and by place. */
export function sortedIn(
  { files }: Program,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  return sortDiagnostics(
    diagnostics,
    files.map(({ name }) => name),
  );
}

/** The diagnostics of all findings, sorted. */
export function sortedFindings(program: Program): readonly Diagnostic[] {
  return sortedIn(
    program,
    program.findings.map(({ diagnostic }) => diagnostic),
  );
}
