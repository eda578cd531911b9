/** Reads lists and chains of operands, and what comments stand between their items. */

import type { Item, Piece } from "./piece.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** Reads what stands after the operator. */
export interface Operand {
  readonly sign: string;
  readonly read: () => Piece;
}

/** @param readers one an item, in the order of the text. */
export function readItems(cursor: TokenCursor, readers: readonly (() => Piece)[]): readonly Item[] {
  return readOperands(
    cursor,
    readers.map((read) => ({ sign: "", read })),
  );
}

/**
 * The comment at the end of an item's line stays with it. One after an operator goes with what stands before the operator,
 * as formatted lines end there.
 *
 * The one after the last item is left to what follows.
 */
export function readOperands(cursor: TokenCursor, operands: readonly Operand[]): readonly Item[] {
  const items: Item[] = [];
  for (const { sign, read } of operands) {
    const before = items.pop();
    let ending = before && (before.comment ?? cursor.takeTrailing());
    const comments = cursor.takeComments().map(({ comment }) => comment);
    if (sign !== "") {
      cursor.take(sign);
      const trailing = cursor.takeTrailing();
      if (ending === undefined) ending = trailing;
      else if (trailing !== undefined) comments.push(trailing);
      comments.push(...cursor.takeComments().map(({ comment }) => comment));
    }
    if (before !== undefined) items.push({ ...before, comment: ending });
    items.push({ comments, sign, piece: read(), comment: undefined });
  }
  return items;
}
