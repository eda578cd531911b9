/** The typed arrays of an emitted function as rows of words of decision diagrams. */

import type { Bdd, Diagram, Variable } from "../../../bdd/bdd.ts";
import type { Atoms } from "../../../meaning/lower.ts";
import { WORD_BITS, type BitIndex } from "../../../model/layout.ts";
import type { Bitmap, CapabilitySet } from "../../../model/model.ts";
import { bitmapLength } from "../../plan/plan.ts";
import type { Word } from "./word.ts";

/** An input array of a function. */
export interface InputArray {
  readonly kind: "input";
  readonly bitmap: Bitmap;
  /** Position among the function's inputs. */
  readonly ordinal: number;
  /** Elements of one row. */
  readonly rowLength: number;
  /** The words of the current row that have been read so far. */
  readonly read: Map<number, Word>;
}

/** The output array of a function. */
export interface OutArray {
  readonly kind: "out";
  readonly rowLength: number;
  /** The words of the current row that have been written so far. */
  readonly written: Map<number, Word>;
}

/**
 * The unused bits of a last presence word may hold anything, so each is a variable of its own, from
 * here on; no variable of the rules is as late in the order.
 */
export const FIRST_UNUSED: Variable = 0x7000_0000;

export function inputArray(bitmap: Bitmap, ordinal: number): InputArray {
  const rowLength = bitmap.kind === "input" ? bitmapLength(bitmap) : bitmap.layout.words.length;
  return { kind: "input", bitmap, ordinal, rowLength, read: new Map() };
}

export function outArray(set: CapabilitySet): OutArray {
  return { kind: "out", rowLength: set.layout.words.length, written: new Map() };
}

/** A word of the row at hand; undefined where it has none, or it was not written yet. */
export function readWord(
  bdd: Bdd,
  atoms: Atoms,
  array: InputArray | OutArray,
  element: number,
): Word | undefined {
  if (array.kind === "out") return array.written.get(element);
  if (!Number.isInteger(element) || element < 0 || element >= array.rowLength) return undefined;

  const known = array.read.get(element);
  if (known !== undefined) return known;
  const bits = Array.from({ length: WORD_BITS }, (_, bit) =>
    readBit(bdd, atoms, array, element * WORD_BITS + bit),
  );
  const word: Word = { bits, range: "uint32" };
  array.read.set(element, word);
  return word;
}

/** After the words of an input stand its presence bits. */
function readBit(bdd: Bdd, atoms: Atoms, array: InputArray, bit: BitIndex): Diagram {
  const { bitmap, ordinal } = array;
  const { words, entries } = bitmap.layout;
  const entry = bit - words.length * WORD_BITS;
  if (entry < 0) return atoms.bit(bitmap, bit);
  if (bitmap.kind === "input" && entry < entries.length) return atoms.has(bitmap, entry);
  return bdd.variable(FIRST_UNUSED + ordinal * WORD_BITS + (entry % WORD_BITS));
}

/** Stored modulo 2^32. False where the row has no such element. */
export function writeWord(array: OutArray, element: number, word: Word): boolean {
  if (!Number.isInteger(element) || element < 0 || element >= array.rowLength) return false;
  array.written.set(element, { bits: word.bits, range: "uint32" });
  return true;
}
