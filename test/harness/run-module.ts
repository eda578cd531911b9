/** Runs the text of a generated module. */

import { ts } from "ts-morph";
import { definitely } from "../../src/base/unreachable.ts";
import { moduleNames } from "../../src/codegen/typescript/emit/module-names.ts";
import type { SetPlan } from "../../src/codegen/plan/plan.ts";
import { runnableModule, type RunnableModule } from "../../src/replay/replay.ts";

/** Runs a module and returns its exports. */
export async function runModule(text: string): Promise<Record<string, unknown>> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`;
  const exported: unknown = await import(/* @vite-ignore */ url);
  if (typeof exported !== "object" || exported === null) throw new Error("it is no module");
  return { ...exported };
}

/** The module that was printed from the plans. */
export async function loadEmitted(
  plans: readonly SetPlan[],
  code: string | undefined,
): Promise<RunnableModule> {
  const exports = await runModule(definitely(code, "a module is printed"));
  const { sets } = moduleNames(plans);
  return runnableModule(
    new Map(plans.map((plan) => [plan, exports[sets.get(plan.set)?.init ?? ""]])),
  );
}
