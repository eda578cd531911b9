/** `caprules test`: runs the tests that rule files contain. */

import { test, type TestResult } from "../../compile.ts";
import { exitCodeFor, mergeResults, outcomeJson } from "../check-outcome.ts";
import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { printDiagnostics, printJson, printLine } from "../print.ts";
import { openPrograms } from "../read-rule-file.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

export const testVerb: Verb = (program, run) =>
  program
    .command("test")
    .summary("run the tests that rule files contain")
    .description(
      "Checks each rule file, with what it uses, as a program of its own, and runs its `test` blocks.",
    )
    .argument("<file...>", "rule files; `-` is standard input")
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample:\n  caprules test cpu.rules")
    .action((files: string[], options: JsonOption) => run((io) => runTests(files, options, io)));

async function runTests(files: readonly string[], { json }: JsonOption, io: Io): Promise<ExitCode> {
  const results: TestResult[] = [];
  for (const program of await openPrograms(files, io)) results.push(await test(program));
  const result = mergeTests(results);
  const { passed, failed } = result;
  if (json) printJson(io, { ...outcomeJson(result), passed, failed });
  else {
    printDiagnostics(io, result.diagnostics);
    if (result.ok || failed > 0) printLine(io, describe(result));
  }
  return exitCodeFor(result.diagnostics);
}

function mergeTests(results: readonly TestResult[]): TestResult {
  return {
    ...mergeResults(results),
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function describe({ passed, failed }: TestResult): string {
  if (passed + failed === 0) return "0 passed, 0 failed: there is no `test` block";
  return `${passed} passed, ${failed} failed`;
}
