/** Word plans made by hand, for layouts small enough to calculate with. */

import type { Span } from "../../../../src/base/span.ts";
import type {
  CpuidEntryKey,
  Layout,
  LayoutBit,
  Register,
  Word,
} from "../../../../src/model/layout.ts";
import type {
  Bitmap,
  CapabilitySet,
  Enumeration,
  Flag,
  Input,
} from "../../../../src/model/model.ts";
import type { SetPlan, WordExpr, WordStep } from "../../../../src/codegen/plan/plan.ts";

const NOWHERE: Span = { source: { name: "cpu.rules", text: "" }, start: 0, end: 0 };

export interface WordSketch {
  readonly name: string;
  readonly description?: string;
  /** CPUID function, index and register. */
  readonly leaf?: readonly [leaf: number, index: number | undefined, register: Register];
  /** By bit number: a name, or a name and a description. */
  readonly bits: Readonly<Record<number, string | readonly [name: string, description: string]>>;
}

export function layoutOf(
  name: string,
  sketches: readonly WordSketch[],
  description?: string,
): Layout {
  const entries: CpuidEntryKey[] = [];
  const words = sketches.map((sketch, index) => wordOf(sketch, index, entries));
  const bits = words.flatMap((word) => word.bits.filter((bit) => bit !== undefined));
  return { name, description, words, bits, entries, enums: [], span: NOWHERE };
}

function wordOf(sketch: WordSketch, index: number, entries: CpuidEntryKey[]): Word {
  const bits = Array.from({ length: 32 }, (_, bit): LayoutBit | undefined => {
    const named = sketch.bits[bit];
    if (named === undefined) return undefined;
    const [name, description] = typeof named === "string" ? [named, undefined] : named;
    return { name, description, index: index * 32 + bit, aliases: [], span: NOWHERE };
  });
  const { name, description, leaf } = sketch;
  const address = leaf && {
    function: leaf[0],
    index: leaf[1],
    register: leaf[2],
    entry: entryOf(leaf[0], leaf[1], entries),
  };
  return { name, description, index, address, bits, span: NOWHERE };
}

function entryOf(leaf: number, index: number | undefined, entries: CpuidEntryKey[]): number {
  const known = entries.findIndex((entry) => entry.function === leaf && entry.index === index);
  return known === -1 ? entries.push({ function: leaf, index }) - 1 : known;
}

export function inputOf(name: string, layout: Layout): Input {
  return { kind: "input", name, layout, enums: [], description: undefined, span: NOWHERE };
}

export function flagOf(name: string, description?: string): Flag {
  return { kind: "flag", name, description, span: NOWHERE };
}

export function enumerationOf(name: string, values: readonly string[]): Enumeration {
  return { kind: "enum", name, values, description: undefined, span: NOWHERE };
}

export function setOf(name: string, layout: Layout, description?: string): CapabilitySet {
  return {
    kind: "caps",
    name,
    layout,
    role: "exposed",
    roleSpan: NOWHERE,
    description,
    bits: [],
    inheritance: undefined,
    files: ["cpu.rules"],
    span: NOWHERE,
  };
}

export function planOf(
  set: CapabilitySet,
  bitmaps: readonly Bitmap[],
  steps: readonly WordStep[],
  flags: readonly Flag[] = [],
  enumerations: readonly Enumeration[] = [],
): SetPlan {
  const defaultRules = [{ bits: [], rule: "default = kvm & guest", because: undefined }];
  return { set, bitmaps, flags, enumerations, defaultRules, steps };
}

export function assign(word: number, value: WordExpr, notes: WordStep["notes"] = []): WordStep {
  return { word, action: "assign", value, temporaries: [], notes, overlapping: [] };
}

export function merge(word: number, value: WordExpr, notes: WordStep["notes"] = []): WordStep {
  return { word, action: "merge", value, temporaries: [], notes, overlapping: [] };
}

export function restrict(word: number, value: WordExpr): WordStep {
  return { word, action: "restrict", value, temporaries: [], notes: [], overlapping: [] };
}

export function read(bitmap: Bitmap, word: number): WordExpr {
  return { kind: "word", bitmap, word };
}

export function mask(value: number, word: number): WordExpr {
  return { kind: "mask", value, word };
}

export function and(...operands: readonly WordExpr[]): WordExpr {
  return { kind: "and", operands };
}

export function or(...operands: readonly WordExpr[]): WordExpr {
  return { kind: "or", operands };
}
