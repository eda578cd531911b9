/** The parts of a statement, without places and widths. Each stands on one line, or is broken into several. */

import { unreachable } from "../../src/base/unreachable.ts";

export type Piece = TextPiece | EnclosedPiece | FlowPiece;

/** A text that is never broken. */
export interface TextPiece {
  readonly kind: "text";
  readonly text: string;
}

/** `!…`, `(…)`, `vendor in (…)`, `CPUID_1_EDX (…)` */
export interface EnclosedPiece {
  readonly kind: "enclosed";
  readonly before: string;
  readonly inner: Piece;
  readonly after: string;
}

/** A list, or operands with the operators between them; lines break before its items. */
export interface FlowPiece {
  readonly kind: "flow";
  readonly items: readonly Item[];
  /** `fill` puts as many items on a line as fit; `everywhere` gives each its own line if they do not fit on one. */
  readonly breaks: "fill" | "everywhere";
  /** The columns by which operators stand left of their operands; 0 in a list. */
  readonly hang: number;
}

export interface Item {
  /** The comments on lines of their own before the item. */
  readonly comments: readonly string[];
  /** The operator before the operand; empty in a list, and for the first operand. */
  readonly sign: string;
  readonly piece: Piece;
  /** The comment at the end of the item's line; the next item starts another line. */
  readonly comment: string | undefined;
}

export function textPiece(text: string): TextPiece {
  return { kind: "text", text };
}

export function listPiece(items: readonly Item[]): FlowPiece {
  return { kind: "flow", items, breaks: "fill", hang: 0 };
}

/** The text of a piece on one line, without comments. */
export function flatText(piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "enclosed":
      return piece.before + flatText(piece.inner) + piece.after;
    case "flow":
      return piece.items
        .map((item) => (item.sign === "" ? "" : `${item.sign} `) + flatText(item.piece))
        .join(" ");
    default:
      return unreachable(piece);
  }
}

/** True if no comment in the piece needs a line break. */
export function canBeFlat(piece: Piece): boolean {
  switch (piece.kind) {
    case "text":
      return true;
    case "enclosed":
      return canBeFlat(piece.inner);
    case "flow":
      return piece.items.every(
        (item) => item.comments.length === 0 && item.comment === undefined && canBeFlat(item.piece),
      );
    default:
      return unreachable(piece);
  }
}

/** The width in code points; a terminal may need more columns. */
export function widthOf(text: string): number {
  return Array.from(text).length;
}
