/** A question about one case of a program: the case, or what stands in the way of an answer. */

import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Meaning } from "../meaning/lower.ts";
import {
  complete,
  hasUnknown,
  possibleCompletions,
  type PartialCase,
} from "../meaning/partial-case.ts";
import type { Model } from "../model/model.ts";
import { sortedFindings } from "../program/check-result.ts";
import type { Program } from "../program/program.ts";
import type { ReplayCase } from "../replay/replay.ts";
import { resolveInputs, type ProgramInputs } from "./program-inputs.ts";

export interface Answer {
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of the question itself, such as an input that the rules do not have. */
  readonly problems: readonly string[];
}

export interface Question {
  readonly answer: Answer;
  /** Absent if the rules have errors, or if inputs are given that they do not have. */
  readonly value: Case | undefined;
}

interface Case {
  readonly model: Model;
  readonly meaning: Meaning;
  readonly known: PartialCase;
}

export function askAboutCase(program: Program, inputs: ProgramInputs): Question {
  const diagnostics = sortedFindings(program);
  const { model, meaning } = program;
  if (meaning === undefined || diagnostics.some(isError)) {
    return { answer: { diagnostics, problems: [] }, value: undefined };
  }
  const { problems, ...known } = resolveInputs(model, inputs);
  return {
    answer: { diagnostics, problems },
    value: problems.length > 0 ? undefined : { model, meaning, known },
  };
}

/**
 * The case itself, or, if inputs are unknown, two cases: with all of them off and with all of them
 * on.
 */
export function completions(meaning: Meaning, known: PartialCase): readonly ReplayCase[] {
  const possible = possibleCompletions(meaning, known);
  const preferences = hasUnknown(known) ? (["off", "on"] as const) : (["off"] as const);
  return preferences.map((each) => ({ assignment: complete(meaning, known, possible, each) }));
}
