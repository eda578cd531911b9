/** The results of the tests of one program or several. */

import type { TestResult } from "../compile.ts";
import { mergeResults } from "./check-outcome.ts";
import type { Io } from "./io.ts";
import { printDiagnostics, printLine } from "./print.ts";

export function mergeTests(results: readonly TestResult[]): TestResult {
  return {
    ...mergeResults(results),
    hasRun: results.every(({ hasRun }) => hasRun),
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

export function printTests(io: Io, result: TestResult): void {
  printDiagnostics(io, result.diagnostics);
  printLine(io, describe(result));
}

function describe({ passed, failed, hasRun }: TestResult): string {
  if (!hasRun)
    return `${passed} passed, ${failed} failed; errors in the rules kept tests from running`;
  if (passed + failed === 0) return "0 passed, 0 failed: there is no `test` block";
  return `${passed} passed, ${failed} failed`;
}
