/**
 * Sorts the rules of a bit by their text, so that the plan does not depend on the order of
 * statements. The plan numbers atoms in the order in which it meets them, and formulas follow that
 * order.
 */

import type { BitGovernance, Rule } from "../../model/model.ts";
import { ruleText } from "../../model/rule-text.ts";

/** The governance with each list sorted by the text of its rules. */
export function sortRules(governance: BitGovernance): BitGovernance {
  const { conditional, also, requires } = governance;
  return {
    ...governance,
    conditional: byText(conditional),
    also: byText(also),
    requires: byText(requires),
  };
}

function byText(rules: readonly Rule[]): readonly Rule[] {
  if (rules.length < 2) return rules;
  return rules
    .map((rule) => ({ rule, text: ruleText(rule) }))
    .sort((one, other) => compareTexts(one.text, other.text))
    .map(({ rule }) => rule);
}

/** Compares by UTF-16 code units, which is independent of the locale. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
