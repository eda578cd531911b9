/** `caprules test`: runs the tests that rule files contain, and measures what they show. */

import { test, type RuleSource, type TestResult } from "../../compile.ts";
import { mergeCoverage, type CoverageReport } from "../../coverage/report.ts";
import { mergeMutation, type MutationReport } from "../../coverage/mutation.ts";
import { coverage, mutation } from "../../suite-quality.ts";
import { exitCodeFor, mergeResults, outcomeJson } from "../check-outcome.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { printMissingTests } from "../generate-tests.ts";
import type { Io } from "../io.ts";
import { printDiagnostics, printJson, printLine } from "../print.ts";
import { openPrograms } from "../read-rule-file.ts";
import { countAtoms, showCoverage } from "../show-coverage.ts";
import { countMutants, showMutation } from "../show-mutation.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";
import { inspectLcov, writeLcov } from "../write-lcov.ts";

interface TestOptions extends JsonOption {
  readonly coverage?: true;
  /** In percent. */
  readonly min?: number;
  readonly lcov?: string;
  readonly generate?: true;
  readonly mutate?: true;
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
    .option(
      "--mutate",
      "change each part of the rules in turn, and say what no test or assertion notices",
    )
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

function checkOptions(options: TestOptions, files: readonly string[], io: Io): void {
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
  if (lcov !== undefined) inspectLcov(lcov, io);
}

/** What is known about one program, or about several. */
interface Measured {
  readonly result: TestResult;
  /** These are absent where they are not asked for, or where there are errors. */
  readonly covered: CoverageReport | undefined;
  readonly mutated: MutationReport | undefined;
}

async function runTests(files: readonly string[], options: TestOptions, io: Io): Promise<ExitCode> {
  const programs: Measured[] = [];
  for (const program of await openPrograms(files, io)) {
    programs.push(await measure(program, options));
  }
  const measured = mergeMeasured(programs, options);
  const { result, covered } = measured;
  if (options.json) printJson(io, documentOf(measured));
  else printMeasured(measured, io);
  if (covered !== undefined && options.lcov !== undefined) {
    await writeLcov(options.lcov, covered, io);
  }
  return isBelow(covered, options, io) ? EXIT.findings : exitCodeFor(result.diagnostics);
}

async function measure(program: RuleSource, options: TestOptions): Promise<Measured> {
  const covered = options.coverage === true ? await coverage(program) : undefined;
  const mutated = options.mutate === true ? await mutation(program) : undefined;
  const result = covered?.ok === false ? covered : (mutated ?? covered ?? (await test(program)));
  return { result, covered: covered?.coverage, mutated: mutated?.mutation };
}

/** Where one program has errors, what the others show is not the answer. */
function mergeMeasured(programs: readonly Measured[], options: TestOptions): Measured {
  const result = mergeTests(programs.map((each) => each.result));
  return {
    result,
    covered:
      result.ok && options.coverage === true
        ? mergeCoverage(programs.flatMap(({ covered }) => covered ?? []))
        : undefined,
    mutated:
      result.ok && options.mutate === true
        ? mergeMutation(programs.flatMap(({ mutated }) => mutated ?? []))
        : undefined,
  };
}

function documentOf({ result, covered, mutated }: Measured): unknown {
  const { passed, failed } = result;
  return {
    ...outcomeJson(result),
    passed,
    failed,
    ...(covered && { coverage: { ...countAtoms(covered), ...covered } }),
    ...(mutated && { mutation: { ...countMutants(mutated), ...mutated } }),
  };
}

function printMeasured({ result, covered, mutated }: Measured, io: Io): void {
  const { write, paint } = io.stdout;
  printDiagnostics(io, result.diagnostics);
  if (result.ok || result.failed > 0) printLine(io, describe(result));
  if (covered !== undefined) write(showCoverage(covered, paint));
  if (mutated !== undefined) write(showMutation(mutated, paint));
}

function isBelow(covered: CoverageReport | undefined, { min }: TestOptions, io: Io): boolean {
  if (covered === undefined || min === undefined) return false;
  const { percent } = countAtoms(covered);
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
