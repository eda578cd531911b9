/**
 * The word plan of one capability set: the masked 32-bit operations that compute it, in order.
 *
 * Values are 32-bit words in which every bit computes its own result; a condition becomes a word of
 * 32 equal bits. Nothing here knows TypeScript.
 */

import type { BitIndex, Layout } from "../../model/layout.ts";
import type { Bitmap, CapabilitySet, Enumeration, Flag } from "../../model/model.ts";

export interface SetPlan {
  readonly set: CapabilitySet;
  /** The bitmaps that `steps` read, in order of declaration, inputs before sets; never the set itself. */
  readonly bitmaps: readonly Bitmap[];
  /** The flags and enumerations that `steps` read, in order of declaration. */
  readonly flags: readonly Flag[];
  readonly enumerations: readonly Enumeration[];
  /** The default and `unnamed`: they govern the bits that no step notes otherwise. */
  readonly defaultRules: readonly RuleNote[];
  /** Every word of the set is assigned by its first step and only refined by later ones. */
  readonly steps: readonly WordStep[];
}

/** A bitmap, flag or enumeration that a set is computed from. */
export type SetInput = Bitmap | Flag | Enumeration;

/** All that the steps read: bitmaps, then flags, then enumerations, each in order of declaration. */
export function inputsOf({
  bitmaps,
  flags,
  enumerations,
}: Pick<SetPlan, "bitmaps" | "flags" | "enumerations">): readonly SetInput[] {
  return [...bitmaps, ...flags, ...enumerations];
}

/** Computes some or all bits of one word of the set. */
export interface WordStep {
  /** Word of the set. */
  readonly word: number;
  /**
   * `assign` writes the whole word, `merge` ORs bits into it that are still zero, and `restrict` ANDs
   * away bits that lack what they require.
   */
  readonly action: "assign" | "merge" | "restrict";
  readonly value: WordExpr;
  /** Words that `value` or later temporaries read more than once, by index. */
  readonly temporaries: readonly WordExpr[];
  /** The rules behind the step, for comments. The set's default rules are left out. */
  readonly notes: readonly RuleNote[];
  /**
   * Bits for which several conditional rules apply together in some case that the assumptions
   * exclude; ascending.
   */
  readonly overlapping: readonly BitIndex[];
}

/** A rule that governs bits of a word. */
export interface RuleNote {
  /**
   * Ascending; all in the step's word. Empty for a leaf's default, which governs all bits without
   * another rule.
   */
  readonly bits: readonly BitIndex[];
  /** The rule as written, on one line: `emulated = guest`, `requires XSAVE`, `= boot, when tdp`. */
  readonly rule: string;
  readonly because: string | undefined;
}

export type WordExpr =
  /** A word of a bitmap. */
  | { readonly kind: "word"; readonly bitmap: Bitmap; readonly word: number }
  /** A word of the set itself, as the previous steps left it. */
  | { readonly kind: "own"; readonly word: number }
  /** A constant, unsigned; its bits are named after the set's word `word` in a comment. */
  | { readonly kind: "mask"; readonly value: number; readonly word: number }
  /** All ones while the flag is on, else zero. */
  | { readonly kind: "flag"; readonly flag: Flag }
  /** All ones while the enumeration has one of the values, else zero. */
  | { readonly kind: "enum"; readonly enumeration: Enumeration; readonly values: readonly number[] }
  /** All ones while the input has that CPUID entry, else zero. */
  | { readonly kind: "has"; readonly bitmap: Bitmap; readonly entry: number }
  /** All ones while that bit (0 to 31) of the operand is one, else zero. */
  | { readonly kind: "broadcast"; readonly operand: WordExpr; readonly bit: number }
  /** Bits move by `distance` places, to higher bits where it is positive; zeros come in. */
  | { readonly kind: "shift"; readonly operand: WordExpr; readonly distance: number }
  | { readonly kind: "not"; readonly operand: WordExpr }
  /** A temporary of the step. */
  | { readonly kind: "temporary"; readonly index: number }
  /** Two or more operands. */
  | { readonly kind: "and" | "or" | "xor"; readonly operands: readonly WordExpr[] };

/**
 * The index of an entry's presence bit in a bitmap. Presence bits follow the words, one for each
 * entry.
 */
export function presenceBit(bitmap: Bitmap, entry: number): BitIndex {
  return bitmap.layout.words.length * 32 + entry;
}

/** The number of array elements of an input's bitmap: its words, then the presence bits. */
export function bitmapLength(bitmap: Bitmap): number {
  const { words, entries } = bitmap.layout;
  return words.length + Math.ceil(entries.length / 32);
}

/** The layouts that these plans use, without duplicates, in order of first use. */
export function layoutsOf(plans: readonly SetPlan[]): readonly Layout[] {
  return [
    ...new Set(plans.flatMap(({ set, bitmaps }) => [set, ...bitmaps].map(({ layout }) => layout))),
  ];
}
