/**
 * A generated module of KVM's policy, and its sets computed one after the other.
 *
 * Each function gets all inputs and all sets that were computed before it, and takes those that it reads by name.
 */

import { readFile } from "node:fs/promises";
import ts from "typescript";

export type Bitmaps = ReadonlyMap<string, Uint32Array>;

export interface Policy {
  readonly layout: (name: string) => Layout;
  readonly readLeaves: Reader;
  readonly readHostLeaves: Reader;
  /** All sets, by name, in addition to the inputs. */
  readonly computeSets: (inputs: Bitmaps, flags: Flags) => Bitmaps;
}

/** Flags and enumerations of all sets. */
export type Flags = Readonly<Record<string, boolean | string>>;

export interface Layout {
  readonly name: string;
  readonly length: number;
  readonly words: readonly string[];
  readonly bits: ReadonlyMap<number, string>;
}

type Reader = (out: Uint32Array, entries: readonly CpuidRow[], layout: Layout) => Uint32Array;

export interface CpuidRow {
  readonly function: number;
  readonly index: number;
  readonly flags: number;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

type Init = (out: Uint32Array, inputs: Readonly<Record<string, unknown>>) => Uint32Array;

/** More words than any layout has. */
const MOST_WORDS = 64;

export async function loadPolicy(file: string): Promise<Policy> {
  const text = await readFile(file, "utf8");
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const exports = (await import(
    `data:text/javascript,${encodeURIComponent(outputText)}`
  )) as Readonly<Record<string, unknown>>; // a module is an object
  // Each says which set it computes.
  const inits = [...text.matchAll(/ Computes `(\w+)`[^]*?export function (init\w+)\(/g)].map(
    ([, set = "", name = ""]) => {
      return { set, init: exports[name] as Init }; // as the text says
    },
  );
  return {
    layout: (name) => exports[name] as Layout, // as every generated module has it
    readLeaves: exports["readLeaves"] as Reader,
    readHostLeaves: exports["readHostLeaves"] as Reader,
    computeSets: (inputs, flags) => {
      const bitmaps = new Map(inputs);
      for (const { set, init } of inits) {
        const out = new Uint32Array(MOST_WORDS);
        init(out, { ...Object.fromEntries(bitmaps), ...flags });
        bitmaps.set(set, out);
      }
      return bitmaps;
    },
  };
}
