/** Compiles rule text with caprules as it is now, and imports the generated module. */

import ts from "typescript";
import { compile, readFromMemory } from "../../src/index.ts";

/** The exports of a module whose rule file is `vcpu.rules`, or whose set is `vcpu`. */
export interface VcpuModule {
  readonly initVcpu: (out: Uint32Array, inputs: VcpuInputs) => Uint32Array;
  readonly initVcpuRows: (out: Uint32Array, inputs: VcpuInputs, rows: number) => Uint32Array;
  readonly readLeaves: (out: Uint32Array, entries: readonly Entry[] | Uint32Array) => Uint32Array;
  readonly layout: {
    readonly length: number;
    readonly words: readonly string[];
    readonly bits: ReadonlyMap<number, string>;
    readonly leaves: readonly Leaf[];
  };
}

export interface VcpuInputs {
  readonly host: Uint32Array;
  readonly guest: Uint32Array;
}

export interface Entry {
  readonly function: number;
  readonly index: number;
  readonly flags: number;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

export interface Leaf {
  readonly function: number;
  readonly index: number | undefined;
  readonly register: "eax" | "ebx" | "ecx" | "edx";
  readonly word: number;
}

export async function loadModule(rules: string): Promise<VcpuModule> {
  const readFile = readFromMemory({ "vcpu.rules": rules });
  const { code, diagnostics } = await compile({ entry: ["vcpu.rules"], readFile });
  if (code === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const { ESNext } = ts.ScriptTarget;
  const options = { target: ESNext, module: ts.ModuleKind.ESNext };
  return importText(ts.transpileModule(code, { compilerOptions: options }).outputText);
}

export async function importText<Module>(text: string): Promise<Module> {
  const imported: unknown = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return imported as Module; // what a text exports is known to the caller only
}
