/**
 * Renders places in source texts as frames: the lines of the places, with each place underlined and
 * labelled.
 */

import { lineStarts, positionAt, type SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import type { Paint } from "./paint.ts";
import { displayWidth, visibleText } from "./visible-text.ts";

/** A place to show. */
export interface Mark {
  readonly span: Span;
  /** The label; the primary place of a diagnostic needs none. */
  readonly label: string | undefined;
  readonly isPrimary: boolean;
}

/** The part of a line that is shown; offsets into the source. */
interface Excerpt {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/** In UTF-16 units. Longer lines are cut around the place. */
const LONGEST_LINE = 120;
const KEPT_BEFORE = 50;

/** The frame of the marks in one source, in the order of their lines; several lines of text. */
export function renderFrame(source: SourceText, marks: readonly Mark[], paint: Paint): string {
  const ordered = marks.toSorted((a, b) => a.span.start - b.span.start);
  const lastLine = positionAt(source, ordered.at(-1)?.span.start ?? 0).line;
  const gutter = new Gutter(String(lastLine).length + 2, paint);

  const rows: string[] = [];
  let shown: Excerpt | undefined;
  for (const mark of ordered) {
    if (shown === undefined || !shows(shown, mark.span)) {
      const next = excerptAround(mark.span);
      if (shown !== undefined) rows.push(...rowsBetween(source, shown, next, gutter));
      rows.push(gutter.beside(next.line, excerptText(source, next)));
      shown = next;
    }
    rows.push(gutter.below(underline(mark, shown, paint)));
  }
  return rows.join("\n");
}

/** Renders the line numbers and bars to the left of each row. */
class Gutter {
  readonly #width: number;
  readonly #paint: Paint;

  constructor(width: number, paint: Paint) {
    this.#width = width;
    this.#paint = paint;
  }

  beside(line: number, text: string): string {
    return this.#row(String(line), text);
  }

  below(text: string): string {
    return this.#row("", text);
  }

  skipped(): string {
    return this.#paint.dim("...".padStart(this.#width + 2));
  }

  #row(line: string, text: string): string {
    return `${this.#paint.dim(`${line.padStart(this.#width)} |`)} ${text}`.trimEnd();
  }
}

/** A single line between two shown lines is shown, too; several lines become an ellipsis. */
function rowsBetween(
  source: SourceText,
  before: Excerpt,
  after: Excerpt,
  gutter: Gutter,
): readonly string[] {
  const missing = after.line - before.line - 1;
  if (missing < 1) return [];
  if (missing > 1) return [gutter.skipped()];
  const start = lineStarts(source)[before.line] ?? 0;
  const between = excerptAround({ source, start, end: start });
  return [gutter.beside(between.line, excerptText(source, between))];
}

/** A place at the very end of a line belongs to it. */
function shows({ start, end, isCutAfter }: Excerpt, span: Span): boolean {
  return span.start >= start && (span.start < end || (span.start === end && !isCutAfter));
}

function excerptAround({ source, start }: Span): Excerpt {
  const { line, column } = positionAt(source, start);
  const lineStart = start - column + 1;
  const lineEnd = endOfLine(source, line);
  if (lineEnd - lineStart <= LONGEST_LINE) {
    return { line, start: lineStart, end: lineEnd, isCutBefore: false, isCutAfter: false };
  }
  const from = Math.max(lineStart, Math.min(start - KEPT_BEFORE, lineEnd - LONGEST_LINE));
  const to = Math.min(lineEnd, from + LONGEST_LINE);
  return {
    line,
    start: beforeCharacter(source, from),
    end: beforeCharacter(source, to),
    isCutBefore: from > lineStart,
    isCutAfter: to < lineEnd,
  };
}

function endOfLine(source: SourceText, line: number): number {
  const next = lineStarts(source)[line];
  if (next === undefined) return source.text.length;
  return source.text[next - 2] === "\r" ? next - 2 : next - 1;
}

/** The offset itself, unless it is between the halves of a surrogate pair. */
function beforeCharacter({ text }: SourceText, offset: number): number {
  return (text.codePointAt(offset - 1) ?? 0) > 0xffff ? offset - 1 : offset;
}

function excerptText({ text }: SourceText, excerpt: Excerpt): string {
  const { start, end, isCutBefore, isCutAfter } = excerpt;
  return `${isCutBefore ? "…" : ""}${visibleText(text.slice(start, end))}${isCutAfter ? "…" : ""}`;
}

/** Underlines a place. For a place on several lines, only the part on the first line. */
function underline({ span, label, isPrimary }: Mark, excerpt: Excerpt, paint: Paint): string {
  const { text } = span.source;
  const before = displayWidth(visibleText(text.slice(excerpt.start, span.start)));
  const marked = text.slice(span.start, Math.min(span.end, excerpt.end));
  const length = Math.max(1, displayWidth(visibleText(marked)));
  const line = (isPrimary ? "^" : "-").repeat(length);
  const said = label === undefined ? line : `${line} ${visibleText(label)}`;
  const colored = isPrimary ? paint.red(said) : paint.blue(said);
  return " ".repeat(before + (excerpt.isCutBefore ? 1 : 0)) + colored;
}
