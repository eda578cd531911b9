/**
 * JavaScript's number operators on integers whose bits are decision diagrams.
 *
 * Bit operators and typed arrays see a number modulo 2^32, so 32 diagrams are the whole story for
 * them. Comparisons see the number itself; `range` says which number the bits stand for.
 */

import { FALSE, TRUE, type Bdd, type Diagram } from "../../../bdd/bdd.ts";

export interface Word {
  /** 32, the lowest bit first: the number modulo 2^32. */
  readonly bits: readonly Diagram[];
  /** `wide` is an integer of which only the residue is known; its magnitude is below 2^33. */
  readonly range: "int32" | "uint32" | "wide";
}

const BITS = 32;

export function constantWord(value: number): Word {
  const bits: Diagram[] = [];
  for (let bit = 0; bit < BITS; bit++) bits.push((value >>> bit) & 1 ? TRUE : FALSE);
  return {
    bits,
    range: value === value >>> 0 ? "uint32" : value === (value | 0) ? "int32" : "wide",
  };
}

/** The number that a word always is; undefined where it depends on anything, or is wide. */
export function constantOf(word: Word): number | undefined {
  if (word.range === "wide") return undefined;
  let value = 0;
  for (const [bit, diagram] of word.bits.entries()) {
    if (diagram === TRUE) value |= 1 << bit;
    else if (diagram !== FALSE) return undefined;
  }
  return word.range === "uint32" ? value >>> 0 : value;
}

export function not(bdd: Bdd, operand: Word): Word {
  return { bits: operand.bits.map((bit) => bdd.not(bit)), range: "int32" };
}

export function bitwise(bdd: Bdd, operator: "and" | "or" | "xor", left: Word, right: Word): Word {
  const bits = left.bits.map((bit, index) => bdd[operator](bit, bitAt(right, index)));
  return { bits, range: "int32" };
}

/** The distance counts modulo 32, as JavaScript has it. */
export function shift(
  bdd: Bdd,
  operator: "<<" | ">>" | ">>>",
  operand: Word,
  distance: Word,
): Word {
  const step = operator === "<<" ? -1 : 1;
  const fill = operator === ">>" ? bitAt(operand, BITS - 1) : FALSE;
  let { bits } = operand;
  for (let power = 0; power < 5; power++) {
    const isMoved = bitAt(distance, power);
    // Nearly every distance is a constant.
    if (isMoved === FALSE) continue;
    const from = bits;
    const moved = from.map((_, index) => from[index + step * 2 ** power] ?? fill);
    bits = select(bdd, isMoved, moved, from);
  }
  return { bits, range: operator === ">>>" ? "uint32" : "int32" };
}

/** The exact sum; undefined if it might exceed the magnitude of a wide word. */
export function add(bdd: Bdd, left: Word, right: Word): Word | undefined {
  if (left.range === "wide" || right.range === "wide") return undefined;
  const [a, b] = [constantOf(left), constantOf(right)];
  if (a !== undefined && b !== undefined) return constantWord(a + b);
  return { bits: sum(bdd, left, right, FALSE), range: "wide" };
}

export function subtract(bdd: Bdd, left: Word, right: Word): Word | undefined {
  if (left.range === "wide" || right.range === "wide") return undefined;
  const [a, b] = [constantOf(left), constantOf(right)];
  if (a !== undefined && b !== undefined) return constantWord(a - b);
  return { bits: sum(bdd, left, not(bdd, right), TRUE), range: "wide" };
}

export function negate(bdd: Bdd, operand: Word): Word {
  const bits = sum(bdd, constantWord(0), not(bdd, operand), TRUE);
  return { bits, range: isNatural31(operand) ? "int32" : "wide" };
}

export function choose(bdd: Bdd, condition: Diagram, yes: Word, no: Word): Word {
  return { bits: select(bdd, condition, yes.bits, no.bits), range: commonRange(yes, no) };
}

/** `===`; undefined where the numbers themselves are not known. */
export function equal(bdd: Bdd, left: Word, right: Word): Diagram | undefined {
  if (left.range === "wide" || right.range === "wide") return undefined;
  const differ = left.bits.map((bit, index) => bdd.xor(bit, bitAt(right, index)));
  // Equal bits are different numbers where one is read as negative and the other as large.
  if (left.range !== right.range) differ.push(bitAt(left, BITS - 1));
  return bdd.not(differ.reduce((any, bit) => bdd.or(any, bit), FALSE));
}

function sum(bdd: Bdd, left: Word, right: Word, carryIn: Diagram): readonly Diagram[] {
  let carry = carryIn;
  return left.bits.map((a, index) => {
    const b = bitAt(right, index);
    const half = bdd.xor(a, b);
    const digit = bdd.xor(half, carry);
    carry = bdd.ite(half, carry, a);
    return digit;
  });
}

function select(
  bdd: Bdd,
  condition: Diagram,
  yes: readonly Diagram[],
  no: readonly Diagram[],
): readonly Diagram[] {
  if (condition === TRUE) return yes;
  if (condition === FALSE) return no;
  return yes.map((bit, index) => bdd.ite(condition, bit, no[index] ?? FALSE));
}

function commonRange(left: Word, right: Word): Word["range"] {
  if (left.range === right.range) return left.range;
  if (left.range === "wide" || right.range === "wide") return "wide";
  const unsigned = left.range === "uint32" ? left : right;
  const signed = left.range === "uint32" ? right : left;
  if (isNatural31(unsigned)) return "int32";
  return isNatural31(signed) ? "uint32" : "wide";
}

/** The number is from 0 to 2^31 - 1 and means the same, signed or not. */
function isNatural31(word: Word): boolean {
  return word.range !== "wide" && bitAt(word, BITS - 1) === FALSE;
}

function bitAt(word: Word, index: number): Diagram {
  return word.bits[index] ?? FALSE;
}
