/** What several formulas of a word have in common is computed once. */

import { expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import type { WordExpr } from "../../src/plan/plan.ts";
import { keepShared } from "../../src/plan/temporaries.ts";
import { mask, notWord } from "../../src/plan/word-expr.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";

/** The highest of so many bits in which host and guest differ decides. */
function priorityOf(count: number): string {
  const names = Array.from({ length: 32 }, (_, bit) => `${bit} B${bit}`).join(" ");
  const chain = Array.from({ length: count }, (_, bit) => bit).reduce(
    (rest, bit) => `(host.B${bit} ^ guest.B${bit}) ? host.B${bit} : (${rest})`,
    "none",
  );
  return `
layout wide { word ONLY { ${names} } }
input host: wide
input guest: wide
caps vcpu: wide { default = host & guest; B20 = ${chain} }
`;
}

test("a chain of choices takes code in proportion to its length, and is proved", async () => {
  const lengths = [];
  for (const count of [10, 20]) {
    const { ok, code } = await compile(sourceOf(priorityOf(count)));
    expect(ok).toBe(true);
    const body = code?.slice(code.indexOf("export function initVcpu("), code.indexOf("Rows("));
    lengths.push(body?.length ?? 0);
  }
  const [ten = 0, twenty = 0] = lengths;
  expect(twenty).toBeLessThan(3 * ten);
});

test("a temporary that is read once is written where it is read, and one that is not read goes", () => {
  const bit = (value: number): WordExpr => ({ kind: "own", word: value });
  const temporary = (index: number): WordExpr => ({ kind: "temporary", index });
  const and = (...operands: readonly WordExpr[]): WordExpr => ({ kind: "and", operands });
  const temporaries = [
    and(bit(0), bit(1)), // read by nothing but the next, which nothing reads
    notWord(temporary(0)),
    and(bit(2), bit(3)), // read twice
    notWord(temporary(2)), // read once
  ];
  const value = and(temporary(2), temporary(3), mask(5, 0));
  expect(keepShared({ value, temporaries })).toEqual({
    value: and(temporary(0), notWord(temporary(0)), mask(5, 0)),
    temporaries: [and(bit(2), bit(3))],
  });
});

test("build says which word takes more code than its rules, and which rule it is", async () => {
  // Flags stand as they are declared, so the code tells all subsets of the first 10 apart.
  const numbers = Array.from({ length: 10 }, (_, number) => number);
  const flags = [...numbers, ...numbers.map((number) => number + 10)];
  const pairs = numbers.map((number) => `(f${number} & f${number + 10})`).join(" ^ ");
  const rules = `layout tiny { word FIRST { 0 A } word SECOND { 0 B 1 C } }
input host: tiny
${flags.map((flag) => `flag f${flag}`).join("\n")}
caps c: tiny { default = host; A = f0 & f1; B = f2; C = ${pairs} }
`;
  const { ok, code, diagnostics } = await compile(sourceOf(rules));
  expect([ok, code === undefined]).toEqual([true, false]);
  const [warning, ...others] = diagnostics;
  expect([warning?.code, warning?.severity, others]).toEqual(["CR0424", "warning", []]);
  // 20 flags in C's rule, 1 in B's, and `host` in the default.
  const told = /^the code for SECOND of `c` takes (\d+) operations, .* name 22 inputs$/;
  expect(Number(told.exec(warning?.message ?? "")?.[1])).toBeGreaterThan(500);
  expect(textAt(warning ?? {})).toMatch(/^C = \(f0 & f10\)/);
});
