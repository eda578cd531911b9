/** How wide a row is, and what of it can stand on its first line. */

import { flatBlock, flatTail, tailGap } from "./flat-row.ts";
import type { Row } from "./node.ts";
import { canBeFlat, flatText, widthOf } from "./piece.ts";

export interface RowShape {
  readonly row: Row;
  /** Of the columns of a run in which the keyword and the head stand. */
  readonly keywordWidth: number;
  readonly headWidth: number;
  /** Columns from the start of the row to its body. */
  readonly bodyStart: number;
  /** Up to the end of the body; infinite if that cannot be one line. */
  readonly lineWidth: number;
  /** What may follow on the same line: the tail, and a block of one line. */
  readonly inline: Inline | undefined;
}

export interface Inline {
  readonly kind: "reason" | "description" | "block";
  readonly text: string;
  /** Blanks before it, at least. */
  readonly gap: number;
}

/** @param headWidth if it is another one than the head's own. */
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

/** Whether all of it is one line of at most so many columns. */
export function isOneLine({ row, lineWidth, inline }: RowShape, room: number): boolean {
  if (inline !== undefined) return lineWidth + inline.gap + widthOf(inline.text) <= room;
  return row.tail === undefined && row.block === undefined && lineWidth <= room;
}
