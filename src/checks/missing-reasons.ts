/** Which exceptions give no reason? */

import { report } from "../diagnostics/diagnostic.ts";
import { noReason } from "../diagnostics/lints.ts";
import { labelBits } from "../model/label-bits.ts";
import type { BitIndex } from "../model/layout.ts";
import { isDefault, rulesOf, type CapabilitySet, type Rule } from "../model/model.ts";
import type { CheckInput, Finding } from "./finding.ts";

/** Only on request: a first draft has no reasons yet. An inherited rule is reported where it stands. */
export function checkMissingReasons({ model, roots }: CheckInput): readonly Finding[] {
  const seen = new Set<string>();
  const placeOf = ({ span }: Rule): string => `${span.source.name}:${span.start}`;
  return model.sets.flatMap((set) =>
    [...unexplained(set)]
      .filter(([rule]) => roots.has(rule.span.source.name) && !seen.has(placeOf(rule)))
      .map(([rule, bits]) => {
        seen.add(placeOf(rule));
        return { diagnostic: report(noReason, rule.span, { bits: labelBits(set.layout, bits) }) };
      }),
  );
}

function unexplained(set: CapabilitySet): ReadonlyMap<Rule, readonly BitIndex[]> {
  const bitsOf = new Map<Rule, BitIndex[]>();
  set.bits.forEach((governance, bit) => {
    for (const rule of rulesOf(governance)) {
      if (isDefault(rule) || rule.because !== undefined) continue;
      const bits = bitsOf.get(rule);
      if (bits === undefined) bitsOf.set(rule, [bit]);
      else bits.push(bit);
    }
  });
  return bitsOf;
}
