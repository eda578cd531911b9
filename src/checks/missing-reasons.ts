/** Which exceptions give no reason? */

import { report } from "../diagnostics/diagnostic.ts";
import { noReason } from "../diagnostics/lints.ts";
import { bitsByRule } from "../model/bits-by-rule.ts";
import { labelBits } from "../model/label-bits.ts";
import { isDefault, type Rule } from "../model/model.ts";
import type { CheckInput, Finding } from "./finding.ts";

/** Only on request: a first draft has no reasons yet. An inherited rule is reported where it stands. */
export function checkMissingReasons({ model, roots }: CheckInput): readonly Finding[] {
  const seen = new Set<string>();
  const placeOf = ({ span }: Rule): string => `${span.source.name}:${span.start}`;
  return model.sets.flatMap((set) =>
    [...bitsByRule(set.bits)]
      .filter(([rule]) => !isDefault(rule) && rule.because === undefined)
      .filter(([rule]) => roots.has(rule.span.source.name) && !seen.has(placeOf(rule)))
      .map(([rule, bits]) => {
        seen.add(placeOf(rule));
        return { diagnostic: report(noReason, rule.span, { bits: labelBits(set.layout, bits) }) };
      }),
  );
}
