/** Sorts diagnostics for display. */

import type { Diagnostic } from "./diagnostic.ts";

/** Sorts by file in the given order, then by place. Diagnostics without a place come first. */
export function sortDiagnostics(
  diagnostics: readonly Diagnostic[],
  fileNames: readonly string[],
): readonly Diagnostic[] {
  const fileOrder = new Map(fileNames.map((name, place) => [name, place]));
  const fileOf = ({ span }: Diagnostic): number =>
    span === undefined ? -1 : (fileOrder.get(span.source.name) ?? -1);
  return [...diagnostics].sort(
    (a, b) => fileOf(a) - fileOf(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}
