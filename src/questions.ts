/** Answers questions about one case of a program: which bits are on, and why. */

import { analyze, isError, type Analysis } from "./analyze.ts";
import type { RuleSource } from "./compile.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import { evaluateSets, type EvaluatedSet } from "./evaluate/evaluate.ts";
import { resolveInputs, type ProgramInputs } from "./evaluate/program-inputs.ts";
import type { Explanation } from "./explain/explain.ts";
import { findTarget } from "./explain/find-target.ts";
import { inLaterOrders } from "./in-some-order.ts";
import type { Meaning } from "./meaning/lower.ts";
import {
  complete,
  hasUnknown,
  possibleCompletions,
  type PartialCase,
} from "./meaning/partial-case.ts";
import type { Enumeration, Flag, Input, Model } from "./model/model.ts";
import { orUndecided } from "./or-undecided.ts";
import { disagreements } from "./replay/disagreements.ts";
import type { ReplayCase } from "./replay/replay.ts";

export interface Answer {
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of the question itself, such as an input that the rules do not have. */
  readonly problems: readonly string[];
}

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

export interface ExplainResult extends Answer {
  readonly explanation: Explanation | undefined;
}

export interface EvaluateOptions {
  /**
   * Also generate code, run it on the same inputs, and report an error unless every bit agrees.
   */
  readonly replay?: boolean;
}

/** The inputs that an evaluation of the program needs. */
export function declaredInputs(source: RuleSource): DeclaredInputs {
  return inputsOf(analyze(source.entry, source.readFile));
}

/** Like {@link declaredInputs}, for a program that is analyzed already. */
export function inputsOf(analysis: Analysis): DeclaredInputs {
  const { model } = analysis;
  const diagnostics = sortedFindings(analysis);
  const { inputs, flags } = model;
  const ofInputs = new Set(inputs.flatMap((input) => input.enums));
  const enums = model.enums.filter((each) => !ofInputs.has(each));
  return { diagnostics, problems: [], inputs, flags, enums };
}

/**
 * Computes every bit of every capability set in one case, and the rule that decides it. Unknown
 * input bits are not guessed: a bit that depends on them is reported as such.
 */
export async function evaluate(
  source: RuleSource,
  inputs: ProgramInputs,
  options?: EvaluateOptions,
): Promise<EvaluateResult> {
  return evaluateAnalyzed(analyze(source.entry, source.readFile), inputs, options);
}

/** Like {@link evaluate}, for a program that is analyzed already. */
export async function evaluateAnalyzed(
  analysis: Analysis,
  inputs: ProgramInputs,
  { replay = false }: EvaluateOptions = {},
): Promise<EvaluateResult> {
  const { answer, value } = ask(analysis, inputs);
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

/**
 * The case itself, or, if inputs are unknown, two cases: with all of them off and with all of them
 * on.
 */
function completions(meaning: Meaning, known: PartialCase): readonly ReplayCase[] {
  const possible = possibleCompletions(meaning, known);
  const preferences = hasUnknown(known) ? (["off", "on"] as const) : (["off"] as const);
  return preferences.map((each) => ({ assignment: complete(meaning, known, possible, each) }));
}

/**
 * Explains why a bit is on or off in one case, and finds the smallest change that flips it. Both
 * cases are also run through the generated code.
 * @param name `XSAVES`, `vcpu.XSAVES`, `CPUID_1_EDX.APIC`, or an alias. Without a set, it means the
 *   last declared set that has the bit.
 */
export async function explain(
  source: RuleSource,
  inputs: ProgramInputs,
  name: string,
): Promise<ExplainResult> {
  return explainAnalyzed(analyze(source.entry, source.readFile), inputs, name);
}

/** Like {@link explain}, for a program that is analyzed already. */
export async function explainAnalyzed(
  analysis: Analysis,
  inputs: ProgramInputs,
  name: string,
): Promise<ExplainResult> {
  const question = ask(analysis, inputs);
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
      const { explainBit } = await import("./explain/explain.ts");
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

interface Question {
  readonly answer: Answer;
  /** Absent if the rules have errors, or if inputs are given that they do not have. */
  readonly value: Case | undefined;
}

interface Case {
  readonly model: Model;
  readonly meaning: Meaning;
  readonly known: PartialCase;
}

function ask(analysis: Analysis, inputs: ProgramInputs): Question {
  const { model, meaning } = analysis;
  const diagnostics = sortedFindings(analysis);
  if (meaning === undefined || diagnostics.some(isError)) {
    return { answer: { diagnostics, problems: [] }, value: undefined };
  }
  const { problems, ...known } = resolveInputs(model, inputs);
  return {
    answer: { diagnostics, problems },
    value: problems.length > 0 ? undefined : { model, meaning, known },
  };
}

function sortedFindings({ findings, files }: Analysis): readonly Diagnostic[] {
  return sortDiagnostics(
    findings.map(({ diagnostic }) => diagnostic),
    files.map(({ name }) => name),
  );
}
