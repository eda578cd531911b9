/** How much the tests of a program show about its rules, and which tests would show the rest. */

import type { Analysis } from "./analyze.ts";
import { testProgram, type RuleSource, type TestResult } from "./compile.ts";
import { measureCoverage, readSuite, type Suite } from "./coverage/coverage.ts";
import { writeMissingTests, type GeneratedTests } from "./coverage/generate.ts";
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

/**
 * Which atoms of the rules the tests show to matter, each by two cases between which the atom and a bit
 * differ, while in both the atom alone would flip the bit (masking MC/DC). Counts the rules of all files
 * of the program but the bundled ones.
 */
export async function coverage(source: RuleSource): Promise<CoverageResult> {
  const { value, result } = await askSuite(source, "what the tests show", (suite, program) =>
    reportCoverage(suite.model, measureCoverage(suite, program.files), program.lists),
  );
  return { ...result, coverage: value };
}

/** Tests in the language of rules that, added to those of the program, make its coverage complete. */
export async function generateTests(source: RuleSource): Promise<GenerateResult> {
  const { value, result } = await askSuite(source, "which tests are missing", (suite, { lists }) =>
    writeMissingTests(suite, lists),
  );
  return { ...result, tests: value };
}

interface ProgramNames {
  /** Of its own files, not counting bundled ones, in the order in which they use each other. */
  readonly files: readonly string[];
  /** Of `set`s that tests can name. */
  readonly lists: ListNames;
}

interface Answered<T> {
  /** Absent where there is no answer, for a reason that the diagnostics give. */
  readonly value: T | undefined;
  readonly result: TestResult;
}

async function askSuite<T>(
  source: RuleSource,
  what: string,
  ask: (suite: Suite, names: ProgramNames) => T,
): Promise<Answered<T>> {
  const { analysis, result } = await testProgram(source);
  const { model, meaning } = analysis;
  if (meaning === undefined || !result.ok) return { value: undefined, result };
  const names = namesOf(analysis);
  return orUndecided<Answered<T>>(
    what,
    () => ({ value: ask(readSuite(model, meaning, names.files), names), result }),
    (limit) => {
      const diagnostics = sortDiagnostics([...result.diagnostics, limit], names.files);
      return { value: undefined, result: { ...result, diagnostics, ok: false, undecided: true } };
    },
  );
}

function namesOf({ files }: Analysis): ProgramNames {
  const statements = files.flatMap(({ tree }) => tree.statements);
  return {
    files: files.filter(({ isBundled }) => !isBundled).map(({ name }) => name),
    lists: new Set(statements.flatMap((each) => (each.kind === "set" ? [each.name.text] : []))),
  };
}
