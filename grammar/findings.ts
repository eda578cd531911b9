/** Collects the diagnostics of one file, and stops at so many that nobody would read more. */

import type { SourceText } from "../src/base/source-text.ts";
import {
  report,
  type Diagnostic,
  type DiagnosticKind,
  type ReportDetails,
} from "../src/diagnostics/diagnostic.ts";
import { tooManyMistakes } from "../src/diagnostics/syntax.ts";

const MOST_FINDINGS = 100;

export class Findings {
  private readonly source: SourceText;
  private readonly found: Diagnostic[] = [];
  private isCut = false;

  constructor(source: SourceText) {
    this.source = source;
  }

  /** No more will be taken: going on is a waste of time. */
  get isFull(): boolean {
    return this.isCut;
  }

  add<Parameters>(
    kind: DiagnosticKind<Parameters>,
    start: number,
    end: number,
    parameters: Parameters,
    details?: ReportDetails,
  ): void {
    if (this.found.length === MOST_FINDINGS) this.isCut = true;
    else this.found.push(report(kind, { source: this.source, start, end }, parameters, details));
  }

  /** Whether a mistake was found after one offset, up to the other. */
  hasAnyWithin(start: number, end: number): boolean {
    return this.found.some(
      ({ span }) => span !== undefined && span.start > start && span.start <= end,
    );
  }

  /** In the order of their places. */
  list(): readonly Diagnostic[] {
    const place = ({ span }: Diagnostic): number => span?.start ?? 0;
    const sorted = this.found.toSorted((a, b) => place(a) - place(b));
    if (!this.isCut) return sorted;
    const end = this.source.text.length;
    const rest = { source: this.source, start: sorted.at(-1)?.span?.end ?? end, end };
    return [
      ...sorted,
      report(tooManyMistakes, { ...rest, end: rest.start }, { shown: MOST_FINDINGS }),
    ];
  }
}
