/**
 * Turns pieces into documents for prettier's printer, which breaks lines where they grow too long.
 *
 * A document can be indented only from where the lines of its statement start. Every function here
 * therefore takes the number of columns between that start and the piece. A part that does not fit
 * behind others starts a line of its own, since its column is known there.
 */

import { builders } from "prettier/doc";

import { unreachable } from "../../src/base/unreachable.ts";
import { canBeFlat, flatText, widthOf, type FlowPiece, type Item, type Piece } from "./piece.ts";

const { align, fill, group, hardline, line, lineSuffix } = builders;

export type Doc = builders.Doc;

/** Blanks between the end of a line and its comment. */
export const COMMENT_GAP = 2;

/** A premise of at most so many columns does not stand on a line of its own. */
const SHORT_PREMISE = 12;

/**
 * @param offset columns from where the statement's lines start to where the piece does.
 * @param canHang whether the operators of broken lines may stand left of that, so that operands are aligned.
 */
export function layPiece(piece: Piece, offset: number, canHang: boolean): Doc {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "enclosed": {
      const { before, inner, after } = piece;
      return [before, layPiece(inner, offset + widthOf(before), false), after];
    }
    case "flow":
      return layFlow(piece, offset, canHang);
    default:
      return unreachable(piece);
  }
}

function layFlow(flow: FlowPiece, offset: number, canHang: boolean): Doc {
  const short = shortPremise(flow);
  if (short !== undefined) {
    const [premise, sign, conclusion] = short;
    const before = `${premise} ${sign} `;
    return [before, layPiece(conclusion, offset + widthOf(before), canHang)];
  }
  const hang = canHang ? Math.min(flow.hang, offset) : 0;
  const docs = flow.items.flatMap((item, place) => {
    const before = flow.items[place - 1];
    const own = layItem(item, before === undefined ? hang : signWidth(item));
    if (before !== undefined) return [endsLine(before, item) ? hardline : line, own];
    return item.comments.length > 0 ? [[hardline, own]] : [own];
  });
  return align(offset - hang, flow.breaks === "fill" ? fill(docs) : group(docs));
}

/** The parts of an arrow with a short premise: a line of its own for the premise would waste room. */
function shortPremise({ items }: FlowPiece): [string, string, Piece] | undefined {
  const [premise, conclusion, more] = items;
  if (premise === undefined || conclusion?.sign !== "->" || more !== undefined) return undefined;
  const isPlain = premise.comment === undefined && conclusion.comments.length === 0;
  const text = flatText(premise.piece);
  if (!isPlain || !canBeFlat(premise.piece) || widthOf(text) > SHORT_PREMISE) return undefined;
  return [text, conclusion.sign, conclusion.piece];
}

function signWidth({ sign }: Item): number {
  return sign === "" ? 0 : widthOf(sign) + 1;
}

/** A part with a forced line break starts a line of its own, too. */
function endsLine(before: Item, { comments, piece }: Item): boolean {
  return before.comment !== undefined || comments.length > 0 || !canBeFlat(piece);
}

function layItem(item: Item, offset: number): Doc {
  const { comments, sign, piece, comment } = item;
  return [
    ...comments.flatMap((each) => [each, hardline]),
    sign === "" ? "" : `${sign} `,
    layPiece(piece, offset, sign === "->"),
    comment === undefined ? "" : layComment(comment),
  ];
}

/** Puts the comment at the end of the line, after everything else on it. */
export function layComment(comment: string, gap: number = COMMENT_GAP): Doc {
  return lineSuffix(" ".repeat(gap) + comment);
}
