/** Collects the diagnostics of one file, up to a limit. */

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

  /** True if the limit is reached and further diagnostics are dropped. */
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

  /** True if a mistake was found after `start`, up to and including `end`. */
  hasAnyWithin(start: number, end: number): boolean {
    return this.found.some(
      ({ span }) => span !== undefined && span.start > start && span.start <= end,
    );
  }

  /** The diagnostics, sorted by place. */
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
