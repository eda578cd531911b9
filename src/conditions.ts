/** Questions about all cases at once: when a bit is on, and whether and when a condition holds. */

import { analyze, isError, type Analysis } from "./analyze.ts";
import type { RuleSource } from "./compile.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import { findTarget } from "./explain/find-target.ts";
import { formulaOf, type Formula } from "./explain/formula.ts";
import { whenPossible, type Possibility } from "./explain/possibility.ts";
import { analyzeExpressions } from "./expression/analyze-expressions.ts";
import { inLaterOrders } from "./in-some-order.ts";
import { orUndecided } from "./or-undecided.ts";
import { disagreements } from "./replay/disagreements.ts";

export interface FormulaResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of the name, in words. */
  readonly problems: readonly string[];
  /** Absent if there are errors or problems. */
  readonly formula: Formula | undefined;
}

export interface ConditionResult {
  /** Errors in the rules; if there are none, errors in the condition. */
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of the condition as a whole, such as that it is empty. */
  readonly problems: readonly string[];
  /** Absent if there are errors or problems. */
  readonly possibility: Possibility | undefined;
}

/** Computes the formula of a bit over all inputs. @param name as for `explain`. */
export async function explainFormula(source: RuleSource, name: string): Promise<FormulaResult> {
  return formulaOfAnalyzed(analyze(source.entry, source.readFile), name);
}

/** Like {@link explainFormula}, for a program that is analyzed already. */
export async function formulaOfAnalyzed(
  { model, meaning, findings, files }: Analysis,
  name: string,
): Promise<FormulaResult> {
  const diagnostics = sortDiagnostics(
    findings.map(({ diagnostic }) => diagnostic),
    files.map((file) => file.name),
  );
  const answer = { diagnostics, problems: [], formula: undefined };
  if (meaning === undefined || diagnostics.some(isError)) return answer;
  const target = findTarget(model, name);
  if (typeof target === "string") return { ...answer, problems: [target] };
  return orUndecided<FormulaResult>(
    "when the bit is on",
    () =>
      inLaterOrders(model, meaning, (each) => ({
        ...answer,
        formula: formulaOf(model, each, target),
      })),
    (limit) => ({ ...answer, diagnostics: [...diagnostics, limit] }),
  );
}

/**
 * Tells whether and when a condition can hold. An example case is returned only after interpreter
 * and generated code agree on it.
 * @param condition an expression, as for `prove`. If it names "this bit", it may hold for some bits
 *   only.
 */
export async function explainCondition(
  source: RuleSource,
  condition: string,
): Promise<ConditionResult> {
  const { diagnostics, problems, value } = analyzeExpressions({
    ...source,
    claims: [condition],
    assumptions: [],
  });
  const [claim] = value?.claims ?? [];
  if (value === undefined || claim === undefined) {
    return { diagnostics, problems, possibility: undefined };
  }
  return orUndecided<ConditionResult>(
    "whether the condition can hold",
    async () => {
      const { model, meaning } = value;
      const possibility = await inLaterOrders(model, meaning, (each) =>
        whenPossible({ model, meaning: each }, claim),
      );
      const cases = possibility.example === undefined ? [] : [possibility.example];
      const wrong = await disagreements(model, cases);
      return wrong.length > 0
        ? { diagnostics: wrong, problems, possibility: undefined }
        : { diagnostics, problems, possibility };
    },
    (limit) => ({ diagnostics: [limit], problems, possibility: undefined }),
  );
}
