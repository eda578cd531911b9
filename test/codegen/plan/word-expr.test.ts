/** Simplified word expressions mean what they meant, and are as small as they can be by hand. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { WordExpr } from "../../../src/codegen/plan/plan.ts";
import {
  andWords,
  costOf,
  depthOf,
  EVERY_BIT,
  mask,
  notWord,
  operandsOfWord,
  orWords,
  shiftWord,
  xorWords,
} from "../../../src/codegen/plan/word-expr.ts";
import { evaluateWord, fromWords, moved, own } from "./words.ts";

const temporary = (index: number): WordExpr => ({ kind: "temporary", index });
const [a, b, c] = [own(0), own(1), own(2)];

const WORDS = 3;

interface Built {
  readonly expr: WordExpr;
  /** Its value for values of the words, computed as it is built. */
  readonly value: (words: readonly number[]) => number;
}

const { built } = fc.letrec<{ built: Built }>((tie) => ({
  built: fc.oneof(
    { maxDepth: 5 },
    fc.nat(WORDS - 1).map((word): Built => ({
      expr: own(word),
      value: (words) => words[word] ?? 0,
    })),
    fc.constantFrom(0, EVERY_BIT, 1, 0x8000_0000, 0xffff_0000).map((bits): Built => ({
      expr: mask(bits, 0),
      value: () => bits,
    })),
    tie("built").map(({ expr, value }): Built => ({
      expr: notWord(expr),
      value: (words) => ~value(words),
    })),
    fc
      .tuple(tie("built"), fc.integer({ min: -31, max: 31 }))
      .map(([{ expr, value }, distance]): Built => ({
        expr: shiftWord(expr, distance),
        value: (words) => moved(value(words), distance),
      })),
    fc.tuple(tie("built"), tie("built")).map(([left, right]): Built => ({
      expr: xorWords(left.expr, right.expr),
      value: (words) => left.value(words) ^ right.value(words),
    })),
    fc.array(tie("built"), { maxLength: 4 }).map((all): Built => ({
      expr: andWords(all.map(({ expr }) => expr)),
      value: (words) => all.reduce((sum, { value }) => sum & value(words), -1),
    })),
    fc.array(tie("built"), { maxLength: 4 }).map((all): Built => ({
      expr: orWords(all.map(({ expr }) => expr)),
      value: (words) => all.reduce((sum, { value }) => sum | value(words), 0),
    })),
  ),
}));

test("a simplified expression keeps its value", () => {
  const word = fc.oneof(fc.constantFrom(0, EVERY_BIT), fc.nat(EVERY_BIT));
  fc.assert(
    fc.property(built, fc.tuple(word, word, word), ({ expr, value }, words) => {
      expect(evaluateWord(expr, fromWords(words)) >>> 0).toBe(value(words) >>> 0);
    }),
    { numRuns: 300 },
  );
});

test("constants are computed, and are unsigned", () => {
  expect(mask(-1, 3)).toEqual({ kind: "mask", value: 0xffff_ffff, word: 3 });
  expect(notWord(mask(1, 2))).toEqual(mask(0xffff_fffe, 2));
  expect(andWords([mask(0xff, 1), a, mask(0xf0f, 2)])).toEqual({
    kind: "and",
    operands: [a, mask(0xf, 1)],
  });
  expect(orWords([mask(0xf0, 1), a, mask(0x8000_0000, 2)])).toEqual({
    kind: "or",
    operands: [a, mask(0x8000_00f0, 1)],
  });
});

test("dominating operands replace the expression, and neutral ones are dropped", () => {
  expect(andWords([a, mask(0, 1)])).toEqual(mask(0, 1));
  expect(orWords([a, mask(EVERY_BIT, 1)])).toEqual(mask(EVERY_BIT, 1));
  expect(andWords([a, mask(EVERY_BIT, 1)])).toBe(a);
  expect(orWords([mask(0, 1), a])).toBe(a);
  expect(andWords([])).toEqual(mask(EVERY_BIT, 0));
  expect(orWords([])).toEqual(mask(0, 0));
  expect(notWord(notWord(a))).toBe(a);
  expect(shiftWord(a, 0)).toBe(a);
});

test("operands of the same operation are one list; of another they stay together", () => {
  expect(andWords([andWords([a, b]), c])).toEqual({ kind: "and", operands: [a, b, c] });
  expect(orWords([orWords([a, b]), c])).toEqual({ kind: "or", operands: [a, b, c] });
  expect(andWords([a, orWords([b, c])])).toEqual({
    kind: "and",
    operands: [a, { kind: "or", operands: [b, c] }],
  });
});

test("plain words come first, then compound expressions, masks last", () => {
  const made = notWord(b);
  expect(operandsOfWord(andWords([mask(1, 0), made, a]))).toEqual([a, made, mask(1, 0)]);
});

test("operands that move by the same distance move together", () => {
  expect(andWords([shiftWord(a, 4), shiftWord(b, 4)])).toEqual(
    shiftWord({ kind: "and", operands: [a, b] }, 4),
  );
  expect(orWords([shiftWord(a, 4), c, shiftWord(b, 5), shiftWord(b, 4)])).toEqual({
    kind: "or",
    operands: [c, shiftWord({ kind: "or", operands: [a, b] }, 4), shiftWord(b, 5)],
  });
});

/**
 * The cost is one for each operation on words. A broadcast is a shift, a mask and a negation, like
 * `has`.
 */
test("a cost is the number of machine operations, a depth that of nested ones", () => {
  const host = { kind: "own", word: 9 } as const;
  const table: readonly (readonly [WordExpr, cost: number, depth: number])[] = [
    [a, 0, 0],
    [mask(5, 0), 0, 0],
    [temporary(0), 0, 0],
    [notWord(a), 1, 1],
    [shiftWord(a, -3), 1, 1],
    [{ kind: "broadcast", operand: notWord(a), bit: 3 }, 4, 2],
    [andWords([a, b, c]), 2, 1],
    [orWords([notWord(a), b]), 2, 2],
    [xorWords(a, shiftWord(notWord(host), 2)), 3, 3],
  ];
  for (const [expr, cost, depth] of table) {
    expect([costOf(expr), depthOf(expr)]).toEqual([cost, depth]);
  }
});

test("an expression lists its operands", () => {
  expect(operandsOfWord(a)).toEqual([]);
  expect(operandsOfWord(notWord(a))).toEqual([a]);
  expect(operandsOfWord(shiftWord(a, 1))).toEqual([a]);
  expect(operandsOfWord({ kind: "broadcast", operand: b, bit: 0 })).toEqual([b]);
  expect(operandsOfWord(xorWords(a, b))).toEqual([a, b]);
});
