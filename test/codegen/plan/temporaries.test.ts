/** Compares the kept temporaries of a step with lists by hand. */

import { expect, test } from "vitest";

import type { WordExpr } from "../../../src/codegen/plan/plan.ts";
import { keepShared } from "../../../src/codegen/plan/temporaries.ts";
import { mask, notWord, shiftWord } from "../../../src/codegen/plan/word-expr.ts";
import { own } from "./words.ts";

const temporary = (index: number): WordExpr => ({ kind: "temporary", index });

test("a temporary that is read once is inlined, and an unread one is dropped", () => {
  const and = (...operands: readonly WordExpr[]): WordExpr => ({ kind: "and", operands });
  const temporaries = [
    and(own(0), own(1)), // read by nothing but the next, which nothing reads
    notWord(temporary(0)),
    and(own(2), own(3)), // read twice
    notWord(temporary(2)), // read once
  ];
  const value = and(temporary(2), temporary(3), mask(5, 0));
  expect(keepShared({ value, temporaries })).toEqual({
    value: and(temporary(0), notWord(temporary(0)), mask(5, 0)),
    temporaries: [and(own(2), own(3))],
  });
});

test("a temporary that is read once is inlined in every kind of expression", () => {
  const [a, b] = [own(0), own(1)];
  const read = temporary(0);
  const table: readonly (readonly [WordExpr, WordExpr])[] = [
    [read, notWord(a)],
    [
      { kind: "and", operands: [b, read] },
      { kind: "and", operands: [b, notWord(a)] },
    ],
    [
      { kind: "or", operands: [b, read] },
      { kind: "or", operands: [b, notWord(a)] },
    ],
    [
      { kind: "xor", operands: [b, read] },
      { kind: "xor", operands: [b, notWord(a)] },
    ],
    [
      { kind: "not", operand: read },
      { kind: "not", operand: notWord(a) },
    ],
    [shiftWord(read, 3), shiftWord(notWord(a), 3)],
    [
      { kind: "broadcast", operand: read, bit: 3 },
      { kind: "broadcast", operand: notWord(a), bit: 3 },
    ],
    [mask(3, 0), mask(3, 0)],
  ];
  for (const [value, written] of table) {
    expect(keepShared({ value, temporaries: [notWord(a)] })).toEqual({
      value: written,
      temporaries: [],
    });
  }
});

test("an expression deeper than eight is a statement of its own", () => {
  const nested = (depth: number): WordExpr =>
    depth === 0 ? own(0) : shiftWord(nested(depth - 1), 1);
  const keep = (depth: number): unknown =>
    keepShared({ value: shiftWord(temporary(0), 1), temporaries: [nested(depth)] });
  expect(keep(8)).toEqual({ value: nested(9), temporaries: [] });
  expect(keep(9)).toEqual({ value: shiftWord(temporary(0), 1), temporaries: [nested(9)] });
});

test("a temporary that only an unread one reads is dropped", () => {
  const value = shiftWord(temporary(0), 1);
  const temporaries = [notWord(own(0)), shiftWord(temporary(0), 2), shiftWord(temporary(1), 3)];
  expect(keepShared({ value, temporaries })).toEqual({
    value: shiftWord(notWord(own(0)), 1),
    temporaries: [],
  });
});
