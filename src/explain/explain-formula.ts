/** Explains one bit in all cases of a program. */

import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortedFindings } from "../program/check-result.ts";
import { inLaterOrders } from "../program/in-some-order.ts";
import { orUndecided } from "../program/or-undecided.ts";
import { asProgram, type Program } from "../program/program.ts";
import type { RuleSource } from "../program/source.ts";
import { findTarget } from "./find-target.ts";
import { formulaOf, type Formula } from "./formula.ts";

export interface FormulaResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of the name, in words. */
  readonly problems: readonly string[];
  /** Absent if there are errors or problems. */
  readonly formula: Formula | undefined;
}

/** Computes the formula of a bit over all inputs. @param name as for `explain`. */
export async function explainFormula(
  given: Program | RuleSource,
  name: string,
): Promise<FormulaResult> {
  const program = asProgram(given);
  const { model, meaning } = program;
  const diagnostics = sortedFindings(program);
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
