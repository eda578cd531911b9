/**
 * Emits the two functions that fill a bitmap of one layout from CPUID entries, given as objects or as
 * the memory of the ioctl: a `switch` over CPUID functions, which beats a table by a factor of two.
 */

import type { FunctionDeclarationStructure } from "ts-morph";
import {
  WORD_BITS,
  type CpuidEntryKey,
  type Layout,
  type Register,
} from "../../../model/layout.ts";
import type { LayoutNames } from "./module-names.ts";
import { StructureKind } from "./ts-morph.ts";

/** The expressions by which a function reads the current CPUID entry. */
interface EntryAccess {
  readonly name: string;
  readonly parameter: { readonly name: string; readonly type: string };
  /** The head of a loop from the last entry to the first, with what it defines. */
  readonly loop: readonly string[];
  readonly read: (field: "function" | "index" | "flags" | Register) => string;
}

/** Positions of the fields in an entry of `KVM_SET_CPUID2`, in 32-bit words. */
const FIELD_POSITIONS = {
  function: 0,
  index: 1,
  flags: 2,
  eax: 3,
  ebx: 4,
  ecx: 5,
  edx: 6,
} as const;

export function hasLeaves(layout: Layout): boolean {
  return layout.entries.length > 0;
}

/** The number of elements of a bitmap with presence bits. */
export function layoutLength(layout: Layout): number {
  return layout.words.length + presenceNames(layout).length;
}

export function emitLeafReaders(
  layout: Layout,
  names: LayoutNames,
): readonly FunctionDeclarationStructure[] {
  if (!hasLeaves(layout)) return [];
  return [
    emitReader(layout, {
      name: names.readObjects,
      parameter: { name: "entries", type: "readonly CpuidEntry[]" },
      loop: [
        "for (let at = entries.length - 1; at >= 0; at--) {",
        "const entry = entries[at];",
        "if (entry === undefined) continue;",
      ],
      // Functions above 0x7fffffff are kept as doubles: `>>> 0` keeps the `switch` one over integers.
      read: (field) => (field === "function" ? "entry.function >>> 0" : `entry.${field}`),
    }),
    emitReader(layout, {
      name: names.readMemory,
      parameter: { name: "memory", type: "Uint32Array" },
      loop: ["for (let at = memory.length - ENTRY_WORDS; at >= 0; at -= ENTRY_WORDS) {"],
      read: (field) => {
        const position = FIELD_POSITIONS[field];
        return position === 0 ? "(memory[at] ?? 0)" : `(memory[at + ${position}] ?? 0)`;
      },
    }),
  ];
}

function emitReader(layout: Layout, access: EntryAccess): FunctionDeclarationStructure {
  const present = presenceNames(layout);
  return {
    kind: StructureKind.Function,
    name: access.name,
    parameters: [{ name: "out", type: "Uint32Array" }, access.parameter],
    returnType: "void",
    statements: [
      ...present.map((name) => `let ${name} = 0;`),
      "// Runs from the last entry to the first, so that the first matching entry wins.",
      `${access.loop.join("\n")}
        switch (${access.read("function")}) {
          ${functionsOf(layout)
            .map((leaf) => emitCase(layout, leaf, access))
            .join("\n")}
        }
      }`,
      ...present.map((name, at) => `out[${layout.words.length + at}] = ${name};`),
    ],
  };
}

function emitIndex(access: EntryAccess): string {
  return `const anyIndex = (${access.read("flags")} & 1) === 0;
    const index = ${access.read("index")};`;
}

function emitCase(layout: Layout, leaf: number, access: EntryAccess): string {
  const fills = layout.entries.flatMap((key, entry) =>
    key.function === leaf ? [emitFill(layout, key, entry, access)] : [],
  );
  const value = `0x${leaf.toString(16)}`;
  const hasIndex = layout.entries.some((key) => key.function === leaf && key.index !== undefined);
  return hasIndex
    ? `case ${value}: {\n${[emitIndex(access), ...fills, "break;"].join("\n")}\n}`
    : `case ${value}:\n${[...fills, "break;"].join("\n")}`;
}

function emitFill(
  layout: Layout,
  { index }: CpuidEntryKey,
  entry: number,
  access: EntryAccess,
): string {
  const words = layout.words.flatMap(({ address, index: word }) =>
    address?.entry === entry ? [`out[${word}] = ${access.read(address.register)};`] : [],
  );
  const bit = `0x${((1 << (entry % WORD_BITS)) >>> 0).toString(16)}`;
  const present = presenceNames(layout)[Math.floor(entry / WORD_BITS)] ?? "";
  const fill = [...words, `${present} |= ${bit};`].join("\n");
  return index === undefined ? fill : `if (anyIndex || index === ${index}) {\n${fill}\n}`;
}

/** The CPUID functions of the layout's entries, each once. */
function functionsOf(layout: Layout): readonly number[] {
  return [...new Set(layout.entries.map((entry) => entry.function))];
}

/** The variables that collect presence bits, one for each array element after the words. */
function presenceNames({ entries }: Layout): readonly string[] {
  const count = Math.ceil(entries.length / WORD_BITS);
  if (count === 1) return ["present"];
  return Array.from({ length: count }, (_, at) => `present${at}`);
}
