/**
 * Runs the statements of emitted functions in this process.
 *
 * They are those of the module that a build writes, but as the emitter makes them: neither wrapped into
 * TypeScript nor printed, which takes most of a second. That the printed text means the same is what a build
 * proves.
 */

import { definitely } from "../base/unreachable.ts";
import { moduleNames } from "../emit/identifiers.ts";
import { initStatements } from "../emit/init-statements.ts";
import { initParameters, takeInputs } from "../emit/inputs.ts";
import { localNames } from "../emit/set-names.ts";
import { layoutsOf, type SetPlan } from "../plan/plan.ts";

/** An `init` function for each plan, by the name that a module gives it. Their arguments are not checked. */
export async function runStatements(
  plans: readonly SetPlan[],
): Promise<ReadonlyMap<string, unknown>> {
  const module = moduleNames(plans, layoutsOf(plans));
  const functions = plans.map((plan) => {
    const names = definitely(module.sets.get(plan.set), "every planned set has names");
    const local = localNames(plan, module);
    const parameters = initParameters(plan, names).map(({ name }) => name);
    return `export function ${names.init}(${parameters.join(", ")}) {
${[...takeInputs(plan, local), ...initStatements(plan, local)].join("\n")}
}`;
  });
  const text = functions.join("\n");
  const exports: unknown = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  // An imported module always is an object.
  return new Map(Object.entries(exports as object));
}
