/** Builds and simplifies word expressions, and computes their cost. */

import { unreachable } from "../../base/unreachable.ts";
import type { WordExpr } from "./plan.ts";

export const EVERY_BIT = 0xffff_ffff;

export function mask(value: number, word: number): WordExpr {
  return { kind: "mask", value: value >>> 0, word };
}

export function notWord(operand: WordExpr): WordExpr {
  if (operand.kind === "not") return operand.operand;
  if (operand.kind === "mask") return mask(~operand.value, operand.word);
  return { kind: "not", operand };
}

export function andWords(operands: readonly WordExpr[]): WordExpr {
  return nary("and", operands);
}

export function orWords(operands: readonly WordExpr[]): WordExpr {
  return nary("or", operands);
}

export function xorWords(left: WordExpr, right: WordExpr): WordExpr {
  return { kind: "xor", operands: [left, right] };
}

/** Bits move by `distance` places, to higher bits where it is positive. */
export function shiftWord(operand: WordExpr, distance: number): WordExpr {
  return distance === 0 ? operand : { kind: "shift", operand, distance };
}

function nary(kind: "and" | "or", operands: readonly WordExpr[]): WordExpr {
  const flat = operands.flatMap((each) => (each.kind === kind ? each.operands : [each]));
  const neutral = kind === "and" ? EVERY_BIT : 0;
  const absorbing = kind === "and" ? 0 : EVERY_BIT;
  const constants = flat.filter((each) => each.kind === "mask");
  const word = constants[0]?.word ?? 0;
  const value = constants.reduce(
    (sum, each) => (kind === "and" ? sum & each.value : sum | each.value) >>> 0,
    neutral,
  );
  if (value === absorbing) return mask(absorbing, word);
  const others = mergeShifts(
    kind,
    flat.filter((each) => each.kind !== "mask"),
  );
  const inOrder = [...others.filter(isPlain), ...others.filter((each) => !isPlain(each))];
  const all = value === neutral ? inOrder : [...inOrder, mask(value, word)];
  const [only] = all;
  if (only === undefined) return mask(neutral, word);
  return all.length === 1 ? only : { kind, operands: all };
}

/** Used to sort operands: plain words first, then compound expressions, masks last. */
function isPlain({ kind }: WordExpr): boolean {
  return kind === "word" || kind === "own";
}

/** Combines operands that are shifted by the same distance under one shift. */
function mergeShifts(kind: "and" | "or", operands: readonly WordExpr[]): readonly WordExpr[] {
  const merged: WordExpr[] = [];
  const byDistance = new Map<number, number>();
  for (const operand of operands) {
    const place = operand.kind === "shift" ? byDistance.get(operand.distance) : undefined;
    const first = place === undefined ? undefined : merged[place];
    if (operand.kind !== "shift" || place === undefined || first?.kind !== "shift") {
      if (operand.kind === "shift") byDistance.set(operand.distance, merged.length);
      merged.push(operand);
    } else {
      merged[place] = shiftWord(nary(kind, [first.operand, operand.operand]), operand.distance);
    }
  }
  return merged;
}

/** The number of machine operations. Reading a word, a constant or a hoisted condition is free. */
export function costOf(expr: WordExpr): number {
  switch (expr.kind) {
    case "word":
    case "own":
    case "mask":
    case "flag":
    case "enum":
    case "temporary":
      return 0;
    case "has":
      return 3;
    case "broadcast":
      return 3 + costOf(expr.operand);
    case "shift":
    case "not":
      return 1 + costOf(expr.operand);
    case "and":
    case "or":
    case "xor":
      return expr.operands.reduce((sum, each) => sum + costOf(each), expr.operands.length - 1);
    default:
      return unreachable(expr);
  }
}

/** The direct operands of an expression. */
export function operandsOfWord(expr: WordExpr): readonly WordExpr[] {
  switch (expr.kind) {
    case "and":
    case "or":
    case "xor":
      return expr.operands;
    case "not":
    case "shift":
    case "broadcast":
      return [expr.operand];
    default:
      return [];
  }
}

/** The nesting depth of operations. */
export function depthOf(expr: WordExpr): number {
  const operands = operandsOfWord(expr);
  return operands.length === 0 ? 0 : 1 + Math.max(...operands.map(depthOf));
}
