/** Computes which bits are on in one case of a program, and why. */

import { sortedFindings } from "../program/check-result.ts";
import { inLaterOrders } from "../program/in-some-order.ts";
import { orUndecided } from "../program/or-undecided.ts";
import { asProgram, type Program } from "../program/program.ts";
import type { RuleSource } from "../program/source.ts";
import type { Enumeration, Flag, Input } from "../model/model.ts";
import { disagreements } from "../replay/disagreements.ts";
import { askAboutCase, completions, type Answer } from "./ask-about-case.ts";
import { evaluateSets, type EvaluatedSet } from "./evaluate-sets.ts";
import type { ProgramInputs } from "./program-inputs.ts";

export interface DeclaredInputs extends Answer {
  readonly inputs: readonly Input[];
  readonly flags: readonly Flag[];
  /** The enumerations that the program declares itself. Those of layouts are part of `inputs`. */
  readonly enums: readonly Enumeration[];
}

export interface EvaluateResult extends Answer {
  /** Empty if there are errors or problems. */
  readonly sets: readonly EvaluatedSet[];
}

export interface EvaluateOptions {
  /**
   * Also generate code, run it on the same inputs, and report an error unless every bit agrees.
   */
  readonly replay?: boolean;
}

/** The inputs that an evaluation of the program needs. */
export function declaredInputs(given: Program | RuleSource): DeclaredInputs {
  const program = asProgram(given);
  const { inputs, flags, enums } = program.model;
  const ofInputs = new Set(inputs.flatMap((input) => input.enums));
  return {
    diagnostics: sortedFindings(program),
    problems: [],
    inputs,
    flags,
    enums: enums.filter((each) => !ofInputs.has(each)),
  };
}

/**
 * Computes every bit of every capability set in one case, and the rule that decides it. Unknown
 * input bits are not guessed: a bit that depends on them is reported as such.
 */
export async function evaluate(
  program: Program | RuleSource,
  inputs: ProgramInputs,
  { replay = false }: EvaluateOptions = {},
): Promise<EvaluateResult> {
  const { answer, value } = askAboutCase(asProgram(program), inputs);
  if (value === undefined) return { ...answer, sets: [] };
  return orUndecided<EvaluateResult>(
    "which bits are on",
    async () => {
      const { model, meaning, known } = value;
      const evaluated = await inLaterOrders(model, meaning, (each) => ({
        sets: evaluateSets(model, each, known),
        cases: replay ? completions(each, known) : [],
      }));
      const wrong = replay ? await disagreements(model, evaluated.cases) : [];
      const diagnostics = [...answer.diagnostics, ...wrong];
      return { ...answer, diagnostics, sets: wrong.length > 0 ? [] : evaluated.sets };
    },
    (limit) => ({ ...answer, diagnostics: [...answer.diagnostics, limit], sets: [] }),
  );
}
