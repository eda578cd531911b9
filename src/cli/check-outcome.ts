/** What all commands that check rule files do with what was found. */

import type { CheckResult } from "../compile.ts";
import { diagnosticJson, type DiagnosticJson } from "../diagnostics/diagnostic-json.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  fileIsDirectory,
  fileMissing,
  fileOutsideRoot,
  fileUnreadable,
} from "../diagnostics/files.ts";
import { undecided } from "../diagnostics/proofs.ts";
import { EXIT, type ExitCode } from "./exit.ts";

/** A file that the command line names has no place in a text; one that a rule file names has. */
const UNREADABLE: ReadonlySet<string> = new Set(
  [fileMissing, fileIsDirectory, fileOutsideRoot, fileUnreadable].map(({ code }) => code),
);

export function exitCodeFor(diagnostics: readonly Diagnostic[]): ExitCode {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.some(({ code, span }) => span === undefined && UNREADABLE.has(code))) {
    return EXIT.couldNotRun;
  }
  if (errors.some(({ code }) => code !== undecided.code)) return EXIT.findings;
  return errors.length > 0 ? EXIT.undecided : EXIT.fine;
}

export interface OutcomeJson {
  readonly ok: boolean;
  readonly undecided: boolean;
  readonly diagnostics: readonly DiagnosticJson[];
}

export function outcomeJson({ ok, undecided, diagnostics }: CheckResult): OutcomeJson {
  return { ok, undecided, diagnostics: diagnostics.map(diagnosticJson) };
}
