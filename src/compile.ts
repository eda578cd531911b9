/** The whole pipeline: check a program, compile it, run its tests. */

import { analyze, isError, type Analysis } from "./analyze.ts";
import { checksOnRequest } from "./checks/index.ts";
import { checkMissingReasons } from "./checks/missing-reasons.ts";
import { report, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { noReason } from "./diagnostics/lints.ts";
import {
  assertionFails,
  conflictingConditions,
  emissionDiffers,
  undecided,
} from "./diagnostics/proofs.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import { applyAllowances } from "./lints/allowances.ts";
import { orUndecided } from "./or-undecided.ts";
import { runTests } from "./rule-tests/run-tests.ts";
import { countExceptions } from "./model/count-exceptions.ts";
import type { ParseFile } from "./names/parse-file.ts";
import type { ReadFile } from "./names/read-file.ts";

/** A program of rule files. */
export interface RuleSource {
  /** Names of the root files, in order. Files that they `use` are read as well. */
  readonly entry: readonly string[];
  readonly readFile: ReadFile;
  /** Lets comparisons parse a file once that several sources share. */
  readonly parseFile?: ParseFile;
}

export interface CheckResult {
  /** Errors and warnings, sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** True if there are no errors. There may be warnings. */
  readonly ok: boolean;
  /** True if a limit was reached, so that something is neither proved nor refuted. */
  readonly undecided: boolean;
  readonly statistics: Statistics;
}

export interface Statistics {
  readonly files: number;
  /** The statements of the root files; files that they use are not counted. */
  readonly statements: number;
  readonly sets: number;
  /** Bits of all sets that have a rule of their own, `also` or `requires`. */
  readonly exceptions: number;
  readonly assertions: number;
}

export interface CompileResult extends CheckResult {
  /** A TypeScript module; absent if there are errors. */
  readonly code: string | undefined;
  /** Names of the sets that the module computes. */
  readonly sets: readonly string[];
  /** The number of output bits that were proved equal to the rules; 0 without code. */
  readonly provedBits: number;
}

export interface TestResult extends CheckResult {
  /** False if errors in the rules prevented the tests from running. */
  readonly hasRun: boolean;
  readonly passed: number;
  readonly failed: number;
}

export interface CompileOptions {
  /**
   * The name of a file of `entry` in the module's header, such as its path from the module's
   * folder. Default: the name in `entry`.
   */
  readonly nameInHeader?: (file: string) => string;
}

export interface CheckOptions {
  /** Also warn of exceptions without a reason. */
  readonly reasons?: boolean;
}

/** Finds mistakes, proves or refutes every assertion, and warns of what is probably not meant. */
export async function check(
  source: RuleSource,
  { reasons = false }: CheckOptions = {},
): Promise<CheckResult> {
  const onRequest = [...checksOnRequest, ...(reasons ? [checkMissingReasons] : [])];
  const analysis = analyze(source.entry, source.readFile, onRequest);
  const found = [...(await replayed(analysis)), ...analysis.lints];
  const notAskedFor = new Set(reasons ? [] : [noReason.code]);
  return result(analysis, applyAllowances(analysis.files, found, notAskedFor));
}

/** Makes one TypeScript module of a program, and proves it equal to the rules. */
export async function compile(
  source: RuleSource,
  { nameInHeader = (file) => file }: CompileOptions = {},
): Promise<CompileResult> {
  const analysis = analyze(source.entry, source.readFile);
  const diagnostics = await replayed(analysis);
  const { model, meaning } = analysis;
  const sets = model.sets.filter(({ files }) => files.some((file) => source.entry.includes(file)));
  const nothing = { code: undefined, sets: sets.map(({ name }) => name), provedBits: 0 };
  if (meaning === undefined || diagnostics.some(isError) || sets.length === 0) {
    return { ...result(analysis, diagnostics), ...nothing };
  }
  return orUndecided(
    "the generated code",
    async () => {
      const { emitProved } = await import("./emit-proved.ts");
      const module = await emitProved(model, meaning, sets, source.entry.map(nameInHeader));
      const checked = result(analysis, [...diagnostics, ...module.diagnostics, ...module.warnings]);
      const { code, provedBits } = module;
      return checked.ok ? { ...checked, ...nothing, code, provedBits } : { ...checked, ...nothing };
    },
    (limit) => ({ ...result(analysis, [...diagnostics, limit]), ...nothing }),
  );
}

/** Runs the tests that the rule files contain. Refuted assertions are reported beside their results. */
export async function test(source: RuleSource): Promise<TestResult> {
  return (await testProgram(source)).result;
}

/** A program whose tests have run. */
export interface TestedProgram {
  readonly analysis: Analysis;
  readonly result: TestResult;
}

export async function testProgram(source: RuleSource): Promise<TestedProgram> {
  const analysis = analyze(source.entry, source.readFile);
  const diagnostics = await replayed(analysis);
  const { model, meaning } = analysis;
  const notRun = (found: readonly Diagnostic[]): TestedProgram => ({
    analysis,
    result: { ...result(analysis, found), hasRun: false, passed: 0, failed: 0 },
  });
  if (meaning === undefined || diagnostics.some(keepsTestsFromRunning)) return notRun(diagnostics);
  return orUndecided(
    "what the tests ask",
    () => {
      const outcomes = runTests(model, meaning);
      const failures = outcomes.flatMap((each) => each.diagnostics);
      const failed = outcomes.filter((each) => each.diagnostics.length > 0).length;
      const passed = outcomes.length - failed;
      const all = result(analysis, [...diagnostics, ...failures]);
      return { analysis, result: { ...all, hasRun: true, passed, failed } };
    },
    (limit) => notRun([...diagnostics, limit]),
  );
}

/**
 * True for all errors but refuted assertions: a test checks one case, which does not depend on
 * assertions about others.
 */
function keepsTestsFromRunning(diagnostic: Diagnostic): boolean {
  return isError(diagnostic) && diagnostic.code !== assertionFails.code;
}

export function result(analysis: Analysis, diagnostics: readonly Diagnostic[]): CheckResult {
  return {
    diagnostics: sortDiagnostics(
      diagnostics,
      analysis.files.map(({ name }) => name),
    ),
    ok: !diagnostics.some(isError),
    undecided: diagnostics.some(({ code }) => code === undecided.code),
    statistics: statisticsOf(analysis),
  };
}

function statisticsOf({ files, model }: Analysis): Statistics {
  const roots = files.filter(({ isRoot }) => isRoot);
  return {
    files: files.filter(({ isBundled }) => !isBundled).length,
    statements: roots.reduce((sum, { tree }) => sum + tree.statements.length, 0),
    sets: model.sets.length,
    exceptions: countExceptions(model.sets),
    assertions: model.assertions.length,
  };
}

/**
 * Runs every witness through the generated code. If code and interpreter disagree, the finding is
 * replaced by a report of a bug in caprules.
 */
export async function replayed({
  model,
  meaning,
  findings,
}: Analysis): Promise<readonly Diagnostic[]> {
  const diagnostics = findings.map(({ diagnostic }) => diagnostic);
  const witnessed = findings.filter(({ witness }) => witness !== undefined);
  // No code is generated for a program in which two rules can apply together, so none can be run.
  const isRunnable = diagnostics.every(({ code }) => code !== conflictingConditions.code);
  if (meaning === undefined || witnessed.length === 0 || !isRunnable) return diagnostics;

  const { replayCases } = await import("./replay/replay.ts");
  return orUndecided(
    "the generated code",
    async () => {
      const cases = witnessed.flatMap(({ witness }) => witness ?? []);
      const replays = await replayCases(
        model,
        cases.map((assignment) => ({ assignment })),
      );
      const disagreements = new Map(
        cases.map((witness, position) => [witness, replays[position]?.disagreement]),
      );
      return findings.map(({ diagnostic, witness }) => {
        const what = witness && disagreements.get(witness);
        return what === undefined ? diagnostic : report(emissionDiffers, diagnostic.span, { what });
      });
    },
    (limit) => [...diagnostics, limit],
  );
}
