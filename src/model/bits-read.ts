/** Lists the single bits that an expression reads when it is evaluated for one bit. */

import { counterpart } from "./counterpart.ts";
import { bitmapReads } from "./expressions.ts";
import type { BitIndex } from "./layout.ts";
import type { Bitmap, Expr, SetBit, ThisBit } from "./model.ts";

export interface BitmapBit {
  readonly bitmap: Bitmap;
  readonly bit: BitIndex;
}

/** Like {@link bitsRead}, for callers that evaluate one expression for many bits. */
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
 * First "this bit" of each bitmap, then each bit that the expression names, once for each mention.
 * @param thisBit undefined if the expression does not name "this bit".
 */
export function bitsRead(expr: Expr, thisBit: ThisBit | undefined): readonly BitmapBit[] {
  return rememberBitsRead(expr)(thisBit);
}

/** Keeps the bits of capability sets and drops those of inputs. */
export function setBitsAmong(bits: readonly BitmapBit[]): readonly SetBit[] {
  return bits.flatMap(({ bitmap, bit }) => (bitmap.kind === "caps" ? [{ set: bitmap, bit }] : []));
}
