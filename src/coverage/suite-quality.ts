/** Measures how much the tests of a program show about its rules, and finds the missing tests. */

import { asProgram, type Program } from "../program/program.ts";
import { test, type TestResult } from "../compile.ts";
import type { RuleSource } from "../program/source.ts";
import { measureCoverage, readSuite } from "./coverage.ts";
import { writeMissingTests, type GeneratedTests } from "./generate.ts";
import { tryMutants, type MutationReport } from "./mutation.ts";
import { readProgram, type CoveredProgram } from "./covered-program.ts";
import { reportCoverage, type CoverageReport, type FileRoles } from "./report.ts";
import type { ListNames } from "./test-text.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import type { LoadedFile } from "../names/load.ts";
import { orUndecided } from "../program/or-undecided.ts";

export interface CoverageResult extends TestResult {
  /** Absent if there are errors or a test fails, since these must be fixed first. */
  readonly coverage: CoverageReport | undefined;
}

export interface GenerateResult extends TestResult {
  /** Absent if there are errors or a test fails. */
  readonly tests: GeneratedTests | undefined;
}

export interface MutationResult extends TestResult {
  /** Absent if there are errors or a test fails. */
  readonly mutation: MutationReport | undefined;
}

export interface CountedFiles {
  /** Names of the files whose rules count. Default: the program's `entry`. */
  readonly counted?: readonly string[];
}

/**
 * Measures which atoms of the rules the tests show to matter. An atom needs two cases between which
 * the atom and a bit differ, and in each of which flipping the atom alone would flip the bit
 * (masking MC/DC). Only rules of the entry files count, since the tests of a layer need not show
 * the rules that it is built on; those are reported separately.
 */
export async function coverage(
  given: Program | RuleSource,
  options: CountedFiles = {},
): Promise<CoverageResult> {
  const { value, result } = await ask(
    asProgram(given),
    options,
    "what the tests show",
    (programOf, lists, roles) => {
      const program = programOf(filesOf(roles));
      return reportCoverage(program.model, measureCoverage(readSuite(program)), lists, roles);
    },
  );
  return { ...result, coverage: value };
}

/**
 * Writes tests in the rule language that, added to the program's own, make its coverage complete.
 */
export async function generateTests(
  given: Program | RuleSource,
  options: CountedFiles = {},
): Promise<GenerateResult> {
  const { value, result } = await ask(
    asProgram(given),
    options,
    "which tests are missing",
    (programOf, lists, { counted }) => writeMissingTests(readSuite(programOf(counted)), lists),
  );
  return { ...result, tests: value };
}

/** Makes each small change to the rules in turn, and reports those that nothing notices. */
export async function mutation(
  given: Program | RuleSource,
  options: CountedFiles = {},
): Promise<MutationResult> {
  const { value, result } = await ask(
    asProgram(given),
    options,
    "what notices changes of the rules",
    (programOf, lists, roles) => tryMutants(programOf(filesOf(roles)), lists, roles),
  );
  return { ...result, mutation: value };
}

interface Answered<T> {
  /** Absent if there is no answer; the diagnostics give the reason. */
  readonly value: T | undefined;
  readonly result: TestResult;
}

/** @param files names of the files to ask about, in order. */
type ProgramOf = (files: readonly string[]) => CoveredProgram;

/**
 * Counted files come first, so that a limit on the number of mutants or atoms affects the others.
 */
function filesOf({ counted, others }: FileRoles): readonly string[] {
  return [...counted, ...others];
}

async function ask<T>(
  program: Program,
  { counted = program.entry }: CountedFiles,
  what: string,
  question: (programOf: ProgramOf, lists: ListNames, roles: FileRoles) => T,
): Promise<Answered<T>> {
  const result = await test(program);
  const { model, meaning } = program;
  if (meaning === undefined || !result.ok) return { value: undefined, result };
  const stated = program.files.filter((file) => !file.isBundled && hasRules(file));
  const names = stated.map(({ name }) => name);
  const files = names.filter((name) => counted.includes(name));
  const others = names.filter((name) => !counted.includes(name));
  return orUndecided<Answered<T>>(
    what,
    () => {
      const programOf: ProgramOf = (each) => readProgram(model, meaning, each);
      const roles = { counted: files, others };
      return { value: question(programOf, listNames(program), roles), result };
    },
    (limit) => {
      const diagnostics = sortDiagnostics([...result.diagnostics, limit], files);
      return { value: undefined, result: { ...result, diagnostics, ok: false, undecided: true } };
    },
  );
}

/** True if the file may contain atoms. */
function hasRules({ isImplicitSet, tree }: LoadedFile): boolean {
  return isImplicitSet || tree.statements.some(({ kind }) => kind === "caps" || kind === "class");
}

/** The names of `set`s outside of capability sets. */
function listNames({ files }: Program): ListNames {
  const statements = files.flatMap(({ tree }) => tree.statements);
  return new Set(statements.flatMap((each) => (each.kind === "set" ? [each.name.text] : [])));
}
