/** Collects the diagnostics of one dump, up to a limit. */

import type { Span } from "../base/span.ts";
import {
  isError,
  report,
  type Diagnostic,
  type DiagnosticKind,
} from "../diagnostics/diagnostic.ts";

const MOST_DIAGNOSTICS = 20;

export class Findings {
  readonly #diagnostics: Diagnostic[] = [];

  /** Drops what comes after the first 20. */
  add(diagnostic: Diagnostic): void {
    if (!this.isFull()) this.#diagnostics.push(diagnostic);
  }

  /** True if the limit is reached, so that reading on finds nothing more. */
  isFull(): boolean {
    return this.#diagnostics.length >= MOST_DIAGNOSTICS;
  }

  hasError(): boolean {
    return this.#diagnostics.some(isError);
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }
}

/** Reports a duplicate and points at the first one. */
export function reportSecond<Parameters>(
  kind: DiagnosticKind<Parameters>,
  parameters: Parameters,
  { first, second }: { first: Span; second: Span },
): Diagnostic {
  return report(kind, second, parameters, {
    related: [{ span: first, label: "here the first time" }],
  });
}
