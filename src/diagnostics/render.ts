/** Turns diagnostics into the text that a person reads. */

import { positionAt, type SourceText } from "../base/source-text.ts";
import { renderFrame, type Mark } from "./code-frame.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Paint } from "./paint.ts";
import { visibleProse } from "./visible-text.ts";

const MOST_SHOWN = 50;
const MOST_RELATED = 8;

/**
 * Renders the first 50 diagnostics in full and counts the rest. Ends with a line break unless there
 * are none.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const shown = diagnostics.slice(0, MOST_SHOWN).map((each) => renderDiagnostic(each, paint));
  const more = diagnostics.length - shown.length;
  const rest = more > 0 ? [`... and ${more} more`] : [];
  return [...shown, ...rest].map((text) => `${text}\n`).join("\n");
}

/**
 * Renders `file:line:column: error[CR0301]: message`, a frame for each file involved, notes, and
 * advice.
 */
export function renderDiagnostic(diagnostic: Diagnostic, paint: Paint): string {
  const { span, related, notes, help } = diagnostic;
  const places: readonly Mark[] = [
    ...(span === undefined ? [] : [{ span, label: undefined, isPrimary: true }]),
    ...related.slice(0, MOST_RELATED).map((place) => ({ ...place, isPrimary: false })),
  ];
  const unseen = related.length - MOST_RELATED;
  return [
    headline(diagnostic, paint),
    ...renderFrames(places, span?.source, paint),
    ...(unseen > 0 ? [`  ... and ${unseen} more places`] : []),
    ...notes.map((note) => `  ${paint.bold("note")}: ${visibleProse(note)}`),
    ...(help === undefined ? [] : [`  ${paint.bold("help")}: ${visibleProse(help)}`]),
  ].join("\n");
}

function headline({ span, severity, code, message }: Diagnostic, paint: Paint): string {
  const kind = `${severity}[${code}]`;
  const colored = severity === "error" ? paint.red(kind) : paint.yellow(kind);
  const where = span === undefined ? "" : `${place(span.source, span.start)}: `;
  return `${where}${colored}: ${paint.bold(visibleProse(message))}`;
}

/** A frame of another file starts with the name of that file. */
function renderFrames(
  marks: readonly Mark[],
  primary: SourceText | undefined,
  paint: Paint,
): readonly string[] {
  const sources = new Set(marks.map(({ span }) => span.source));
  return [...sources].flatMap((source) => {
    const inSource = marks.filter(({ span }) => span.source === source);
    const frame = renderFrame(source, inSource, paint);
    const first = inSource[0]?.span.start ?? 0;
    return source === primary ? [frame] : [`  --> ${place(source, first)}`, frame];
  });
}

function place(source: SourceText, offset: number): string {
  const { line, column } = positionAt(source, offset);
  return `${visibleProse(source.name)}:${line}:${column}`;
}
