/** Formulas of random functions against their truth tables, and of small ones against the shortest by hand. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { Bdd, FALSE, TRUE, type Diagram } from "../../../src/bdd/bdd.ts";
import {
  formula,
  formulaBetween,
  formulaContext,
  withAtomWord,
} from "../../../src/codegen/plan/formula.ts";
import type { WordExpr } from "../../../src/codegen/plan/plan.ts";
import { costOf, EVERY_BIT, mask, notWord } from "../../../src/codegen/plan/word-expr.ts";
import { evaluateWord, fromWords, own } from "./words.ts";

const VARIABLES = 4;
const rows = Array.from({ length: 2 ** VARIABLES }, (_, row) => row);
const at = (row: number, variable: number): boolean => ((row >> variable) & 1) === 1;

/** In bit r of word v is the value of variable v in row r. */
const words = Array.from({ length: VARIABLES }, (_, variable) =>
  rows.reduce((word, row) => word | (at(row, variable) ? 1 << row : 0), 0),
);

function diagramOf(bdd: Bdd, isTrue: (row: number) => boolean): Diagram {
  return rows
    .filter(isTrue)
    .map((row) =>
      Array.from({ length: VARIABLES }, (_, variable) => {
        const positive = bdd.variable(variable);
        return at(row, variable) ? positive : bdd.not(positive);
      }).reduce((all, each) => bdd.and(all, each), TRUE),
    )
    .reduce((any, each) => bdd.or(any, each), FALSE);
}

function costOfAll(all: readonly WordExpr[]): number {
  return all.reduce((sum, each) => sum + costOf(each), 0);
}

const TABLE = 2 ** rows.length - 1;

test("a formula is true in all rows in which it must be, and in no others than it may be", () => {
  fc.assert(
    fc.property(fc.nat(TABLE), fc.nat(TABLE), (needed, more) => {
      const bdd = new Bdd();
      const context = formulaContext(bdd, own);
      const lower = diagramOf(bdd, (row) => at(needed, row));
      const upper = diagramOf(bdd, (row) => at(needed | more, row));
      const value = evaluateWord(
        formulaBetween(context, lower, upper),
        fromWords(words),
        context.temporaries,
      );
      expect([needed & ~value, value & TABLE & ~(needed | more)]).toEqual([0, 0]);
      const exact = evaluateWord(formula(context, lower), fromWords(words), context.temporaries);
      expect(exact & TABLE).toBe(needed);
    }),
    { numRuns: 300 },
  );
});

test("a diagram that is not worth covering is chosen by its variables, and means the same", () => {
  fc.assert(
    fc.property(fc.nat(TABLE), (table) => {
      const bdd = new Bdd();
      const context = formulaContext(bdd, own);
      context.coverable = 2;
      const word = formula(
        context,
        diagramOf(bdd, (row) => at(table, row)),
      );
      expect(evaluateWord(word, fromWords(words), context.temporaries) & TABLE).toBe(table);
    }),
    { numRuns: 300 },
  );
});

test.each<readonly [string, (a: number, b: number, c: number, d: number) => number, number]>([
  ["a & b", (a, b) => a & b, 1],
  ["a | b | c", (a, b, c) => a | b | c, 2],
  ["~a", (a) => ~a, 1],
  ["a & (b | c)", (a, b, c) => a & (b | c), 2],
  ["a & (b | c | d)", (a, b, c, d) => a & (b | c | d), 3],
  ["(a | b) & (c | d)", (a, b, c, d) => (a | b) & (c | d), 3],
  ["a & b | c & d", (a, b, c, d) => (a & b) | (c & d), 3],
  ["a | b & c & d", (a, b, c, d) => a | (b & c & d), 3],
  ["a ^ b", (a, b) => a ^ b, 1],
  ["a ^ b ^ c ^ d", (a, b, c, d) => a ^ b ^ c ^ d, 3],
  ["a & b ^ c", (a, b, c) => (a & b) ^ c, 2],
  ["a & ~b", (a, b) => a & ~b, 2],
  ["~a | ~b", (a, b) => ~a | ~b, 3],
])("`%s` takes as many operations as its text", (_text, isTrue, cost) => {
  const bdd = new Bdd();
  const diagram = diagramOf(bdd, (row) => {
    const value = (variable: number): number => Number(at(row, variable));
    return (isTrue(value(0), value(1), value(2), value(3)) & 1) === 1;
  });
  const context = formulaContext(bdd, own);
  const word = formula(context, diagram);
  expect(costOfAll([word, ...context.temporaries])).toBe(cost);
});

