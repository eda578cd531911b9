/** Claims as they are written, on one line and without comments. */

import { positionAt } from "../../base/source-text.ts";
import { spanText, type Span } from "../../base/span.ts";

export function claimText(span: Span): string {
  return spanText(span)
    .replace(/#[^\n]*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** `guest.XSAVES` of `assume guest.XSAVES because "…"`. */
export function assumedText(span: Span): string {
  return claimText(span)
    .replace(/^assume\s*/, "")
    .replace(/\s*because "(?:[^"\\]|\\.)*"$/, "");
}

/** A statement, by where it stands. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export function placeOf({ source, start }: Span): Place {
  return { file: source.name, line: positionAt(source, start).line };
}
