/**
 * A generated module of KVM's policy, and its sets computed one after the other.
 *
 * Functions get their arguments by the names of their parameters: which bitmaps a set reads, and in what
 * order, changes with the rules.
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

type Init = (...values: readonly unknown[]) => Uint32Array;

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
      const init = exports[name] as Init; // as the text says
      return { set, init, parameters: parametersOf(init) };
    },
  );
  return {
    layout: (name) => exports[name] as Layout, // as every generated module has it
    readLeaves: exports["readLeaves"] as Reader,
    readHostLeaves: exports["readHostLeaves"] as Reader,
    computeSets: (inputs, flags) => {
      const bitmaps = new Map(inputs);
      for (const { set, init, parameters } of inits) {
        const out = new Uint32Array(MOST_WORDS);
        const known = new Map<string, unknown>([...bitmaps, ["out", out], ["flags", flags]]);
        init(...parameters.map((name) => known.get(name)));
        bitmaps.set(set, out);
      }
      return bitmaps;
    },
  };
}

function parametersOf(init: Init): readonly string[] {
  const [, list = ""] = /\(([^)]*)\)/.exec(init.toString()) ?? [];
  return list.split(",").map((name) => name.trim());
}
