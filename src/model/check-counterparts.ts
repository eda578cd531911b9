/**
 * Checks that a bare bitmap of another layout has a counterpart of each bit for which it is read.
 */

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
 * Reports rules that read a bitmap without a counterpart of the ruled bit. A default is allowed to,
 * and reads zero.
 * @param governances of the set's bits, ascending.
 * @param statements the statements to check.
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

/**
 * A rule and the bits that it governs or restricts. For some bits, the governing rule may be a copy
 * with exceptions.
 */
interface AskedRule {
  readonly rule: Rule;
  readonly bits: BitIndex[];
}

/** An expression, and the bits of `layout` for which it is read. */
export interface BitReader {
  readonly expr: Expr;
  readonly layout: Layout;
  readonly bits: readonly BitIndex[];
  /** True for a default, which reads zero for a bit without a counterpart. */
  readonly mayLack: boolean;
  readonly span: Span;
}

/** Reports one diagnostic for each bitmap, not for each bit. */
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
