/** Runs the tests of rule files, and measures their coverage and the mutants that they miss. */

import { test, type TestResult } from "../compile.ts";
import type { RuleSource } from "../program/source.ts";
import { mergeMutation, type MutationReport } from "../coverage/mutation.ts";
import { mergeCoverage, type CoverageReport } from "../coverage/report.ts";
import { coverage, mutation } from "../coverage/suite-quality.ts";
import { exitCodeFor, outcomeJson } from "./check-outcome.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Io } from "./io.ts";
import { printJson } from "./print.ts";
import { openPrograms } from "./read-rule-file.ts";
import { countAtoms, showCoverage } from "./show-coverage.ts";
import { countMutants, showMutation } from "./show-mutation.ts";
import { mergeTests, printTests } from "./test-outcome.ts";
import type { JsonOption } from "./verb.ts";
import { inspectLcov, writeLcov } from "./write-lcov.ts";

export interface MeasureOptions extends JsonOption {
  readonly coverage?: true;
  readonly mutate?: true;
  /** The least coverage that passes, in percent. */
  readonly min?: number;
  /** The file to which coverage is written for viewers. */
  readonly lcov?: string;
}

/** The measurements of one program, or of several. */
interface Measured {
  readonly result: TestResult;
  /** Undefined if not asked for, or if there are errors. */
  readonly covered: CoverageReport | undefined;
  readonly mutated: MutationReport | undefined;
}

export async function measureTests(
  files: readonly string[],
  options: MeasureOptions,
  io: Io,
): Promise<ExitCode> {
  if (options.lcov !== undefined) inspectLcov(options.lcov, io);
  const programs: Measured[] = [];
  const opened = await openPrograms(files, io);
  // The rules of all named files count, since tests may be in another file than the rules that they
  // show.
  const counted = opened.flatMap(({ entry }) => entry);
  for (const program of opened) programs.push(await measure(program, options, counted));
  const measured = mergeMeasured(programs, options);
  const { result, covered } = measured;
  if (options.json) printJson(io, documentOf(measured));
  else printMeasured(measured, io);
  if (covered !== undefined && options.lcov !== undefined) {
    await writeLcov(options.lcov, covered, io);
  }
  return isBelow(covered, options, io) ? EXIT.findings : exitCodeFor(result.diagnostics);
}

async function measure(
  program: RuleSource,
  options: MeasureOptions,
  counted: readonly string[],
): Promise<Measured> {
  const covered = options.coverage === true ? await coverage(program, { counted }) : undefined;
  const mutated = options.mutate === true ? await mutation(program, { counted }) : undefined;
  const result = covered?.ok === false ? covered : (mutated ?? covered ?? (await test(program)));
  return { result, covered: covered?.coverage, mutated: mutated?.mutation };
}

/** If one program has errors, no merged measurement is returned. */
function mergeMeasured(programs: readonly Measured[], options: MeasureOptions): Measured {
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
    ...(covered && { coverage: coverageDocument(covered) }),
    ...(mutated && { mutation: mutationDocument(mutated) }),
  };
}

function coverageDocument({ inherited, ...covered }: CoverageReport): unknown {
  return {
    ...countAtoms(covered.atoms),
    ...covered,
    inherited: { ...countAtoms(inherited), atoms: inherited },
  };
}

function mutationDocument({ inherited, ...mutated }: MutationReport): unknown {
  return {
    ...countMutants(mutated.mutants),
    ...mutated,
    inherited: { ...countMutants(inherited), mutants: inherited },
  };
}

function printMeasured({ result, covered, mutated }: Measured, io: Io): void {
  const { write, paint } = io.stdout;
  printTests(io, result);
  if (covered !== undefined) write(showCoverage(covered, paint));
  if (mutated !== undefined) write(showMutation(mutated, paint));
}

function isBelow(covered: CoverageReport | undefined, { min }: MeasureOptions, io: Io): boolean {
  if (covered === undefined || min === undefined) return false;
  const { percent } = countAtoms(covered.atoms);
  if (percent >= min) return false;
  io.stderr.write(`coverage is ${percent} %, less than ${min} %\n`);
  return true;
}
