/** Evaluates word expressions as the machine would, without generated code. */

import type { WordExpr } from "../../../src/codegen/plan/plan.ts";
import { operandsOfWord } from "../../../src/codegen/plan/word-expr.ts";

export const own = (word: number): WordExpr => ({ kind: "own", word });

/** Shifts as in C: zeros come in. */
export const moved = (value: number, distance: number): number =>
  distance >= 0 ? value << distance : value >>> -distance;

/** An operand that is read from outside. */
export type Read = Extract<WordExpr, { kind: "word" | "own" | "flag" | "enum" | "has" }>;

/**
 * A word of 32 bits, signed.
 * @param read the value of a word, or whether a condition holds.
 */
export function evaluateWord(
  expr: WordExpr,
  read: (atom: Read) => number | boolean,
  temporaries: readonly WordExpr[] = [],
): number {
  const evaluate = (each: WordExpr): number => evaluateWord(each, read, temporaries);
  const operands = operandsOfWord(expr).map(evaluate);
  const [first = 0] = operands;
  switch (expr.kind) {
    case "mask":
      return expr.value | 0;
    case "temporary": {
      const stored = temporaries[expr.index];
      if (stored === undefined) throw new Error(`there is no temporary ${expr.index}`);
      return evaluate(stored);
    }
    case "not":
      return ~first;
    case "shift":
      return moved(first, expr.distance);
    case "broadcast":
      return ((first >>> expr.bit) & 1) === 1 ? -1 : 0;
    case "and":
      return operands.reduce((sum, each) => sum & each, -1);
    case "or":
      return operands.reduce((sum, each) => sum | each, 0);
    case "xor":
      return operands.reduce((sum, each) => sum ^ each, 0);
    default: {
      const value = read(expr);
      return typeof value === "boolean" ? -Number(value) : value | 0;
    }
  }
}

/** For expressions that read own words only. */
export function fromWords(words: readonly number[]): (atom: Read) => number {
  return (atom) => {
    if (atom.kind !== "own") throw new Error(`no ${atom.kind} is read`);
    return words[atom.word] ?? 0;
  };
}
