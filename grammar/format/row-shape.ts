/** Tells how wide a row is, and which of its parts can stand on its first line. */

import { flatBlock, flatTail, tailGap } from "./flat-row.ts";
import type { Row } from "./node.ts";
import { canBeFlat, flatText, widthOf } from "./piece.ts";

export interface RowShape {
  readonly row: Row;
  /** The width of the column of keywords. */
  readonly keywordWidth: number;
  /** The width of the column of heads. */
  readonly headWidth: number;
  /** Columns from the start of the row to its body. */
  readonly bodyStart: number;
  /** Columns from the start of the row to the end of its body; infinite if these cannot be one line. */
  readonly lineWidth: number;
  /** The tail, and a block of one line: they may follow on the same line. */
  readonly inline: Inline | undefined;
}

export interface Inline {
  readonly kind: "reason" | "description" | "block";
  readonly text: string;
  /** Blanks before it, at least. */
  readonly gap: number;
}

/** @param headWidth the width of the column of heads, if it is not the head's own. */
export function shapeOf(
  row: Row,
  keywordWidth: number = widthOf(row.keyword ?? ""),
  headWidth?: number,
): RowShape {
  const { keyword, head, sign, body } = row;
  const width = headWidth ?? widthOf(flatText(head));
  const before = (keyword === undefined ? 0 : keywordWidth + 1) + width;
  const end = sign === "" ? before : before + 1 + widthOf(sign);
  const bodyStart = body === undefined ? end : end + 1;
  const bodyWidth = body === undefined ? 0 : widthOf(flatText(body));
  const isFlat = canBeFlat(head) && (body === undefined || canBeFlat(body));
  return {
    row,
    keywordWidth,
    headWidth: width,
    bodyStart,
    lineWidth: isFlat ? bodyStart + bodyWidth : Infinity,
    inline: inlineOf(row),
  };
}

function inlineOf({ tail, bodyComment, block }: Row): Inline | undefined {
  if (tail === undefined) {
    return block === undefined ? undefined : { kind: "block", text: flatBlock(block), gap: 1 };
  }
  if (tail.isBelow || bodyComment !== undefined) return undefined;
  const [text, gap] = [flatTail(tail), tailGap(tail)];
  if (block === undefined) return { kind: tail.kind, text, gap };
  return { kind: "block", text: `${text} ${flatBlock(block)}`, gap };
}

/** True if the whole row fits on one line. @param room columns of the line. */
export function isOneLine({ row, lineWidth, inline }: RowShape, room: number): boolean {
  if (inline !== undefined) return lineWidth + inline.gap + widthOf(inline.text) <= room;
  return row.tail === undefined && row.block === undefined && lineWidth <= room;
}
