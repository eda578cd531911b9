/** What the compiler asks of a language in which it generates code. A target is a folder that holds one. */

import type { Bdd, Diagram } from "../bdd/bdd.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Atoms } from "../meaning/lower.ts";
import type { CapabilitySet } from "../model/model.ts";
import type { EmitRequest } from "./emit-request.ts";
import type { SetPlan } from "./plan/plan.ts";

export interface Target {
  /** The name of the language. */
  readonly name: string;
  /** Names of the rules that would be one name in the module; a module with such names is not emitted. */
  readonly findClashes: (plans: readonly SetPlan[]) => readonly Diagnostic[];
  /** The text of a module. The same request gives the same text on every machine. */
  readonly emit: (request: EmitRequest) => Promise<string>;
  /** Follows the text of a module to what its functions compute. @throws LimitExceeded when a diagram outgrows the limits. */
  readonly readBack: (text: string, request: ReadBackRequest) => Promise<ReadBack>;
}

export interface ReadBackRequest {
  readonly bdd: Bdd;
  readonly atoms: Atoms;
  /** The plans that the module was emitted from, in the same order. Their steps are ignored. */
  readonly plans: readonly SetPlan[];
}

export interface ReadBack {
  readonly functions: readonly EmittedFunction[];
  /** Why the text could not be proved; empty if all of it was followed. */
  readonly failures: readonly string[];
}

/** The result of an exported function for one row. */
export interface EmittedFunction {
  readonly name: string;
  readonly set: CapabilitySet;
  /** By bit index, unnamed bits included. */
  readonly bits: readonly Diagram[];
}
