/** A place in a source text. */

import type { SourceText } from "./source-text.ts";

export interface Span {
  readonly source: SourceText;
  /** UTF-16 offset of the first character. */
  readonly start: number;
  /** UTF-16 offset after the last character. */
  readonly end: number;
}

/** The smallest span that holds both; they must be of one source. */
export function joinSpans(first: Span, last: Span): Span {
  return {
    source: first.source,
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
  };
}

/** The text that a span covers. */
export function spanText(span: Span): string {
  return span.source.text.slice(span.start, span.end);
}
