/** How operations on words are written, and what the comments before their masks say: texts by hand. */

import { expect, test } from "vitest";

import {
  emitWordExpr,
  type Reads,
} from "../../../../src/codegen/typescript/emit/word-expression.ts";
import type { WordExpr } from "../../../../src/codegen/plan/plan.ts";
import { and, enumerationOf, flagOf, inputOf, layoutOf, mask, or, read } from "./plans.ts";

const NAMED = Array.from({ length: 10 }, (_, bit) => [bit, `N${bit}`] as const);

/** Word 0 names its bits 0 to 9, word 1 none; 34 CPUID entries take two elements of presence bits. */
const layout = layoutOf("tiny", [
  { name: "NAMED", leaf: [0x1, undefined, "eax"], bits: Object.fromEntries(NAMED) },
  ...Array.from({ length: 33 }, (_, index) => ({
    name: `LEAF_${index}`,
    leaf: [0x7, index, "eax"] as const,
    bits: {},
  })),
]);
const host = inputOf("host", layout);
const vendor = enumerationOf("vendor", ["intel", "amd", "hygon"]);

const reads: Reads = {
  layout,
  word: ({ name }, word) => `${name}[${word}]`,
  own: (word) => `out[${word}]`,
  temporary: (index) => `part${index}`,
  flag: ({ name }) => name,
  value: ({ values }, value) => values[value] ?? "",
};

const emit = (expr: WordExpr): string => emitWordExpr(expr, reads);

test.each([
  ["at most six names are told", 0x0000_003f, "/* N0, N1, N2, N3, N4, N5 */ 0x0000003f"],
  ["of more the number is", 0x0000_007f, "/* 7 bits */ 0x0000007f"],
  ["a bit without a name has its number", 0x8000_0001, "/* N0, bit 31 */ 0x80000001"],
  ["at most six are left out", 0xffff_ffc0, "/* all but N0, N1, N2, N3, N4, N5 */ 0xffffffc0"],
  ["of more left out the number of others is told", 0xffff_ff80, "/* 25 bits */ 0xffffff80"],
  ["all that have a name", 0x0000_03ff, "/* named bits */ 0x000003ff"],
  ["one too few", 0x0000_01ff, "/* 9 bits */ 0x000001ff"],
  ["one too many", 0x0000_07ff, "/* 11 bits */ 0x000007ff"],
  ["all that have none", 0xffff_fc00, "/* unnamed bits */ 0xfffffc00"],
  ["one without a name too few", 0x7fff_fc00, "/* 21 bits */ 0x7ffffc00"],
  ["all bits need no comment", 0xffff_ffff, "0xffffffff"],
  ["nor does none", 0, "0"],
])("a mask says its bits: %s", (_what, value, text) => {
  expect(emit(mask(value, 0))).toBe(text);
});

test("the bits of a mask are named after its own word, by number where that names none", () => {
  for (const word of [1, 99]) expect(emit(mask(4, word))).toBe("/* bit 2 */ 0x00000004");
});

test("no name ends the comment", () => {
  const hostile = layoutOf("hostile", [{ name: "W", bits: { 0: "*/ x" } }]);
  expect(emitWordExpr(mask(1, 0), { ...reads, layout: hostile })).toBe("/* *\\/ x */ 0x00000001");
});

const both = and(read(host, 0), read(host, 1));

test.each<readonly [string, WordExpr]>([
  ["host[3]", read(host, 3)],
  ["out[2]", { kind: "own", word: 2 }],
  ["part1", { kind: "temporary", index: 1 }],
  ["tdp", { kind: "flag", flag: flagOf("tdp") }],
  ["intel | hygon", { kind: "enum", enumeration: vendor, values: [0, 2] }],
  ["0", { kind: "enum", enumeration: vendor, values: [] }],
  ["host[0] << 5", { kind: "shift", operand: read(host, 0), distance: 5 }],
  ["host[0] >>> 5", { kind: "shift", operand: read(host, 0), distance: -5 }],
  ["(host[0] & host[1]) >>> 1", { kind: "shift", operand: both, distance: -1 }],
  ["(host[0] & host[1]) << 31", { kind: "shift", operand: both, distance: 31 }],
  ["~host[0]", { kind: "not", operand: read(host, 0) }],
  ["~(host[0] & host[1])", { kind: "not", operand: both }],
  ["-(host[0] & 1)", { kind: "broadcast", operand: read(host, 0), bit: 0 }],
  ["-((host[0] & host[1]) & 1)", { kind: "broadcast", operand: both, bit: 0 }],
  ["-((host[0] >>> 31) & 1)", { kind: "broadcast", operand: read(host, 0), bit: 31 }],
  // Presence bits stand after the 34 words.
  ["-(host[34] & 1)", { kind: "has", bitmap: host, entry: 0 }],
  ["-((host[34] >>> 31) & 1)", { kind: "has", bitmap: host, entry: 31 }],
  ["-((host[35] >>> 1) & 1)", { kind: "has", bitmap: host, entry: 33 }],
  ["host[2] | (host[0] & host[1])", or(read(host, 2), both)],
  ["host[2] ^ (host[0] & host[1])", { kind: "xor", operands: [read(host, 2), both] }],
  [
    "host[2] & host[3] & (/* N0 */ 0x00000001) & (/* N1 */ 0x00000002)",
    and(mask(1, 0), read(host, 2), mask(2, 0), read(host, 3)),
  ],
])("an operation is written as %s", (text, expr) => {
  expect(emit(expr)).toBe(text);
});
