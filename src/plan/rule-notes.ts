/** What a reader should know of the rules behind some bits of a word: each as it is written, with its reason. */

import { addToList } from "../base/add-to-list.ts";
import type { BitIndex } from "../model/layout.ts";
import { isDefault, type CapabilitySet, type Rule } from "../model/model.ts";
import { ruleText } from "../model/rule-text.ts";
import type { BitPart } from "./bit-parts.ts";
import type { RuleNote } from "./plan.ts";

/** One note a rule, in order of the first bit that it governs; the set's default rules are left out. */
export function ruleNotes(parts: readonly BitPart[]): readonly RuleNote[] {
  const bitsOfRule = new Map<Rule, BitIndex[]>();
  for (const { bit, rules } of parts) {
    for (const rule of rules) {
      if (rule.origin === "default" || rule.origin === "unnamed") continue;
      addToList(bitsOfRule, rule, bit);
    }
  }
  return [...bitsOfRule].map(([rule, ofRule]) => noteOf(rule, isDefault(rule) ? [] : ofRule));
}

/** The set's default and its `unnamed`, as far as they govern any bit. */
export function defaultNotes(set: CapabilitySet): readonly RuleNote[] {
  return (["default", "unnamed"] as const).flatMap((origin) => {
    const governance = set.bits.find(({ base }) => base.origin === origin);
    return governance === undefined ? [] : [noteOf(governance.base, [])];
  });
}

function noteOf(rule: Rule, bits: readonly BitIndex[]): RuleNote {
  return { bits, rule: ruleText(rule), because: rule.because };
}
