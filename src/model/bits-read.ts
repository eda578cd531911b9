/** The single bits that an expression reads, for one bit of which it speaks. */

import { counterpart } from "./counterpart.ts";
import { bitmapReads } from "./expressions.ts";
import type { BitIndex } from "./layout.ts";
import type { Bitmap, Expr, SetBit, ThisBit } from "./model.ts";

export interface BitmapBit {
  readonly bitmap: Bitmap;
  readonly bit: BitIndex;
}

/** As {@link bitsRead}, of an expression that is asked for many bits. */
export function rememberBitsRead(
  expr: Expr,
): (thisBit: ThisBit | undefined) => readonly BitmapBit[] {
  const { thisBitmaps, namedBits } = bitmapReads(expr);
  return (thisBit) => {
    const own = [...thisBitmaps].flatMap((bitmap) => {
      const bit =
        thisBit === undefined ? "none" : counterpart(thisBit.layout, thisBit.bit, bitmap.layout);
      return typeof bit === "number" ? [{ bitmap, bit }] : [];
    });
    return [...own, ...namedBits.map(({ bitmap, bit }) => ({ bitmap, bit }))];
  };
}

/**
 * This bit of bitmaps, then the bits that the expression names, once a mention.
 * @param thisBit undefined where it names no "this bit".
 */
export function bitsRead(expr: Expr, thisBit: ThisBit | undefined): readonly BitmapBit[] {
  return rememberBitsRead(expr)(thisBit);
}

/** Those of capability sets. */
export function setBitsAmong(bits: readonly BitmapBit[]): readonly SetBit[] {
  return bits.flatMap(({ bitmap, bit }) => (bitmap.kind === "caps" ? [{ set: bitmap, bit }] : []));
}
