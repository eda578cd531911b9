/** Reads lists and chains of operands, and the comments between their items. */

import type { Item, Piece } from "./piece.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** An operator, and a reader of the operand after it. */
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
 * An item keeps the comment at the end of its line. A comment after an operator goes to the item before the operator, as
 * formatted lines end there.
 *
 * The comment after the last item is left to the caller.
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