test.each<readonly [string, (bdd: Bdd, a: Diagram, b: Diagram, c: Diagram) => Diagram, number]>([
  ["a", (_bdd, a) => a, 0],
  ["~a", (bdd, a) => bdd.not(a), 1],
  ["a & b", (bdd, a, b) => bdd.and(a, b), 1],
  ["a | b", (bdd, a, b) => bdd.or(a, b), 1],
  ["~a & b", (bdd, a, b) => bdd.and(bdd.not(a), b), 2],
  ["~a | b", (bdd, a, b) => bdd.or(bdd.not(a), b), 2],
  ["(a & b) | (~a & c)", (bdd, a, b, c) => bdd.ite(a, b, c), 4],
])("a choice that is `%s` takes no more operations", (_text, make, cost) => {
  const bdd = new Bdd();
  const [a, b, c] = [bdd.variable(0), bdd.variable(1), bdd.variable(2)];
  const context = formulaContext(bdd, own, 0);
  const word = formula(context, make(bdd, a, b, c));
  expect(costOfAll([word, ...context.temporaries])).toBe(cost);
});

test("constants are words of equal bits, and atoms are their given words", () => {
  const bdd = new Bdd();
  const context = formulaContext(bdd, own);
  expect(formula(context, FALSE)).toEqual(mask(0, 0));
  expect(formula(context, TRUE)).toEqual(mask(EVERY_BIT, 0));
  const a = bdd.variable(2);
  expect(formula(context, a)).toEqual(own(2));
  expect(formula(withAtomWord(context, notWordOf), a)).toEqual(notWord(own(2)));
  // The formula between the bounds is a shortest one.
  const b = bdd.variable(3);
  expect(formulaBetween(context, bdd.and(a, b), a)).toEqual(own(2));
  expect(formulaBetween(context, bdd.and(a, b), TRUE)).toEqual(mask(EVERY_BIT, 0));
});

const notWordOf = (variable: number) => notWord(own(variable));

test("the common part of two halves of a choice is computed once", () => {
  const bdd = new Bdd();
  const context = formulaContext(bdd, own);
  context.coverable = 4;
  const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((variable) => bdd.variable(variable));
  if (a === undefined || b === undefined || c === undefined) throw new Error("five");
  if (d === undefined || e === undefined) throw new Error("five");
  // (a ? b : c) decides whether d & e or d | e counts; each of both is reached in two ways.
  const chosen = bdd.ite(bdd.ite(a, b, c), bdd.and(d, e), bdd.or(d, bdd.not(e)));
  const word = formula(context, chosen);
  const inner = Array.from({ length: 32 }, (_, row) => row);
  const values = [0, 1, 2, 3, 4].map((variable) =>
    inner.reduce((sum, row) => sum | (at(row, variable) ? 1 << row : 0), 0),
  );
  const right = inner.reduce((sum, row) => {
    const isTrue = bdd.evaluate(chosen, (variable) => at(row, variable));
    return sum | (isTrue ? 1 << row : 0);
  }, 0);
  expect(evaluateWord(word, fromWords(values), context.temporaries)).toBe(right);
  const total = costOfAll([word, ...context.temporaries]);
  // Three choices of 4, `d | ~e` of 2 once, and `d & e` of 1 twice, as a name for it would save nothing.
  expect(total).toBe(16);
});
