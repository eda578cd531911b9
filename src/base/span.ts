/** A place in a source text. */

import type { SourceText } from "./source-text.ts";

export interface Span {
  readonly source: SourceText;
  /** UTF-16 offset of the first character. */
  readonly start: number;
  /** UTF-16 offset after the last character. */
  readonly end: number;
}

/** The smallest span that holds both spans, which must have the same source. */
export function joinSpans(first: Span, last: Span): Span {
  return {
    source: first.source,
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
  };
}

/**
 * The empty span at the start of another, for implicit expressions that are not written in the
 * text.
 */
export function startOf({ source, start }: Span): Span {
  return { source, start, end: start };
}

/** The text that a span covers. */
export function spanText(span: Span): string {
  return span.source.text.slice(span.start, span.end);
}

/** Orders places by the name of their file, then by their offset in it. */
export function compareSpans(one: Span, other: Span): number {
  if (one.source.name !== other.source.name) return one.source.name < other.source.name ? -1 : 1;
  return one.start - other.start;
}
