/**
 * Diagnostics. Each type of mistake is a `DiagnosticKind` with a permanent code; each occurrence is
 * a `Diagnostic`.
 */

import type { Span } from "../base/span.ts";

export type Severity = "error" | "warning";

export interface RelatedPlace {
  readonly span: Span;
  readonly label: string;
}

export interface Diagnostic {
  /** `CR` and four digits; permanent. */
  readonly code: string;
  readonly severity: Severity;
  /** Lower case, no full stop, names in back-ticks. Holds user text unescaped: renderers escape it. */
  readonly message: string;
  /** Absent only if no text exists, such as for a file that cannot be read. */
  readonly span?: Span;
  readonly related: readonly RelatedPlace[];
  /** Facts beyond the message: a witness, the candidates of an ambiguous name; one line each. */
  readonly notes: readonly string[];
  /**
   * Advice that follows the message. It is computed on demand, since a file may have thousands of
   * misspelt names, the search for a nearest name takes long, and only some diagnostics are shown.
   */
  readonly help: string | undefined;
}

export interface DiagnosticKind<Parameters> {
  readonly code: string;
  readonly severity: Severity;
  readonly message: (parameters: Parameters) => string;
  /** Advice; absent if the message is enough. */
  readonly help?: (parameters: Parameters) => string | undefined;
  /** Why this is a mistake, for `caprules explain CODE`: a sentence or two. */
  readonly explanation: string;
  /** A smallest rule file with this mistake and no other; a test compiles it. */
  readonly example: string;
}

export interface ReportDetails {
  readonly related?: readonly RelatedPlace[];
  readonly notes?: readonly string[];
}

export function defineDiagnostic<Parameters = object>(
  kind: DiagnosticKind<Parameters>,
): DiagnosticKind<Parameters> {
  return kind;
}

export function report<Parameters>(
  kind: DiagnosticKind<Parameters>,
  span: Span | undefined,
  parameters: Parameters,
  details: ReportDetails = {},
): Diagnostic {
  return {
    code: kind.code,
    severity: kind.severity,
    message: kind.message(parameters),
    ...(span === undefined ? {} : { span }),
    related: details.related ?? [],
    notes: details.notes ?? [],
    get help() {
      return kind.help?.(parameters);
    },
  };
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
