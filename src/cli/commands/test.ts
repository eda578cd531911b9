/** `caprules test`: runs the tests in rule files, and measures their coverage. */

import { test, type TestResult } from "../../compile.ts";
import { exitCodeFor, outcomeJson } from "../check-outcome.ts";
import { UsageError, type ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { printJson } from "../print.ts";
import type { MeasureOptions } from "../measure-tests.ts";
import { openPrograms } from "../read-rule-file.ts";
import { mergeTests, printTests } from "../test-outcome.ts";
import { JSON_OPTION, type Verb } from "../verb.ts";

interface TestOptions extends MeasureOptions {
  readonly generate?: true;
}

export const testVerb: Verb = (program, run) =>
  program
    .command("test")
    .summary("run the tests that rule files contain")
    .description(
      "Checks each rule file, with the files that it uses, as a program of its own, and runs its `test` blocks.",
    )
    .argument("<file...>", "rule files; `-` is standard input")
    .option(
      "--coverage",
      "measure which parts of the rules the tests show to matter, and list missing cases",
    )
    .option("--min <percent>", "with --coverage: fail if coverage is lower", readPercent)
    .option("--lcov <file>", "with --coverage: write an lcov file for viewers")
    .option(
      "--mutate",
      "change each part of the rules in turn, and list changes that no test or assertion notices",
    )
    .option("--generate", "print the tests that would make coverage complete; takes one file")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  caprules test cpu.rules\n  caprules test --coverage --min 100 cpu.rules\n  caprules test --generate cpu.rules >> cpu.rules",
    )
    .action((files: string[], options: TestOptions) =>
      run(async (io) => {
        checkOptions(options, files);
        if (options.generate === true) {
          const { printMissingTests } = await import("../generate-tests.ts");
          return printMissingTests(files, options, io);
        }
        if (options.coverage === true || options.mutate === true) {
          const { measureTests } = await import("../measure-tests.ts");
          return measureTests(files, options, io);
        }
        return runTests(files, options, io);
      }),
    );

function readPercent(text: string): number {
  const percent = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && percent <= 100) return percent;
  throw new UsageError(`\`--min ${text}\` is not a percentage`, "write a number from 0 to 100");
}

function checkOptions(options: TestOptions, files: readonly string[]): void {
  const { coverage: isCoverageWanted, min, lcov, generate, mutate } = options;
  if (isCoverageWanted === undefined && (min !== undefined || lcov !== undefined)) {
    const option = min === undefined ? "--lcov" : "--min";
    throw new UsageError(`\`${option}\` is about coverage`, "add `--coverage`");
  }
  if (generate === true && (isCoverageWanted === true || mutate === true)) {
    const option = isCoverageWanted === true ? "--coverage" : "--mutate";
    throw new UsageError("`--generate` prints tests and nothing else", `leave \`${option}\` out`);
  }
  if (generate === true && files.length > 1) {
    throw new UsageError("`--generate` writes tests for one file", "name one file");
  }
}

async function runTests(
  files: readonly string[],
  { json }: TestOptions,
  io: Io,
): Promise<ExitCode> {
  const results: TestResult[] = [];
  for (const program of await openPrograms(files, io)) results.push(await test(program));
  const result = mergeTests(results);
  const { passed, failed } = result;
  if (json) printJson(io, { ...outcomeJson(result), passed, failed });
  else printTests(io, result);
  return exitCodeFor(result.diagnostics);
}
