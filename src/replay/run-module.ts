/** Runs the text of an emitted module in this process. */

/** The module's exports. The text must import nothing. */
export async function runModule(text: string): Promise<ReadonlyMap<string, unknown>> {
  const { ts } = await import("../emit/ts-morph.ts");
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
  });
  const exports: unknown = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  // An imported module always is an object.
  return new Map(Object.entries(exports as object));
}
