/** Does the bare name of another layout's bitmap mean something for each bit that it is read for? */

import type { Span } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { ambiguousCounterpart, noCounterpart } from "../diagnostics/rules.ts";
import { counterpart } from "./counterpart.ts";
import { thisBitmaps } from "./expressions.ts";
import { labelBits } from "./label-bits.ts";
import type { BitIndex, Layout } from "./layout.ts";
import type { Expr } from "./model.ts";
import type { Scope } from "./scope.ts";

/** An expression, and the bits of `layout` for which it is read. */
export interface BitReader {
  readonly expr: Expr;
  readonly layout: Layout;
  readonly bits: readonly BitIndex[];
  /** A bit without a counterpart reads zero. */
  readonly mayLack: boolean;
  readonly span: Span;
}

/** One diagnostic a bitmap, whatever the number of bits. */
export function reportCounterparts(scope: Scope, reader: BitReader): void {
  const { layout, bits, mayLack, span } = reader;
  for (const bitmap of thisBitmaps(reader.expr)) {
    if (bitmap.layout === layout) continue;
    const found = bits.map((bit) => ({ bit, other: counterpart(layout, bit, bitmap.layout) }));
    const labels = (wanted: "none" | "ambiguous"): string =>
      labelBits(
        layout,
        found.filter(({ other }) => other === wanted).map(({ bit }) => bit),
      );
    const lacking = mayLack ? "" : labels("none");
    const ambiguous = labels("ambiguous");
    const names = { bitmap: bitmap.name };
    if (lacking !== "") {
      scope.diagnostics.push(report(noCounterpart, span, { ...names, bits: lacking }));
    }
    if (ambiguous !== "") {
      scope.diagnostics.push(report(ambiguousCounterpart, span, { ...names, bits: ambiguous }));
    }
  }
}
