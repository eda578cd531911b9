/**
 * The atoms of word operations, as variables of the plan's own diagrams.
 *
 * An atom is named relative to the bit that is being computed: "host, word 4, 23 bits higher". Two
 * bits whose values have the same shape at the same distances therefore have the same diagram,
 * however the rules are written. If several bits of a word depend on one condition, its atom is
 * named absolutely instead ("host, word 4, bit 26") and spread over the word.
 */

import { TRUE, type Bdd, type Diagram, type Variable } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import type { Atoms } from "../../meaning/lower.ts";
import { bitOf, wordOf, type BitIndex } from "../../model/layout.ts";
import type { Bitmap, CapabilitySet, Flag } from "../../model/model.ts";
import type { WordExpr } from "./plan.ts";
import { shiftWord } from "./word-expr.ts";

export interface PlanAtoms {
  readonly bdd: Bdd;
  /** The atoms for one target bit of the word. */
  readonly seenFrom: (target: BitIndex, naming: Naming) => Atoms;
  /** The word whose bit i is the atom's value for target bit i. */
  readonly wordOf: (variable: Variable) => WordExpr;
}

export type Naming = "relative" | "absolute";

/** The flags and bitmaps that a set may read, in order of declaration. */
export interface Readable {
  readonly flags: readonly Flag[];
  readonly bitmaps: readonly Bitmap[];
}

/**
 * The atoms of one word of the set. Each word has its own numbering, so that its plan does not
 * depend on which other words are planned. Flags, and the words in which "this bit" is read, are
 * numbered in order of declaration, so that the plan does not depend on the order of a rule's
 * operands.
 */
export function planAtoms(
  bdd: Bdd,
  { flags, bitmaps }: Readable,
  set: CapabilitySet,
  word: number,
): PlanAtoms {
  const byKey = new Map<unknown, Map<string, Variable>>();
  const words: WordExpr[] = [];
  const atom = (owner: unknown, key: string, word: () => WordExpr): Diagram => {
    let ofOwner = byKey.get(owner);
    if (ofOwner === undefined) byKey.set(owner, (ofOwner = new Map<string, Variable>()));
    let variable = ofOwner.get(key);
    if (variable === undefined) ofOwner.set(key, (variable = words.push(word()) - 1));
    return bdd.variable(variable);
  };
  const readWord = (bitmap: Bitmap, place: number): WordExpr =>
    bitmap === set ? { kind: "own", word: place } : { kind: "word", bitmap, word: place };

  const bitAt = (bitmap: Bitmap, place: number, distance: number): Diagram =>
    atom(bitmap, `${place} ${distance}`, () => shiftWord(readWord(bitmap, place), -distance));
  const flagAtom = (flag: Flag): Diagram => atom(flag, "", () => ({ kind: "flag", flag }));

  flags.forEach(flagAtom);
  for (const bitmap of bitmaps) {
    if (bitmap.layout === set.layout && bitmap !== set) bitAt(bitmap, word, 0);
  }

  const seenFrom = (target: BitIndex, naming: Naming): Atoms => ({
    bit: (bitmap, bit) => {
      const place = wordOf(bit);
      const distance = bitOf(bit) - bitOf(target);
      return distance === 0 || naming === "relative"
        ? bitAt(bitmap, place, distance)
        : atom(bitmap, `bit ${bit}`, () => ({
            kind: "broadcast",
            operand: readWord(bitmap, place),
            bit: bitOf(bit),
          }));
    },
    has: (bitmap, entry) => atom(bitmap, `has ${entry}`, () => ({ kind: "has", bitmap, entry })),
    flag: flagAtom,
    enumIn: (enumeration, values) => {
      const all = enumeration.values.map((_, value) => value);
      const others = all.filter((value) => !values.includes(value));
      if (others.length === 0) return TRUE;
      // A list of values and its complement share one atom: the shorter list, or of two equally
      // long ones that with the first value.
      const isShorter =
        values.length < others.length || (values.length === others.length && values.includes(0));
      const listed = isShorter ? [...values].sort((a, b) => a - b) : others;
      const diagram = atom(enumeration, listed.join(" "), () => ({
        kind: "enum",
        enumeration,
        values: listed,
      }));
      return isShorter ? diagram : bdd.not(diagram);
    },
  });
  return {
    bdd,
    seenFrom,
    wordOf: (variable) => definitely(words[variable], "an atom without a word"),
  };
}
