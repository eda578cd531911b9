/** What a reader should know of the rules behind some bits of a word: each as it is written, with its reason. */

import type { BitIndex } from "../model/layout.ts";
import { isDefault, type CapabilitySet, type Rule } from "../model/model.ts";
import { ruleText } from "../model/rule-text.ts";
import type { BitPart } from "./bit-parts.ts";
import type { RuleNote } from "./plan.ts";

/** One note a rule, in order of the first bit that it governs; the set's default is left out. */
export function ruleNotes(parts: readonly BitPart[]): readonly RuleNote[] {
  const bitsOfRule = new Map<Rule, BitIndex[]>();
  for (const { bit, rules } of parts) {
    for (const rule of rules) {
      if (rule.origin === "default") continue;
      bitsOfRule.set(rule, [...(bitsOfRule.get(rule) ?? []), bit]);
    }
  }
  return [...bitsOfRule].map(([rule, ofRule]) => noteOf(rule, isDefault(rule) ? [] : ofRule));
}

/** The set's default; undefined where every bit has something else. */
export function defaultNote(set: CapabilitySet): RuleNote | undefined {
  const governance = set.bits.find(({ base }) => base.origin === "default");
  return governance === undefined ? undefined : noteOf(governance.base, []);
}

function noteOf(rule: Rule, bits: readonly BitIndex[]): RuleNote {
  return { bits, rule: ruleText(rule), because: rule.because };
}
