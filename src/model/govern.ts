/** Decides what governs each bit of a capability set, from all that is stated. */

import { definitely } from "../base/unreachable.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { unknownName } from "../diagnostics/names.ts";
import { noDefault } from "../diagnostics/rules.ts";
import { bitsByRule } from "./bits-by-rule.ts";
import { reportCounterparts } from "./check-counterparts.ts";
import type { SetDraft } from "./collect-sets.ts";
import { governBit } from "./govern-bit.ts";
import { bitCount, layoutBit, wordOf, type BitIndex } from "./layout.ts";
import { isDefault, type BitGovernance, type Expr, type Rule, type StatedRule } from "./model.ts";
import type { Scope } from "./scope.ts";
import { stateRules } from "./state-rules.ts";
import type { StatedRules } from "./stated-rules.ts";

/** Fills the draft's `bits`; `scope` is that of its expressions. */
export function govern(draft: SetDraft, scope: Scope): void {
  const known = scope.diagnostics.length;
  const stated = stateRules(draft, scope);
  const isUnderstood =
    scope.brokenNames.size === 0 &&
    !scope.diagnostics.slice(known).some(({ code }) => code === unknownName.code);
  const { layout, name, span } = draft.scope.set;
  const statedOf = rememberStated(draft, stated);
  const shared = new Map<readonly StatedRule[], BitGovernance>();
  const nothing = noRule(draft);
  for (let bit = 0; bit < bitCount(layout); bit++) {
    const ofBit = statedOf(bit);
    const governance =
      shared.get(ofBit) ??
      definitely(governBit(ofBit) ?? governBit([...ofBit, nothing]), "a bit without a default");
    shared.set(ofBit, governance);
    draft.bits.push(governance);
  }
  // What could not be parsed, or begins with an unknown name, may have been the default.
  if (isUnderstood && draft.bits.some(({ base }) => base === nothing.rule)) {
    scope.diagnostics.push(report(noDefault, span, { set: name }));
  }
  for (const [rule, bits] of bitsByStatement(draft.bits)) {
    const { value: expr, span: ruleSpan } = rule;
    // A rule that names a bit must mean something for it; a default may read zero.
    reportCounterparts(scope, { expr, layout, bits, mayLack: isDefault(rule), span: ruleSpan });
  }
}

/** Bits for which nothing but defaults is stated share one list for each of the defaults' places. */
function rememberStated(
  { scope: { set } }: SetDraft,
  { rules, also, requires, ...defaults }: StatedRules,
): (bit: BitIndex) => readonly StatedRule[] {
  const shared = new Map<string, readonly StatedRule[]>();
  return (bit) => {
    const isNamed = layoutBit(set.layout, bit) !== undefined;
    const ofLeaf = defaults["leaf default"].get(wordOf(bit)) ?? [];
    const key = `${isNamed ? "" : "unnamed "}${ofLeaf.length === 0 ? "" : wordOf(bit)}`;
    const ofDefaults = shared.get(key) ?? [
      ...(isNamed ? [] : (defaults.unnamed.get(0) ?? [])),
      ...ofLeaf,
      ...(defaults.default.get(0) ?? []),
    ];
    shared.set(key, ofDefaults);
    const own = [rules, also, requires].flatMap((stated) => stated.get(bit) ?? []);
    return own.length === 0 ? ofDefaults : [...own, ...ofDefaults];
  };
}

/** One rule for each statement, though it may have exceptions for some of its bits only. */
function bitsByStatement(
  governances: readonly BitGovernance[],
): ReadonlyMap<Rule, readonly BitIndex[]> {
  const byValue = new Map<Expr, { readonly rule: Rule; readonly bits: BitIndex[] }>();
  for (const [rule, bits] of bitsByRule(governances)) {
    const known = byValue.get(rule.value);
    if (known === undefined) byValue.set(rule.value, { rule, bits: [...bits] });
    else known.bits.push(...bits);
  }
  return new Map([...byValue.values()].map(({ rule, bits }) => [rule, bits.sort((a, b) => a - b)]));
}

/** Stands where no default does, which is reported. */
function noRule({ scope: { set } }: SetDraft): StatedRule {
  const rule: Rule = {
    origin: "default",
    value: { kind: "constant", value: false, span: set.span },
    condition: undefined,
    because: undefined,
    className: undefined,
    lists: [],
    span: set.span,
    valueSpan: set.span,
    conditionSpans: [],
    exceptionSpans: [],
  };
  return { part: "default", rule, replacedBy: [] };
}
