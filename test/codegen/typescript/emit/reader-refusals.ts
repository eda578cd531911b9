/** Arguments that readers and accessors of a module refuse, and some that look unfit and are accepted. */

import type { Layout } from "../../../../src/model/layout.ts";
import { FIELDS } from "./emitted-mutants.ts";
import type { Entry } from "./reader-oracle.ts";

/** The readers and accessors that a module exports, as callers without types see them. */
export interface Emitted {
  readonly has: (caps: unknown, bit: number) => boolean;
  readonly set: (caps: unknown, bit: number) => void;
  readonly clear: (caps: unknown, bit: number) => void;
  readonly change: (caps: unknown, bit: number, on: boolean) => void;
  readonly names: (caps: unknown, layout?: unknown) => readonly string[];
  readonly readLeaves: Reader;
  readonly readHostLeaves: Reader;
  /** By layout name; empty if the module has one layout. */
  readonly tables: Readonly<Record<string, unknown>>;
}

export type Reader = (out: unknown, entries: unknown, layout?: unknown) => Uint32Array;

/** A call, and the argument that its error names; `fine` where it throws none. */
type Refusal = readonly [argument: string, call: () => unknown];

const ENTRY: Entry = { function: 1, index: 0, flags: 0, eax: 0, ebx: 0, ecx: 0, edx: 0 };

/** The calls that are answered otherwise than they should be. */
export function wronglyAnswered(emitted: Emitted, layout: Layout): readonly string[] {
  return refusals(emitted, layout).flatMap(([argument, call], at) => {
    const answer = argumentOf(call);
    return answer === argument ? [] : [`call ${at}: ${answer} instead of ${argument}`];
  });
}

/** The argument that a call's error names: a CapabilityError; undefined for any other. */
export function argumentOf(call: () => unknown): string {
  try {
    call();
    return "fine";
  } catch (error) {
    return String((error as { argument?: unknown }).argument); // it may have one
  }
}

function refusals(emitted: Emitted, layout: Layout): readonly Refusal[] {
  const isAlone = Object.keys(emitted.tables).length === 0;
  return [
    ...[emitted.readLeaves, emitted.readHostLeaves].flatMap((reader) =>
      layout.entries.length === 0
        ? refusedWithoutLeaves(reader, emitted, layout)
        : refusedByReader(reader, emitted, layout),
    ),
    ...(isAlone ? [] : refusedTables(emitted, layout)),
    ...refusedByAccessors(emitted, layout),
  ];
}

function refusedByReader(reader: Reader, emitted: Emitted, layout: Layout): readonly Refusal[] {
  const table = emitted.tables[layout.name];
  const length = lengthOf(layout);
  const out = (): Uint32Array => new Uint32Array(length);
  const needsFlags = reader === emitted.readLeaves;
  const without = (field: string): object =>
    Object.fromEntries(Object.entries(ENTRY).filter(([name]) => name !== field));
  const both = out();
  return [
    ...FIELDS.flatMap((field): readonly Refusal[] => {
      const argument = field === "flags" && !needsFlags ? "fine" : "entries";
      return [
        [argument, () => reader(out(), [ENTRY, without(field)], table)],
        [argument, () => reader(out(), [{ ...ENTRY, [field]: "1" }], table)],
      ];
    }),
    ...[null, undefined, 1, "entry"].map((entry): Refusal => [
      "entries",
      () => reader(out(), [ENTRY, entry], table),
    ]),
    ...[null, undefined, {}, "entries", new Int32Array(10)].map((entries): Refusal => [
      "entries",
      () => reader(out(), entries, table),
    ]),
    ...[1, 9, 11].map((words): Refusal => [
      "entries",
      () => reader(out(), new Uint32Array(words), table),
    ]),
    ...[0, 10, 30].map((words): Refusal => [
      "fine",
      () => reader(out(), new Uint32Array(words), table),
    ]),
    ["fine", () => reader(out(), [], table)],
    ...[
      new Uint32Array(length - 1),
      new Uint32Array(length + 1),
      new Int32Array(length),
      Array.from(out()),
      null,
      undefined,
    ].map((unfit): Refusal => ["out", () => reader(unfit, [], table)]),
    ["out", () => reader(both, both, table)],
  ];
}

function refusedWithoutLeaves(
  reader: Reader,
  { tables }: Emitted,
  layout: Layout,
): readonly Refusal[] {
  const table = tables[layout.name];
  return [
    ["layout", () => reader(new Uint32Array(lengthOf(layout)), [], table)],
    ["layout", () => reader(new Uint32Array(lengthOf(layout)), new Uint32Array(10), table)],
  ];
}

/** Where a module has several layouts, it has no default. */
function refusedTables(emitted: Emitted, layout: Layout): readonly Refusal[] {
  const bitmap = new Uint32Array(lengthOf(layout));
  const unfit: readonly unknown[] = [undefined, null, "layout", {}, { bits: [] }];
  return unfit.flatMap((table): readonly Refusal[] => [
    ["layout", () => emitted.names(bitmap, table)],
    ["layout", () => emitted.readLeaves(bitmap, [], table)],
    ["layout", () => emitted.readHostLeaves(bitmap, [], table)],
  ]);
}

function refusedByAccessors(emitted: Emitted, layout: Layout): readonly Refusal[] {
  const { has, set, clear, change, names, tables } = emitted;
  const table = tables[layout.name];
  const length = lengthOf(layout);
  const words = layout.words.length;
  const accessors: readonly ((caps: unknown, bit: number) => unknown)[] = [
    has,
    set,
    clear,
    (caps: unknown, bit: number) => {
      change(caps, bit, true);
    },
    (caps: unknown, bit: number) => {
      change(caps, bit, false);
    },
  ];
  const shared = new Uint32Array(length);
  return [
    ...accessors.flatMap((access): readonly Refusal[] => [
      ...[-1, 0.5, Number.NaN, length * 32, 2 ** 32].map((bit): Refusal => [
        "bit",
        () => access(shared, bit),
      ]),
      ...[0, length * 32 - 1].map((bit): Refusal => ["fine", () => access(shared, bit)]),
      ...[null, undefined, [0], new Int32Array(length)].map((caps): Refusal => [
        "caps",
        () => access(caps, 0),
      ]),
    ]),
    ...[new Uint32Array(words), shared].map((caps): Refusal => ["fine", () => names(caps, table)]),
    ...[
      new Uint32Array(words - 1),
      new Uint32Array(length + 1),
      new Int32Array(length),
      Array.from(shared),
      null,
      undefined,
    ].map((caps): Refusal => ["caps", () => names(caps, table)]),
  ];
}

function lengthOf({ words, entries }: Layout): number {
  return words.length + Math.ceil(entries.length / 32);
}
