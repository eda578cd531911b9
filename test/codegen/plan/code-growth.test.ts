/** Tests the report of words with more code than rules, on both sides of the limits. */

import { expect, test } from "vitest";

import { grownWords } from "../../../src/codegen/plan/code-growth.ts";
import type { SetPlan, WordStep } from "../../../src/codegen/plan/plan.ts";
import { planText, textAt } from "../../harness/compile-text.ts";
import { own } from "./words.ts";

/** The default names 2 inputs, A 1, B 91 with its condition, C 3; the default alone governs LAST. */
const NAMES = Array.from({ length: 30 }, (_, bit) => `host.FIRST[${bit}]`);
const PROGRAM = `
layout tiny { word FIRST { 0 A  1 B }  word MORE { 0 C }  word LAST { 0 D } }
input host: tiny
input guest: tiny
flag f
caps c: tiny {
  default = host & guest
  A = f
  when f { B = ${[...NAMES, ...NAMES, ...NAMES].join(" & ")} }
  C = guest & f | host.A
}
`;

/** A step of so many operations. */
function step(word: number, operations: number, inTemporary = 0): WordStep {
  const cost = (count: number) => ({
    kind: "and" as const,
    operands: Array.from({ length: count + 1 }, (_, at) => own(at)),
  });
  return {
    word,
    action: "assign",
    value: cost(operations - inTemporary),
    temporaries: inTemporary === 0 ? [] : [cost(inTemporary)],
    notes: [],
    overlapping: [],
  };
}

function grown(...steps: readonly WordStep[]): readonly (readonly unknown[])[] {
  const plan: SetPlan = { ...planText(PROGRAM, "c"), steps };
  return grownWords(plan).map(({ word, operations, names, rule }) => [
    word,
    operations,
    names,
    textAt(rule).slice(0, 9),
  ]);
}

test("a word is large from 501 operations on, of all of its steps together", () => {
  expect(grown(step(1, 500))).toEqual([]);
  expect(grown(step(1, 501))).toEqual([[1, 501, 5, "C = guest"]]);
  expect(grown(step(1, 501, 400))).toEqual([[1, 501, 5, "C = guest"]]);
  expect(grown(step(1, 300), step(1, 201))).toEqual([[1, 501, 5, "C = guest"]]);
  expect(grown(step(1, 300), step(0, 201))).toEqual([]);
});

test("it is reported above six operations for each name, at the rule with the most names", () => {
  expect(grown(step(0, 564))).toEqual([]);
  expect(grown(step(0, 565))).toEqual([[0, 565, 94, "B = host."]]);
});

test("words are reported in order, and at the default if no other rule exists", () => {
  expect(grown(step(2, 900), step(1, 700), step(0, 600))).toEqual([
    [0, 600, 94, "B = host."],
    [1, 700, 5, "C = guest"],
    [2, 900, 2, "default ="],
  ]);
});
