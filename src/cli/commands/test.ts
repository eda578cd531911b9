/** `caprules test`: runs the tests that rule files contain. */

import { test, type TestResult } from "../../compile.ts";
import { exitCodeFor, outcomeJson } from "../check-outcome.ts";
import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { printDiagnostics, printJson, printLine } from "../print.ts";
import { openRuleFiles } from "../read-rule-file.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

export const testVerb: Verb = (program, run) =>
  program
    .command("test")
    .summary("run the tests that rule files contain")
    .description("Checks rule files, and runs the `test` blocks in them.")
    .argument("<file...>", "rule files; `-` is standard input")
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample:\n  caprules test cpu.rules")
    .action((files: string[], options: JsonOption) => run((io) => runTests(files, options, io)));

async function runTests(files: readonly string[], { json }: JsonOption, io: Io): Promise<ExitCode> {
  const result = await test(await openRuleFiles(files, io));
  const { passed, failed } = result;
  if (json) printJson(io, { ...outcomeJson(result), passed, failed });
  else {
    printDiagnostics(io, result.diagnostics);
    if (result.ok || failed > 0) printLine(io, describe(result));
  }
  return exitCodeFor(result.diagnostics);
}

function describe({ passed, failed }: TestResult): string {
  if (passed + failed === 0) return "0 passed, 0 failed: there is no `test` block";
  return `${passed} passed, ${failed} failed`;
}
