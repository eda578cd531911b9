/** Formats assumptions as written, and the places of statements. */

import { positionAt } from "../../base/source-text.ts";
import type { Span } from "../../base/span.ts";
import { oneLine } from "../../model/rule-text.ts";

/** `guest.XSAVES` of `assume guest.XSAVES because "…"`. */
export function assumedText(span: Span): string {
  return oneLine(span)
    .replace(/^assume\s*/, "")
    .replace(/\s*because "(?:[^"\\]|\\.)*"$/, "");
}

/** A statement, by where it stands. */
export interface Place {
  readonly file: string;
  /** The 1-based line. */
  readonly line: number;
}

export function placeOf({ source, start }: Span): Place {
  return { file: source.name, line: positionAt(source, start).line };
}
