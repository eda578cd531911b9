/** Finds exceptions without a reason. */

import { report } from "../diagnostics/diagnostic.ts";
import { noReason } from "../diagnostics/lints.ts";
import { bitsByRule } from "../model/bits-by-rule.ts";
import { changedBits } from "../model/inheritance.ts";
import { labelBits } from "../model/label-bits.ts";
import type { BitIndex, Layout } from "../model/layout.ts";
import { isDefault, type Rule } from "../model/model.ts";
import type { CheckInput, Finding } from "./finding.ts";

/**
 * Runs only on request, since a first draft has no reasons yet. An inherited rule is reported once,
 * at its own statement.
 */
export function checkMissingReasons({ model, roots }: CheckInput): readonly Finding[] {
  const found = new Map<string, UnexplainedRule>();
  for (const set of model.sets) {
    for (const [rule, bits] of bitsByRule(changedBits(set))) {
      const { source, start } = rule.span;
      if (isDefault(rule) || rule.because !== undefined || !roots.has(source.name)) continue;
      const place = `${source.name}:${start}`;
      // Prefers the set with the most bits: the set that states the rule has all of them.
      if (bits.length > (found.get(place)?.bits.length ?? 0)) {
        found.set(place, { rule, layout: set.layout, bits });
      }
    }
  }
  return Array.from(found.values(), ({ rule, layout, bits }) => ({
    diagnostic: report(noReason, rule.span, { bits: labelBits(layout, bits) }),
  }));
}

interface UnexplainedRule {
  readonly rule: Rule;
  readonly layout: Layout;
  readonly bits: readonly BitIndex[];
}
