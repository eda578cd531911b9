/** The input from which a module is emitted. */

import type { SetPlan } from "./plan/plan.ts";

export interface EmitRequest {
  /** The rule files as the header names them. */
  readonly files: readonly string[];
  /** At least one. */
  readonly plans: readonly SetPlan[];
}
