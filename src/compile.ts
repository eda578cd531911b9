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
  /** Names of the files to start from, in order; what they `use` is read as well. */
  readonly entry: readonly string[];
  readonly readFile: ReadFile;
  /** Used by comparisons: one that sources share parses once what they have in common. */
  readonly parseFile?: ParseFile;
}

export interface CheckResult {
  /** By file and place; errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** There are no errors; warnings may be. */
  readonly ok: boolean;
  /** A limit was reached, so something is neither proved nor refuted. */
  readonly undecided: boolean;
  readonly statistics: Statistics;
}

export interface Statistics {
  readonly files: number;
  /** Of the named files, not counting those that they use. */
  readonly statements: number;
  readonly sets: number;
  /** Bits of all sets that have a rule of their own, `also` or `requires`. */
  readonly exceptions: number;
  readonly assertions: number;
}

export interface CompileResult extends CheckResult {
  /** A TypeScript module; absent if there are errors. */
  readonly code: string | undefined;
  /** What the module computes. */
  readonly sets: readonly string[];
  /** How many output bits of the module were proved equal to the rules; 0 without code. */
  readonly provedBits: number;
}

export interface TestResult extends CheckResult {
  /** False where errors of the rules kept the tests from running. */
  readonly hasRun: boolean;
  readonly passed: number;
  readonly failed: number;
}

export interface CompileOptions {
  /** What the module's header calls a file of `entry`, such as its path from the module's folder; else its name. */
  readonly nameInHeader?: (file: string) => string;
}

export interface CheckOptions {
  /** Also warn of exceptions that give no reason. */
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

/** What a bit is in one case does not depend on whether an assertion holds in others. */
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
 * What was found, with every witness run through the generated code as well: where that disagrees
 * with the interpreter, the finding is that caprules is wrong.
 */
export async function replayed({
  model,
  meaning,
  findings,
}: Analysis): Promise<readonly Diagnostic[]> {
  const diagnostics = findings.map(({ diagnostic }) => diagnostic);
  const witnessed = findings.filter(({ witness }) => witness !== undefined);
  // Where two rules apply at once there is no code that could be run.
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
