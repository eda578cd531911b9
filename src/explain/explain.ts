/** Explains one bit in one case of a program. */

import { askAboutCase, completions, type Answer } from "../evaluate/ask-about-case.ts";
import type { ProgramInputs } from "../evaluate/program-inputs.ts";
import { inLaterOrders } from "../program/in-some-order.ts";
import { orUndecided } from "../program/or-undecided.ts";
import { asProgram, type Program } from "../program/program.ts";
import type { RuleSource } from "../program/source.ts";
import { disagreements } from "../replay/disagreements.ts";
import { explainBit, type Explanation } from "./explain-bit.ts";
import { findTarget } from "./find-target.ts";

export interface ExplainResult extends Answer {
  readonly explanation: Explanation | undefined;
}

/**
 * Explains why a bit is on or off in one case, and finds the smallest change that flips it. Both
 * cases are also run through the generated code.
 * @param name `XSAVES`, `vcpu.XSAVES`, `CPUID_1_EDX.APIC`, or an alias. Without a set, it means the
 *   last declared set that has the bit.
 */
export async function explain(
  program: Program | RuleSource,
  inputs: ProgramInputs,
  name: string,
): Promise<ExplainResult> {
  const question = askAboutCase(asProgram(program), inputs);
  if (question.value === undefined) return { ...question.answer, explanation: undefined };
  const { value } = question;
  const { model, meaning, known } = value;
  const target = findTarget(model, name);
  if (typeof target === "string") {
    return { ...question.answer, problems: [target], explanation: undefined };
  }
  const { diagnostics } = question.answer;
  return orUndecided<ExplainResult>(
    "what would flip the bit",
    async () => {
      const { explanation, completed } = await inLaterOrders(model, meaning, (each) => ({
        explanation: explainBit(model, each, known, target),
        completed: completions(each, known),
      }));
      const { flip } = explanation;
      const cases = [...completed, ...(flip === undefined ? [] : [flip])];
      const problems = await disagreements(
        model,
        cases.map(({ assignment }) => ({ assignment, about: [target] })),
      );
      return problems.length === 0
        ? { ...question.answer, explanation }
        : {
            ...question.answer,
            diagnostics: [...diagnostics, ...problems],
            explanation: undefined,
          };
    },
    (limit) => ({
      ...question.answer,
      diagnostics: [...diagnostics, limit],
      explanation: undefined,
    }),
  );
}
