/** Lays out one row by its plan. */

import { builders } from "prettier/doc";

import { layComment, layPiece, type Doc } from "./lay-piece.ts";
import type { Row, TailPart } from "./node.ts";
import { canBeFlat, flatText, widthOf, type Piece } from "./piece.ts";
import type { RowPlan } from "./plan-run.ts";

const { align, group, hardline, indent, line } = builders;

/** The columns by which a list of bits or a value is indented that goes on, or starts, on another line. */
const BELOW = 4;

/** All of it but the comment at its end. @param room columns for it. */
export function layRow(plan: RowPlan, room: number): Doc {
  const { row, keywordWidth, inline } = plan;
  const { keyword, bodyComment } = row;
  return [
    keyword === undefined ? "" : `${keyword.padEnd(keywordWidth)} `,
    layHead(plan, room),
    layBody(plan, room),
    bodyComment === undefined ? "" : layComment(bodyComment),
    inline === undefined ? layBelow(row) : " ".repeat(inline.gap) + inline.text,
  ];
}

function layHead({ row, headWidth, inline }: RowPlan, room: number): Doc {
  const { head, sign, body } = row;
  if (isBroken(head, room)) return align(BELOW, layPiece(head, 0, false));
  const isLast = sign === "" && body === undefined && inline === undefined;
  const text = flatText(head);
  return isLast ? text : text.padEnd(headWidth);
}

/** The body starts on the line of the head, unless it would be far to the right there and does not fit. */
function layBody({ row, bodyStart, lineWidth }: RowPlan, room: number): Doc {
  const { head, sign, body } = row;
  if (body === undefined) return "";
  const before = sign === "" ? "" : `${sign} `;
  const isFar = lineWidth > room && bodyStart > room / 2;
  const isBehindLines = isBroken(head, room);
  if (!isFar && !isBehindLines) return [` ${before}`, layPiece(body, bodyStart, true)];
  const below = [before, layPiece(body, widthOf(before), true)];
  return align(BELOW, isBehindLines ? group([line, below]) : [hardline, below]);
}

function isBroken(head: Piece, room: number): boolean {
  return !canBeFlat(head) || widthOf(flatText(head)) > room - BELOW;
}

function layBelow({ tail }: Row): Doc {
  return tail === undefined ? "" : indent(tail.parts.map(layPart));
}

function layPart({ comments, text, comment }: TailPart): Doc {
  return [
    ...comments.flatMap((each) => [hardline, each]),
    hardline,
    text,
    comment === undefined ? "" : layComment(comment),
  ];
}
