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

/**
 * Which atoms of the rules the tests show to matter, each by two cases between which the atom and a bit
 * differ, while in both the atom alone would flip the bit (masking MC/DC). Counts the rules of all files
 * of the program but the bundled ones.
 */
export async function coverage(source: RuleSource): Promise<CoverageResult> {
  const { value, result } = await ask(source, "what the tests show", (program, lists) =>
    reportCoverage(program.model, measureCoverage(readSuite(program)), lists),
  );
  return { ...result, coverage: value };
}

/** Tests in the language of rules that, added to those of the program, make its coverage complete. */
export async function generateTests(source: RuleSource): Promise<GenerateResult> {
  const { value, result } = await ask(source, "which tests are missing", (program, lists) =>
    writeMissingTests(readSuite(program), lists),
  );
  return { ...result, tests: value };
}

/** Makes each small change to the rules in turn, and says which of them nothing notices. */
export async function mutation(source: RuleSource): Promise<MutationResult> {
  const { value, result } = await ask(source, "what notices changes of the rules", tryMutants);
  return { ...result, mutation: value };
}

interface Answered<T> {
  /** Absent where there is no answer, for a reason that the diagnostics give. */
  readonly value: T | undefined;
  readonly result: TestResult;
}

async function ask<T>(
  source: RuleSource,
  what: string,
  question: (program: Program, lists: ListNames) => T,
): Promise<Answered<T>> {
  const { analysis, result } = await testProgram(source);
  const { model, meaning } = analysis;
  if (meaning === undefined || !result.ok) return { value: undefined, result };
  const files = analysis.files.filter(({ isBundled }) => !isBundled).map(({ name }) => name);
  return orUndecided<Answered<T>>(
    what,
    () => ({ value: question(readProgram(model, meaning, files), listNames(analysis)), result }),
    (limit) => {
      const diagnostics = sortDiagnostics([...result.diagnostics, limit], files);
      return { value: undefined, result: { ...result, diagnostics, ok: false, undecided: true } };
    },
  );
}

/** Of `set`s outside of capability sets. */
function listNames({ files }: Analysis): ListNames {
  const statements = files.flatMap(({ tree }) => tree.statements);
  return new Set(statements.flatMap((each) => (each.kind === "set" ? [each.name.text] : [])));
}
