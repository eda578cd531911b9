/** What stands on a line, or is broken into several: the parts of a statement, without places and widths. */

import { unreachable } from "../../src/base/unreachable.ts";

export type Piece = TextPiece | EnclosedPiece | FlowPiece;

/** Never broken. */
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
  /** As many items on a line as fit, or each on a line of its own where they do not fit on one. */
  readonly breaks: "fill" | "everywhere";
  /** The columns by which operators stand left of their operands; 0 in a list. */
  readonly hang: number;
}

export interface Item {
  /** On lines of their own before it. */
  readonly comments: readonly string[];
  /** The operator before the operand; empty in a list, and for the first operand. */
  readonly sign: string;
  readonly piece: Piece;
  /** At the end of its line, which ends with it. */
  readonly comment: string | undefined;
}

export function textPiece(text: string): TextPiece {
  return { kind: "text", text };
}

export function listPiece(items: readonly Item[]): FlowPiece {
  return { kind: "flow", items, breaks: "fill", hang: 0 };
}

/** On one line, without comments. */
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

/** Whether no comment needs a line break in it. */
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

/** In code points; columns of a terminal may be more. */
export function widthOf(text: string): number {
  return Array.from(text).length;
}
