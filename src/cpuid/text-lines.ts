/** Iterates over the lines of a text without copying it. */

import type { SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import { cutLine, malformedLine } from "../diagnostics/cpuid.ts";
import { type Diagnostic, report } from "../diagnostics/diagnostic.ts";

export interface TextLine {
  /** The line without its line end. */
  readonly text: string;
  readonly span: Span;
  /** True if the text ends here without a line end. */
  readonly isUnfinished: boolean;
}

/** Yields every line that is not blank. A byte order mark is skipped. */
export function* textLines(source: SourceText): Generator<TextLine> {
  const { text } = source;
  const visible = /[^\s\uFEFF]/g;
  let offset = text.startsWith("\uFEFF") ? 1 : 0;
  for (let found = visible.exec(text); found !== null; found = visible.exec(text)) {
    const start = Math.max(offset, text.lastIndexOf("\n", found.index) + 1);
    const newline = text.indexOf("\n", found.index);
    offset = newline === -1 ? text.length : newline + 1;
    visible.lastIndex = offset;
    const line = text.slice(start, newline === -1 ? offset : newline).replace(/\r$/, "");
    const span = { source, start, end: start + line.length };
    yield { text: line, span, isUnfinished: newline === -1 };
  }
}

/** Reports a line that does not have the `expected` form. */
export function reportLine(line: TextLine, expected: string): Diagnostic {
  return report(line.isUnfinished ? cutLine : malformedLine, line.span, { expected });
}
