/** Diagnostics as plain data, as `--json` prints them. */

import { positionAt } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

/** A place. Lines and columns are 1-based, columns in UTF-16 units; the end is exclusive. */
export interface PlaceJson {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The place is absent only if no text exists, such as for a file that cannot be read. */
export interface DiagnosticJson extends Partial<PlaceJson> {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly (PlaceJson & { readonly label: string })[];
  readonly notes: readonly string[];
  readonly help?: string;
}

export function diagnosticJson(diagnostic: Diagnostic): DiagnosticJson {
  const { code, severity, message, span, related, notes, help } = diagnostic;
  return {
    code,
    severity,
    message,
    ...(span === undefined ? {} : placeJson(span)),
    related: related.map((place) => ({ ...placeJson(place.span), label: place.label })),
    notes,
    ...(help === undefined ? {} : { help }),
  };
}

function placeJson({ source, start, end }: Span): PlaceJson {
  const first = positionAt(source, start);
  const last = positionAt(source, end);
  return {
    file: source.name,
    line: first.line,
    column: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}
