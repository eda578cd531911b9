/** Turns word plans into the text of one TypeScript module without imports. */

import type { SetPlan } from "../plan/plan.ts";

export interface EmitRequest {
  /** The rule files as they were given; the header names them. */
  readonly files: readonly string[];
  /** At least one. */
  readonly plans: readonly SetPlan[];
}

/** The same request gives the same text on every machine. */
export async function emitModule(request: EmitRequest): Promise<string> {
  const { printModule } = await import("./print-module.ts");
  return printModule(request);
}
