/** `caprules test`: runs the tests that rule files contain, and measures what they show. */

import { test, type RuleSource, type TestResult } from "../../compile.ts";
import { mergeCoverage, type CoverageReport } from "../../coverage/report.ts";
import { coverage } from "../../suite-quality.ts";
import { exitCodeFor, mergeResults, outcomeJson } from "../check-outcome.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { printMissingTests } from "../generate-tests.ts";
import type { Io } from "../io.ts";
import { printDiagnostics, printJson, printLine } from "../print.ts";
import { openPrograms } from "../read-rule-file.ts";
import { countAtoms, showCoverage } from "../show-coverage.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";
import { inspectLcov, writeLcov } from "../write-lcov.ts";

interface TestOptions extends JsonOption {
  readonly coverage?: true;
  /** In percent. */
  readonly min?: number;
  readonly lcov?: string;
  readonly generate?: true;
}

export const testVerb: Verb = (program, run) =>
  program
    .command("test")
    .summary("run the tests that rule files contain, and measure what they show")
    .description(
      "Checks each rule file, with what it uses, as a program of its own, and runs its `test` blocks.",
    )
    .argument("<file...>", "rule files; `-` is standard input")
    .option(
      "--coverage",
      "say which parts of the rules the tests show to matter, and what is missing",
    )
    .option("--min <percent>", "with --coverage: fail if it is less", readPercent)
    .option("--lcov <file>", "with --coverage: write it for viewers of lcov")
    .option("--generate", "print the tests that would make coverage complete; takes one file")
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      "\nExamples:\n  caprules test cpu.rules\n  caprules test --coverage --min 100 cpu.rules\n  caprules test --generate cpu.rules >> cpu.rules",
    )
    .action((files: string[], options: TestOptions) =>
      run((io) => {
        checkOptions(options, files, io);
        return options.generate === true
          ? printMissingTests(files, options, io)
          : runTests(files, options, io);
      }),
    );

function readPercent(text: string): number {
  const percent = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && percent <= 100) return percent;
  throw new UsageError(`\`--min ${text}\` is no percentage`, "write a number from 0 to 100");
}

function checkOptions(
  { coverage: isWanted, min, lcov, generate }: TestOptions,
  files: readonly string[],
  io: Io,
): void {
  if (isWanted === undefined && (min !== undefined || lcov !== undefined)) {
    const option = min === undefined ? "--lcov" : "--min";
    throw new UsageError(`\`${option}\` is about coverage`, "add `--coverage`");
  }
  if (generate === true && isWanted === true) {
    throw new UsageError("`--generate` prints tests and nothing else", "leave `--coverage` out");
  }
  if (generate === true && files.length > 1) {
    throw new UsageError("`--generate` writes tests for one file", "name one file");
  }
  if (lcov !== undefined) inspectLcov(lcov, io);
}

/** What is known about one program. */
interface Measured {
  readonly result: TestResult;
  readonly coverage: CoverageReport | undefined;
}

async function runTests(files: readonly string[], options: TestOptions, io: Io): Promise<ExitCode> {
  const measured: Measured[] = [];
  for (const program of await openPrograms(files, io)) {
    measured.push(await measure(program, options));
  }
  const result = mergeTests(measured.map((each) => each.result));
  const reports = measured.flatMap((each) => each.coverage ?? []);
  // Where a program has errors, what the others cover is not the answer.
  const report = result.ok && options.coverage === true ? mergeCoverage(reports) : undefined;
  if (options.json) printJson(io, documentOf(result, report));
  else printResult(result, report, io);
  if (report !== undefined && options.lcov !== undefined) await writeLcov(options.lcov, report, io);
  return isBelow(report, options, io) ? EXIT.findings : exitCodeFor(result.diagnostics);
}

async function measure(program: RuleSource, options: TestOptions): Promise<Measured> {
  if (options.coverage !== true) return { result: await test(program), coverage: undefined };
  const result = await coverage(program);
  return { result, coverage: result.coverage };
}

function documentOf(result: TestResult, report: CoverageReport | undefined): unknown {
  const { passed, failed } = result;
  const covered = report && { ...countAtoms(report), ...report };
  return { ...outcomeJson(result), passed, failed, ...(covered && { coverage: covered }) };
}

function printResult(result: TestResult, report: CoverageReport | undefined, io: Io): void {
  printDiagnostics(io, result.diagnostics);
  if (result.ok || result.failed > 0) printLine(io, describe(result));
  if (report !== undefined) io.stdout.write(showCoverage(report, io.stdout.paint));
}

function isBelow(report: CoverageReport | undefined, { min }: TestOptions, io: Io): boolean {
  if (report === undefined || min === undefined) return false;
  const { percent } = countAtoms(report);
  if (percent >= min) return false;
  io.stderr.write(`coverage is ${percent} %, less than ${min} %\n`);
  return true;
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
