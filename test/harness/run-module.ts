/** Runs the text of a generated module. */

import { ts } from "ts-morph";

/** What the module exports. */
export async function runModule(text: string): Promise<Record<string, unknown>> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`;
  const exported: unknown = await import(/* @vite-ignore */ url);
  if (typeof exported !== "object" || exported === null) throw new Error("it is no module");
  return { ...exported };
}
