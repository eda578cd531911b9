/** Questions about one case of a program: what is on, and why. */

import { analyze, isError } from "./analyze.ts";
import type { RuleSource } from "./compile.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import { evaluateSets, type EvaluatedSet } from "./evaluate/evaluate.ts";
import { resolveInputs, type ProgramInputs } from "./evaluate/program-inputs.ts";
import { explainBit, type Explanation } from "./explain/explain.ts";
import { findTarget } from "./explain/find-target.ts";
import { interpret } from "./interpreter/interpret.ts";
import type { Meaning } from "./meaning/lower.ts";
import { orUndecided } from "./or-undecided.ts";
import { disagreements } from "./replay/disagreements.ts";
import type { Assignment, Enumeration, Flag, Input, Model } from "./model/model.ts";

export interface Answer {
  readonly diagnostics: readonly Diagnostic[];
  /** What is wrong with the question itself, such as an input that the rules do not have. */
  readonly problems: readonly string[];
}

export interface DeclaredInputs extends Answer {
  readonly inputs: readonly Input[];
  readonly flags: readonly Flag[];
  readonly enums: readonly Enumeration[];
}

export interface EvaluateResult extends Answer {
  /** Empty if there are errors or problems. */
  readonly sets: readonly EvaluatedSet[];
}

export interface ExplainResult extends Answer {
  readonly explanation: Explanation | undefined;
}

export interface EvaluateOptions {
  /**
   * Also generate code, run it on the same inputs, and report an error unless every bit agrees.
   */
  readonly replay?: boolean;
}

/** What a program must be given to be evaluated. */
export function declaredInputs(source: RuleSource): DeclaredInputs {
  const { model, findings, files } = analyze(source.entry, source.readFile);
  const diagnostics = sortDiagnostics(
    findings.map(({ diagnostic }) => diagnostic),
    files.map(({ name }) => name),
  );
  const { inputs, flags, enums } = model;
  return { diagnostics, problems: [], inputs, flags, enums };
}

/** What every bit of every capability set is in one case, and which rule made it so. */
export async function evaluate(
  source: RuleSource,
  inputs: ProgramInputs,
  { replay = false }: EvaluateOptions = {},
): Promise<EvaluateResult> {
  const question = ask(source, inputs);
  if (question.value === undefined) return { ...question.answer, sets: [] };
  const { model, assignment } = question.value;
  const wrong = replay ? await disagreements(model, [{ assignment }]) : [];
  const diagnostics = [...question.answer.diagnostics, ...wrong];
  const sets = wrong.length > 0 ? [] : evaluateSets(model, interpret(model, assignment));
  return { ...question.answer, diagnostics, sets };
}

/**
 * Why a bit is on or off in one case, and the smallest change that flips it. Both cases are run
 * through the generated code as well.
 * @param name `XSAVES`, `vcpu.XSAVES`, `CPUID_1_EDX.APIC`, or an alias; without a set, the last
 * declared set that has it is meant.
 */
export async function explain(
  source: RuleSource,
  inputs: ProgramInputs,
  name: string,
): Promise<ExplainResult> {
  const question = ask(source, inputs);
  if (question.value === undefined) return { ...question.answer, explanation: undefined };
  const { model, meaning, assignment } = question.value;
  const target = findTarget(model, name);
  if (typeof target === "string") {
    return { ...question.answer, problems: [target], explanation: undefined };
  }
  const { diagnostics } = question.answer;
  return orUndecided<ExplainResult>(
    "what would flip the bit",
    async () => {
      const interpretation = interpret(model, assignment);
      const explanation = explainBit(model, meaning, interpretation, assignment, target);
      const flipped = explanation.flip === undefined ? [] : [explanation.flip.assignment];
      const cases = [assignment, ...flipped].map((each) => ({ assignment: each, about: [target] }));
      const problems = await disagreements(model, cases);
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

interface Question {
  readonly answer: Answer;
  /** Absent if the rules have errors, or the inputs are not theirs. */
  readonly value:
    | { readonly model: Model; readonly meaning: Meaning; readonly assignment: Assignment }
    | undefined;
}

function ask(source: RuleSource, inputs: ProgramInputs): Question {
  const { model, meaning, findings, files } = analyze(source.entry, source.readFile);
  const diagnostics = sortDiagnostics(
    findings.map(({ diagnostic }) => diagnostic),
    files.map(({ name }) => name),
  );
  if (meaning === undefined || diagnostics.some(isError)) {
    return { answer: { diagnostics, problems: [] }, value: undefined };
  }
  const { assignment, problems } = resolveInputs(model, inputs);
  return {
    answer: { diagnostics, problems },
    value: problems.length > 0 ? undefined : { model, meaning, assignment },
  };
}
