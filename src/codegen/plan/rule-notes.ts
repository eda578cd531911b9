/**
 * Lists the rules behind some bits of a word for comments in the generated code: each as written,
 * with its reason.
 */

import { addToList } from "../../base/add-to-list.ts";
import { definitely } from "../../base/unreachable.ts";
import type { BitIndex } from "../../model/layout.ts";
import { isDefault, type CapabilitySet, type Enumeration, type Rule } from "../../model/model.ts";
import { ruleText } from "../../model/rule-text.ts";
import type { BitPart } from "./bit-parts.ts";
import type { RuleNote } from "./plan.ts";

/**
 * One note for each rule, in order of the first bit that it governs. The set's default rules are
 * left out.
 * @param by the enumeration whose values select masks. Rules with the same text for different
 * values become one note, since the masks show which bits each value has.
 */
export function ruleNotes(
  parts: readonly BitPart[],
  by: Enumeration | undefined,
): readonly RuleNote[] {
  const bitsOfRule = new Map<Rule, BitIndex[]>();
  for (const { bit, rules } of parts) {
    for (const rule of rules) {
      if (rule.origin === "default" || rule.origin === "unnamed") continue;
      addToList(bitsOfRule, rule, bit);
    }
  }
  const notes = [...bitsOfRule].map(([rule, ofRule]) => {
    const bits = isDefault(rule) ? [] : ofRule;
    return by !== undefined && isForValuesOf(by, rule)
      ? noteByValue(rule, bits, by)
      : noteOf(rule, bits);
  });
  return by === undefined ? notes : joinAlike(notes);
}

/** True if the rule's condition only compares the enumeration `by`. */
function isForValuesOf(
  by: Enumeration,
  { condition, conditionSpans, exceptionSpans }: Rule,
): boolean {
  const isByValue = condition?.kind === "enum" && condition.enumeration === by;
  return isByValue && conditionSpans.length > 0 && exceptionSpans.length === 0;
}

function noteByValue(rule: Rule, bits: readonly BitIndex[], { name }: Enumeration): RuleNote {
  const note = noteOf({ ...rule, conditionSpans: [] }, bits);
  return { ...note, rule: `${note.rule}, for some values of ${name}` };
}

/** Merges notes with the same text; the result has the bits of all of them. */
function joinAlike(notes: readonly RuleNote[]): readonly RuleNote[] {
  const alike = new Map<string, RuleNote[]>();
  for (const note of notes) addToList(alike, JSON.stringify([note.rule, note.because]), note);
  return [...alike.values()].map((same) => {
    const bits = new Set(same.flatMap((note) => note.bits));
    return {
      ...definitely(same[0], "a list has a first note"),
      bits: [...bits].sort((a, b) => a - b),
    };
  });
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
