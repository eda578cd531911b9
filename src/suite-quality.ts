/** How much the tests of a program show about its rules, and which tests would show the rest. */

import type { Analysis } from "./analyze.ts";
import { testProgram, type RuleSource, type TestResult } from "./compile.ts";
import { measureCoverage, readSuite } from "./coverage/coverage.ts";
import { writeMissingTests, type GeneratedTests } from "./coverage/generate.ts";
import { tryMutants, type MutationReport } from "./coverage/mutation.ts";
import { readProgram, type Program } from "./coverage/program.ts";
import { reportCoverage, type CoverageReport } from "./coverage/report.ts";
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
 * entry files, since a layer's tests need not show what it is built on.
 */
export async function coverage(
  source: RuleSource,
  options: CountedFiles = {},
): Promise<CoverageResult> {
  const { value, result } = await ask(
    source,
    options,
    "what the tests show",
    (program, lists, otherFiles) =>
      reportCoverage(program.model, measureCoverage(readSuite(program)), lists, otherFiles),
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
    (program, lists) => writeMissingTests(readSuite(program), lists),
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
    tryMutants,
  );
  return { ...result, mutation: value };
}

interface Answered<T> {
  /** Absent where there is no answer, for a reason that the diagnostics give. */
  readonly value: T | undefined;
  readonly result: TestResult;
}

async function ask<T>(
  source: RuleSource,
  { counted = source.entry }: CountedFiles,
  what: string,
  question: (program: Program, lists: ListNames, otherFiles: readonly string[]) => T,
): Promise<Answered<T>> {
  const { analysis, result } = await testProgram(source);
  const { model, meaning } = analysis;
  if (meaning === undefined || !result.ok) return { value: undefined, result };
  const stated = analysis.files.filter((file) => !file.isBundled && hasRules(file));
  const files = stated.map(({ name }) => name).filter((name) => counted.includes(name));
  const otherFiles = stated.map(({ name }) => name).filter((name) => !counted.includes(name));
  return orUndecided<Answered<T>>(
    what,
    () => {
      const program = readProgram(model, meaning, files);
      return { value: question(program, listNames(analysis), otherFiles), result };
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
