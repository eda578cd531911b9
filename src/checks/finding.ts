/** The result of a check: a diagnostic, and the case that shows it, if there is one. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Meaning } from "../meaning/lower.ts";
import type { Assignment, Model } from "../model/model.ts";

export interface Finding {
  readonly diagnostic: Diagnostic;
  /** A case that shows the problem. The generated code, run on it, must confirm the diagnostic. */
  readonly witness?: Assignment;
}

export interface CheckInput {
  readonly model: Model;
  readonly meaning: Meaning;
  /** Names of the files that the user named. Lints report about these only. */
  readonly roots: ReadonlySet<string>;
}

export type Check = (input: CheckInput) => readonly Finding[];
