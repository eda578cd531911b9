/** Does the bare name of another layout's bitmap mean something for each bit that it is read for? */

import type { Span } from "../base/span.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { ambiguousCounterpart, noCounterpart } from "../diagnostics/rules.ts";
import { counterpart } from "./counterpart.ts";
import { thisBitmaps } from "./expressions.ts";
import { labelBits } from "./label-bits.ts";
import type { BitIndex, Layout } from "./layout.ts";
import {
  isDefault,
  rulesOf,
  type BitGovernance,
  type Bitmap,
  type Expr,
  type Rule,
} from "./model.ts";
import type { Scope } from "./scope.ts";
import type { Statement } from "./stated-rules.ts";

/**
 * A rule that names a bit must mean something for it; a default may read zero.
 * @param governances of the set's bits, ascending.
 * @param statements the ones of which this is asked.
 */
export function reportUnmatchedBits(
  scope: Scope,
  layout: Layout,
  governances: Iterable<readonly [BitIndex, BitGovernance]>,
  statements: readonly Statement[],
): void {
  const asked = new Map(
    statements
      .filter(({ rule }) => otherBitmaps(rule.value, layout).length > 0)
      .map(({ rule }): [Expr, AskedRule] => [rule.value, { rule, bits: [] }]),
  );
  if (asked.size === 0) return;
  for (const [bit, governance] of governances) {
    for (const { value } of rulesOf(governance)) asked.get(value)?.bits.push(bit);
  }
  for (const { rule, bits } of asked.values()) {
    const { value: expr, span } = rule;
    reportCounterparts(scope, { expr, layout, bits, mayLack: isDefault(rule), span });
  }
}

/** With the bits in which it has a say, maybe with exceptions in some of them. */
interface AskedRule {
  readonly rule: Rule;
  readonly bits: BitIndex[];
}

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
  for (const bitmap of otherBitmaps(reader.expr, layout)) {
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

/** The bitmaps of other layouts that it reads for each bit. */
function otherBitmaps(expr: Expr, layout: Layout): readonly Bitmap[] {
  return [...thisBitmaps(expr)].filter((bitmap) => bitmap.layout !== layout);
}
