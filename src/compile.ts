/** The whole pipeline: check a program, compile it, run its tests. */

import { checksOnRequest } from "./checks/index.ts";
import type { Check, Finding } from "./checks/finding.ts";
import { checkMissingReasons } from "./checks/missing-reasons.ts";
import { isError, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { noReason } from "./diagnostics/lints.ts";
import { assertionFails } from "./diagnostics/proofs.ts";
import { applyAllowances } from "./lints/allowances.ts";
import { checkResult, type CheckResult } from "./program/check-result.ts";
import { inLaterOrders } from "./program/in-some-order.ts";
import { orUndecided } from "./program/or-undecided.ts";
import { asProgram, type Program } from "./program/program.ts";
import type { RuleSource } from "./program/source.ts";
import { replayFindings } from "./replay/replay-findings.ts";
import { runTests } from "./rule-tests/run-tests.ts";

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
  given: Program | RuleSource,
  { reasons = false }: CheckOptions = {},
): Promise<CheckResult> {
  const program = asProgram(given);
  const lints = [...checksOnRequest, ...(reasons ? [checkMissingReasons] : [])];
  const findings = [...program.findings, ...(await proveLints(program, lints))];
  const found = [...(await replayFindings(program, findings)), ...program.lints];
  const notAskedFor = new Set(reasons ? [] : [noReason.code]);
  return checkResult(program, applyAllowances(program.files, found, notAskedFor));
}

/** Asks lints that need proofs; a program with errors has none. */
async function proveLints(
  { entry, model, meaning }: Program,
  lints: readonly Check[],
): Promise<readonly Finding[]> {
  if (meaning === undefined) return [];
  const roots = new Set(entry);
  return orUndecided<readonly Finding[]>(
    "what the lints ask",
    () =>
      inLaterOrders(model, meaning, (each) =>
        lints.flatMap((lint) => lint({ model, meaning: each, roots })),
      ),
    (diagnostic) => [{ diagnostic }],
  );
}

/** Makes one TypeScript module of a program, and proves it equal to the rules. */
export async function compile(
  given: Program | RuleSource,
  { nameInHeader = (file) => file }: CompileOptions = {},
): Promise<CompileResult> {
  const program = asProgram(given);
  const { entry, model, meaning } = program;
  const diagnostics = await replayFindings(program, program.findings);
  const sets = model.sets.filter(({ files }) => files.some((file) => entry.includes(file)));
  const nothing = { code: undefined, sets: sets.map(({ name }) => name), provedBits: 0 };
  if (meaning === undefined || diagnostics.some(isError) || sets.length === 0) {
    return { ...checkResult(program, diagnostics), ...nothing };
  }
  return orUndecided(
    "the generated code",
    async () => {
      const { emitProved } = await import("./codegen/proved.ts");
      const { typescript } = await import("./codegen/typescript/target.ts");
      const module = await emitProved(typescript, model, meaning, sets, entry.map(nameInHeader));
      const found = [...diagnostics, ...module.diagnostics, ...module.warnings];
      const checked = checkResult(program, found);
      const { code, provedBits } = module;
      return checked.ok ? { ...checked, ...nothing, code, provedBits } : { ...checked, ...nothing };
    },
    (limit) => ({ ...checkResult(program, [...diagnostics, limit]), ...nothing }),
  );
}

/** Runs the tests that the rule files contain. Refuted assertions are reported beside their results. */
export async function test(given: Program | RuleSource): Promise<TestResult> {
  const program = asProgram(given);
  const { model, meaning } = program;
  const diagnostics = await replayFindings(program, program.findings);
  const notRun = (found: readonly Diagnostic[]): TestResult => ({
    ...checkResult(program, found),
    hasRun: false,
    passed: 0,
    failed: 0,
  });
  if (meaning === undefined || diagnostics.some(keepsTestsFromRunning)) return notRun(diagnostics);
  return orUndecided(
    "what the tests ask",
    () => {
      const outcomes = runTests(model, meaning);
      const failures = outcomes.flatMap((each) => each.diagnostics);
      const failed = outcomes.filter((each) => each.diagnostics.length > 0).length;
      const passed = outcomes.length - failed;
      return {
        ...checkResult(program, [...diagnostics, ...failures]),
        hasRun: true,
        passed,
        failed,
      };
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
