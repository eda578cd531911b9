/**
 * Runs the statements of emitted functions in this process. The statements are those of the module
 * that a build writes, but the module is not built and printed, which takes most of a second. A
 * build proves that the printed text means the same.
 */

import { initStatements } from "../codegen/typescript/emit/init-statements.ts";
import { moduleNames } from "../codegen/typescript/emit/module-names.ts";
import { localNames } from "../codegen/typescript/emit/set-names.ts";
import { takeInputs } from "../codegen/typescript/emit/take-inputs.ts";
import type { SetPlan } from "../codegen/plan/plan.ts";

/** An `init` function for each plan. Its arguments are not checked. */
export async function runStatements(
  plans: readonly SetPlan[],
): Promise<ReadonlyMap<SetPlan, unknown>> {
  const module = moduleNames(plans);
  const functions = plans.map((plan, position) => {
    const local = localNames(plan, module);
    const statements = [...takeInputs(plan, local), ...initStatements(plan, local)];
    return `export function init${position}(out, inputs) {\n${statements.join("\n")}\n}`;
  });
  const text = functions.join("\n");
  const imported: unknown = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  // An imported module is always an object.
  const exports = new Map<string, unknown>(Object.entries(imported as object));
  return new Map(plans.map((plan, position) => [plan, exports.get(`init${position}`)]));
}
