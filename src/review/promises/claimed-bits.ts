/**
 * The bits that an assertion is about, and those for which it can end otherwise than before: an assertion that both sides
 * make ends as it did for each bit for which it reads the same functions.
 */

import { bitmapReads, visitAtoms } from "../../model/expressions.ts";
import { counterpart } from "../../model/counterpart.ts";
import { bitCount, type BitIndex, type Layout } from "../../model/layout.ts";
import type { Assertion, Bitmap, Expr, ThisBit } from "../../model/model.ts";
import type { ChangedFunctions } from "../compare/compare-sets.ts";

/** Every bit that an assertion is about; once without a bit, where it names none. */
export function bitsOf(layout: Layout | undefined): readonly (ThisBit | undefined)[] {
  if (layout === undefined) return [undefined];
  return Array.from({ length: bitCount(layout) }, (_, bit) => ({ layout, bit }));
}

/** The bits for which an assertion reads a function that has changed. */
export function bitsReadingChanged(
  { claim, layout }: Assertion,
  changed: ChangedFunctions,
): readonly (ThisBit | undefined)[] {
  const { thisBitmaps, namedBits } = bitmapReads(claim);
  const isChanged = (bitmap: Bitmap, bit: BitIndex): boolean =>
    bitmap.kind === "caps" && changed.get(bitmap)?.has(bit) === true;
  if (asksForClass(claim) || namedBits.some(({ bitmap, bit }) => isChanged(bitmap, bit))) {
    return bitsOf(layout);
  }
  const sets = [...thisBitmaps].filter(
    (bitmap) => bitmap.kind === "caps" && (changed.get(bitmap)?.size ?? 0) > 0,
  );
  if (sets.length === 0) return [];
  return bitsOf(layout).filter((thisBit) =>
    sets.some((set) => {
      const bit = thisBit && counterpart(thisBit.layout, thisBit.bit, set.layout);
      return typeof bit === "number" && isChanged(set, bit);
    }),
  );
}

/**
 * True if the claim uses `is`: the governing class may change although the bit's function does not.
 */
function asksForClass(claim: Expr): boolean {
  let asks = false;
  visitAtoms(claim, ({ kind }) => (asks ||= kind === "applied"));
  return asks;
}
