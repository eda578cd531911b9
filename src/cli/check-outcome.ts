/** Prints the findings of a check, for all commands that check rule files. */

import type { CheckResult, Statistics } from "../program/check-result.ts";
import { diagnosticJson, type DiagnosticJson } from "../diagnostics/diagnostic-json.ts";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  fileIsDirectory,
  fileMissing,
  fileOutsideRoot,
  fileUnreadable,
} from "../diagnostics/files.ts";
import { undecided } from "../diagnostics/proofs.ts";
import { EXIT, type ExitCode } from "./exit.ts";

/** Diagnostics about unreadable files. They have no place if the command line names the file. */
const UNREADABLE: ReadonlySet<string> = new Set(
  [fileMissing, fileIsDirectory, fileOutsideRoot, fileUnreadable].map(({ code }) => code),
);

export function exitCodeFor(diagnostics: readonly Diagnostic[]): ExitCode {
  const errors = diagnostics.filter(isError);
  if (errors.some(({ code, span }) => span === undefined && UNREADABLE.has(code))) {
    return EXIT.couldNotRun;
  }
  if (errors.some(({ code }) => code !== undecided.code)) return EXIT.findings;
  return errors.length > 0 ? EXIT.undecided : EXIT.fine;
}

/** Findings that several programs share are kept once; their statistics add up. */
export function mergeResults(results: readonly CheckResult[]): CheckResult {
  return {
    diagnostics: withoutRepetitions(results.flatMap(({ diagnostics }) => diagnostics)),
    ok: results.every(({ ok }) => ok),
    undecided: results.some(({ undecided }) => undecided),
    statistics: results.map(({ statistics }) => statistics).reduce(addStatistics),
  };
}

/** Removes duplicates, since programs that share a file report the same mistakes in it. */
export function withoutRepetitions(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byPlace = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, span, message } = diagnostic;
    const key = JSON.stringify([code, span?.source.name, span?.start, message]);
    if (!byPlace.has(key)) byPlace.set(key, diagnostic);
  }
  return [...byPlace.values()];
}

function addStatistics(one: Statistics, other: Statistics): Statistics {
  return {
    files: one.files + other.files,
    statements: one.statements + other.statements,
    sets: one.sets + other.sets,
    exceptions: one.exceptions + other.exceptions,
    assertions: one.assertions + other.assertions,
  };
}

export interface OutcomeJson {
  readonly ok: boolean;
  readonly undecided: boolean;
  readonly diagnostics: readonly DiagnosticJson[];
}

export function outcomeJson({ ok, undecided, diagnostics }: CheckResult): OutcomeJson {
  return { ok, undecided, diagnostics: diagnostics.map(diagnosticJson) };
}
