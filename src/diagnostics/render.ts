/** Turns diagnostics into the text that a person reads. */

import type { Colors } from "picocolors/types";

import { positionAt, type SourceText } from "../base/source-text.ts";
import { renderFrame, type Mark } from "./code-frame.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { visibleProse } from "./visible-text.ts";

const MOST_SHOWN = 50;
const MOST_RELATED = 8;

/** The first 50 in full, then how many there are; ends with a line break unless there is nothing to say. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], colors: Colors): string {
  const shown = diagnostics.slice(0, MOST_SHOWN).map((each) => renderDiagnostic(each, colors));
  const more = diagnostics.length - shown.length;
  const rest = more > 0 ? [`... and ${more} more`] : [];
  return [...shown, ...rest].map((text) => `${text}\n`).join("\n");
}

/** `file:line:column: error[CR0301]: message`, a frame for each file involved, notes, and what to do. */
export function renderDiagnostic(diagnostic: Diagnostic, colors: Colors): string {
  const { span, related, notes, help } = diagnostic;
  const places: readonly Mark[] = [
    ...(span === undefined ? [] : [{ span, label: undefined, isPrimary: true }]),
    ...related.slice(0, MOST_RELATED).map((place) => ({ ...place, isPrimary: false })),
  ];
  const unseen = related.length - MOST_RELATED;
  return [
    headline(diagnostic, colors),
    ...renderFrames(places, span?.source, colors),
    ...(unseen > 0 ? [`  ... and ${unseen} more places`] : []),
    ...notes.map((note) => `  ${colors.bold("note")}: ${visibleProse(note)}`),
    ...(help === undefined ? [] : [`  ${colors.bold("help")}: ${visibleProse(help)}`]),
  ].join("\n");
}

function headline({ span, severity, code, message }: Diagnostic, colors: Colors): string {
  const paint = severity === "error" ? colors.red : colors.yellow;
  const where = span === undefined ? "" : `${place(span.source, span.start)}: `;
  return `${where}${paint(`${severity}[${code}]`)}: ${colors.bold(visibleProse(message))}`;
}

/** Frames of other files say which file they are of. */
function renderFrames(
  marks: readonly Mark[],
  primary: SourceText | undefined,
  colors: Colors,
): readonly string[] {
  const sources = new Set(marks.map(({ span }) => span.source));
  return [...sources].flatMap((source) => {
    const inSource = marks.filter(({ span }) => span.source === source);
    const frame = renderFrame(source, inSource, colors);
    const first = inSource[0]?.span.start ?? 0;
    return source === primary ? [frame] : [`  --> ${place(source, first)}`, frame];
  });
}

function place(source: SourceText, offset: number): string {
  const { line, column } = positionAt(source, offset);
  return `${visibleProse(source.name)}:${line}:${column}`;
}
