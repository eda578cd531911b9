/** A policy as one HTML page. */

import { asProgram, type Program } from "../program/program.ts";
import { isError } from "../diagnostics/diagnostic.ts";
import { checkResult, type CheckResult } from "../program/check-result.ts";
import { replayFindings } from "../replay/replay-findings.ts";
import type { RuleSource } from "../program/source.ts";
import { LimitExceeded } from "../base/limit.ts";
import type { Meaning } from "../meaning/lower.ts";
import { hasOwnRules } from "../model/model.ts";
import type { FormulaOf } from "./bit-facts.ts";

export interface ReportResult extends CheckResult {
  /** The text of a self-contained page; absent if there are errors. */
  readonly html: string | undefined;
  /** Names of the sets that the page shows. */
  readonly sets: readonly string[];
}

/** Shows every bit of every capability set with its rule, reason and formula, after all checks. */
export async function report(given: Program | RuleSource): Promise<ReportResult> {
  const program = asProgram(given);
  const { entry, model, meaning } = program;
  const checked = checkResult(program, await replayFindings(program, program.findings));
  const sets = model.sets.map(({ name }) => name);
  if (meaning === undefined || checked.diagnostics.some(isError) || sets.length === 0) {
    return { ...checked, html: undefined, sets };
  }
  const { buildPage } = await import("./build-page.ts");
  const formulaOf = await formulas(meaning);
  return { ...checked, html: await buildPage({ model, entry, formulaOf }), sets };
}

/** Formulas with more products are not shown, since they do not help a reader. */
const MOST_PRODUCTS = 8;

/**
 * Computes formulas of bits with rules beyond the default. Formulas that would be too long are left
 * out.
 */
async function formulas(meaning: Meaning): Promise<FormulaOf> {
  const { conditionText } = await import("../meaning/condition-text.ts");
  return (set, bit) => {
    const governance = set.bits[bit];
    if (governance === undefined || !hasOwnRules(governance)) return undefined;
    try {
      return conditionText(meaning, meaning.valueOf(set, bit), { most: MOST_PRODUCTS }).text;
    } catch (error) {
      if (error instanceof LimitExceeded) return undefined;
      throw error;
    }
  };
}
