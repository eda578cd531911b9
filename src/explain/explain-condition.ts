/** Explains a condition over all cases of a program: whether it can hold, and when. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { openWithExpressions } from "../expression/with-expressions.ts";
import { inLaterOrders } from "../program/in-some-order.ts";
import { orUndecided } from "../program/or-undecided.ts";
import { asProgram, type Program } from "../program/program.ts";
import type { RuleSource } from "../program/source.ts";
import { disagreements } from "../replay/disagreements.ts";
import { whenPossible, type Possibility } from "./possibility.ts";

export interface ConditionResult {
  /** Errors in the rules; if there are none, errors in the condition. */
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of the condition as a whole, such as that it is empty. */
  readonly problems: readonly string[];
  /** Absent if there are errors or problems. */
  readonly possibility: Possibility | undefined;
}

/**
 * Tells whether and when a condition can hold. An example case is returned only after interpreter
 * and generated code agree on it.
 * @param condition an expression, as for `prove`. If it names "this bit", it may hold for some bits
 *   only.
 */
export async function explainCondition(
  program: Program | RuleSource,
  condition: string,
): Promise<ConditionResult> {
  const { diagnostics, problems, value } = openWithExpressions(asProgram(program), {
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
