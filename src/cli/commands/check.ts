/** `caprules check`: finds mistakes in rule files, and proves or refutes their assertions. */

import { check } from "../../compile.ts";
import type { CheckResult, Statistics } from "../../program/check-result.ts";
import { exitCodeFor, mergeResults, outcomeJson } from "../check-outcome.ts";
import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { countProblems, printDiagnostics, printJson, printLine } from "../print.ts";
import { counted } from "../../base/words.ts";
import { openPrograms } from "../read-rule-file.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

export const checkVerb: Verb = (program, run) =>
  program
    .command("check")
    .summary("find mistakes in rule files, and prove their assertions")
    .description(
      "Checks each rule file, with the files that it uses, as a program of its own, and proves its assertions.",
    )
    .argument("<file...>", "rule files; `-` is standard input")
    .option("--reasons", "also warn of exceptions that give no reason")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  caprules check cpu.rules\n  caprules check rules/*.rules\n  caprules check - < cpu.rules",
    )
    .action((files: string[], options: CheckVerbOptions) =>
      run((io) => runCheck(files, options, io)),
    );

interface CheckVerbOptions extends JsonOption {
  readonly reasons?: true;
}

async function runCheck(
  files: readonly string[],
  { json, reasons }: CheckVerbOptions,
  io: Io,
): Promise<ExitCode> {
  const results: CheckResult[] = [];
  for (const program of await openPrograms(files, io)) {
    results.push(await check(program, { reasons: reasons === true }));
  }
  const result = mergeResults(results);
  if (json) printJson(io, { ...outcomeJson(result), statistics: result.statistics });
  else {
    printDiagnostics(io, result.diagnostics);
    if (result.ok) printLine(io, describe(result));
  }
  return exitCodeFor(result.diagnostics);
}

/** `12 statements, 31 bits with rules of their own, 0 problems` */
function describe({ statistics, diagnostics }: CheckResult): string {
  return [
    counted(statistics.statements, "statement"),
    describeExceptions(statistics),
    ...(statistics.assertions > 0 ? [`${counted(statistics.assertions, "assertion")} proved`] : []),
    countProblems(diagnostics),
  ].join(", ");
}

function describeExceptions({ exceptions }: Statistics): string {
  return exceptions === 1
    ? "1 bit with a rule of its own"
    : `${exceptions} bits with rules of their own`;
}
