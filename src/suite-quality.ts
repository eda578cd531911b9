/** How much the tests of a program show about its rules, and which tests would show the rest. */

import type { Analysis } from "./analyze.ts";
import { testProgram, type RuleSource, type TestResult } from "./compile.ts";
import { measureCoverage, readSuite } from "./coverage/coverage.ts";
import { writeMissingTests, type GeneratedTests } from "./coverage/generate.ts";
import { tryMutants, type MutationReport } from "./coverage/mutation.ts";
import { readProgram, type Program } from "./coverage/program.ts";
import { reportCoverage, type CoverageReport, type FileRoles } from "./coverage/report.ts";
import type { ListNames } from "./coverage/test-text.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import type { LoadedFile } from "./names/load.ts";
import { orUndecided } from "./or-undecided.ts";

export interface CoverageResult extends TestResult {
  /** Absent if there are errors or a test fails: then first things first. */
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
  /** Names of the files whose rules count; the program's `entry` unless others are named. */
  readonly counted?: readonly string[];
}

/**
 * Which atoms of the rules the tests show to matter, each by two cases between which the atom and a bit
 * differ, while in both the atom alone would flip the bit (masking MC/DC). Counts the rules of the
 * entry files, since a layer's tests need not show what it is built on; that is told apart.
 */
export async function coverage(
  source: RuleSource,
  options: CountedFiles = {},
): Promise<CoverageResult> {
  const { value, result } = await ask(
    source,
    options,
    "what the tests show",
    (programOf, lists, roles) => {
      const program = programOf(filesOf(roles));
      return reportCoverage(program.model, measureCoverage(readSuite(program)), lists, roles);
    },
  );
  return { ...result, coverage: value };
}

/** Tests in the language of rules that, added to those of the program, make its coverage complete. */
export async function generateTests(
  source: RuleSource,
  options: CountedFiles = {},
): Promise<GenerateResult> {
  const { value, result } = await ask(
    source,
    options,
    "which tests are missing",
    (programOf, lists, { counted }) => writeMissingTests(readSuite(programOf(counted)), lists),
  );
  return { ...result, tests: value };
}

/** Makes each small change to the rules in turn, and says which of them nothing notices. */
export async function mutation(
  source: RuleSource,
  options: CountedFiles = {},
): Promise<MutationResult> {
  const { value, result } = await ask(
    source,
    options,
    "what notices changes of the rules",
    (programOf, lists, roles) => tryMutants(programOf(filesOf(roles)), lists, roles),
  );
  return { ...result, mutation: value };
}

interface Answered<T> {
  /** Absent where there is no answer, for a reason that the diagnostics give. */
  readonly value: T | undefined;
  readonly result: TestResult;
}

/** @param files names of those of whose rules something is asked, in order. */
type ProgramOf = (files: readonly string[]) => Program;

/** Where there is a limit to what is looked at, the files that count come first. */
function filesOf({ counted, others }: FileRoles): readonly string[] {
  return [...counted, ...others];
}

async function ask<T>(
  source: RuleSource,
  { counted = source.entry }: CountedFiles,
  what: string,
  question: (programOf: ProgramOf, lists: ListNames, roles: FileRoles) => T,
): Promise<Answered<T>> {
  const { analysis, result } = await testProgram(source);
  const { model, meaning } = analysis;
  if (meaning === undefined || !result.ok) return { value: undefined, result };
  const stated = analysis.files.filter((file) => !file.isBundled && hasRules(file));
  const names = stated.map(({ name }) => name);
  const files = names.filter((name) => counted.includes(name));
  const others = names.filter((name) => !counted.includes(name));
  return orUndecided<Answered<T>>(
    what,
    () => {
      const programOf: ProgramOf = (each) => readProgram(model, meaning, each);
      const roles = { counted: files, others };
      return { value: question(programOf, listNames(analysis), roles), result };
    },
    (limit) => {
      const diagnostics = sortDiagnostics([...result.diagnostics, limit], files);
      return { value: undefined, result: { ...result, diagnostics, ok: false, undecided: true } };
    },
  );
}

/** Something in it may have atoms. */
function hasRules({ isImplicitSet, tree }: LoadedFile): boolean {
  return isImplicitSet || tree.statements.some(({ kind }) => kind === "caps" || kind === "class");
}

/** Of `set`s outside of capability sets. */
function listNames({ files }: Analysis): ListNames {
  const statements = files.flatMap(({ tree }) => tree.statements);
  return new Set(statements.flatMap((each) => (each.kind === "set" ? [each.name.text] : [])));
}
