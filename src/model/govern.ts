/** Decides what governs each bit of a capability set, from all that is stated. */

import { report } from "../diagnostics/diagnostic.ts";
import { unknownName } from "../diagnostics/names.ts";
import { noDefault } from "../diagnostics/rules.ts";
import { bitsByRule } from "./bits-by-rule.ts";
import { reportCounterparts } from "./check-counterparts.ts";
import type { SetDraft } from "./collect-sets.ts";
import { bitCount, layoutBit, wordOf, type BitIndex } from "./layout.ts";
import { isDefault, type BitGovernance, type Rule } from "./model.ts";
import type { Scope } from "./scope.ts";
import { stateRules, type StatedRules } from "./state-rules.ts";

/** Fills the draft's `bits`; `scope` is that of its expressions. */
export function govern(draft: SetDraft, scope: Scope): void {
  const known = scope.diagnostics.length;
  const stated = stateRules(draft, scope);
  const isUnderstood =
    scope.brokenNames.size === 0 &&
    !scope.diagnostics.slice(known).some(({ code }) => code === unknownName.code);
  const { layout, name, span } = draft.scope.set;
  const shared = new Map<Rule, BitGovernance>();
  const nothing = noRule(draft);
  for (let bit = 0; bit < bitCount(layout); bit++) {
    draft.bits.push(governanceOf(draft, stated, bit, nothing, shared));
  }
  // What could not be parsed, or begins with an unknown name, may have been the default.
  if (isUnderstood && draft.bits.some(({ base }) => base === nothing)) {
    scope.diagnostics.push(report(noDefault, span, { set: name }));
  }
  for (const [rule, bits] of bitsByRule(draft.bits)) {
    const { value: expr, span: ruleSpan } = rule;
    // A rule that names a bit must mean something for it; a default may read zero.
    reportCounterparts(scope, { expr, layout, bits, mayLack: isDefault(rule), span: ruleSpan });
  }
}

/** Bits without a rule of their own share one value for each default. */
function governanceOf(
  draft: SetDraft,
  stated: StatedRules,
  bit: BitIndex,
  nothing: Rule,
  shared: Map<Rule, BitGovernance>,
): BitGovernance {
  const { layout } = draft.scope.set;
  const rules = stated.rules.get(bit) ?? [];
  const also = stated.also.get(bit) ?? [];
  const requires = stated.requires.get(bit) ?? [];
  const isNamed = layoutBit(layout, bit) !== undefined;
  const fallback =
    (isNamed ? undefined : stated.unnamed.get(0)?.[0]) ??
    stated["leaf default"].get(wordOf(bit))?.[0] ??
    stated.default.get(0)?.[0] ??
    nothing;
  if (rules.length + also.length + requires.length > 0) {
    const base = rules.find(({ condition }) => condition === undefined) ?? fallback;
    const conditional = rules.filter(({ condition }) => condition !== undefined);
    return { base, fallback, conditional, also, requires };
  }
  const known = shared.get(fallback);
  if (known !== undefined) return known;
  const value = { base: fallback, fallback, conditional: [], also: [], requires: [] };
  shared.set(fallback, value);
  return value;
}

function noRule({ scope: { set } }: SetDraft): Rule {
  return {
    origin: "default",
    value: { kind: "constant", value: false, span: set.span },
    condition: undefined,
    because: undefined,
    className: undefined,
    lists: [],
    span: set.span,
    valueSpan: set.span,
    conditionSpans: [],
  };
}
