import { expect, test } from "vitest";

import { parse } from "../../grammar/parse.ts";
import { mistakesOf } from "./compact.ts";

const MANY = 100_000;
const tooDeep = "CR0113 nested more than 200 levels deep";

/** The only mistake, without its place. */
function mistakeOf(text: string): string | undefined {
  const mistakes = mistakesOf(text);
  expect(mistakes).toHaveLength(1);
  return mistakes[0]?.replace(/^\S+ /, "");
}

test("two hundred levels are fine, of each kind and mixed", () => {
  const nested = (levels: number): string => "(".repeat(levels) + "a" + ")".repeat(levels);
  expect(mistakesOf(`X = ${nested(200)}`)).toEqual([]);
  expect(mistakesOf(`X = ${"!".repeat(200)}a`)).toEqual([]);
  expect(mistakesOf(`X = ${"a -> ".repeat(200)}a`)).toEqual([]);
  expect(mistakesOf(`X = ${"a ? a : ".repeat(200)}a`)).toEqual([]);
  expect(mistakesOf(`${"when a { ".repeat(200)}${"}".repeat(200)}`)).toEqual([]);
  const mixed = `${"when a { ".repeat(50)}X = ${"!".repeat(50)}${nested(100)}${"}".repeat(50)}`;
  expect(mistakesOf(mixed)).toEqual([]);
});

test("one more is too many", () => {
  expect(mistakeOf(`X = ${"(".repeat(201)}a${")".repeat(201)}`)).toBe(tooDeep);
  expect(mistakeOf(`when a { X = ${"!".repeat(200)}a }`)).toBe(tooDeep);
});

test("a hundred thousand levels are one mistake", () => {
  expect(mistakeOf(`X = ${"(".repeat(MANY)}a${")".repeat(MANY)}`)).toBe(tooDeep);
  expect(mistakeOf(`X = ${"!".repeat(MANY)}a`)).toBe(tooDeep);
  expect(mistakeOf(`X = ${"a -> ".repeat(MANY)}a`)).toBe(tooDeep);
  expect(mistakeOf(`X = ${"a ? a : ".repeat(MANY)}a`)).toBe(tooDeep);
  expect(mistakeOf(`${"when a { ".repeat(MANY)}${"}".repeat(MANY)}`)).toBe(tooDeep);
  expect(mistakeOf(`X = ${"(".repeat(MANY)}a`)).toBe("CR0102 `(` is never closed");
});

test("a chain of a hundred thousand operands is one node", () => {
  const { tree, diagnostics } = parse({ name: "x", text: `X = ${"a & ".repeat(MANY)}a` });
  expect(diagnostics).toEqual([]);
  const [rule] = tree.statements;
  const value = rule?.kind === "rule" ? rule.value : undefined;
  expect(value?.kind === "and" ? value.operands.length : undefined).toBe(MANY + 1);
});

test("the largest number is 2^53 - 1", () => {
  expect(mistakesOf("L[9007199254740991] = a")).toEqual([]);
  expect(mistakeOf("L[0x20000000000000] = a")).toMatch(/^CR0112/);
});

test("more than sixteen mebibytes are not read", () => {
  const largest = 16 * 1024 * 1024;
  expect(mistakesOf(" ".repeat(largest))).toEqual([]);
  expect(mistakesOf(" ".repeat(largest + 1))).toEqual([
    "1:1 CR0114 the file is larger than 16 MiB",
  ]);
});

test.each([
  ["statements", "A =\n"],
  ["opening braces", "when a {\n"],
  ["closing braces", "}"],
  ["unknown characters", "@\n"],
  ["control characters", "\0A"],
  ["missing braces", "caps\n"],
])("a hundred mistakes are shown, then one that says so: %s", (_kind, mistake) => {
  const mistakes = mistakesOf(mistake.repeat(MANY));
  expect(mistakes).toHaveLength(101);
  expect(mistakes.at(-1)).toContain("CR0115 more than 100 mistakes; the others are left out");
});

test("names after the hundredth mistake are known to be broken", () => {
  const { tree } = parse({ name: "x", text: `${"A =\n".repeat(200)}flag tdp\n` });
  expect(tree.brokenNames.has("tdp")).toBe(true);
});
