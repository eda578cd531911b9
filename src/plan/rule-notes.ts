/** What a reader should know of the rules behind some bits of a word: each as it is written, with its reason. */

import { spanText, type Span } from "../base/span.ts";
import type { BitIndex } from "../model/layout.ts";
import { rulesOf, type CapabilitySet, type Rule, type RuleOrigin } from "../model/model.ts";
import type { RuleNote } from "./plan.ts";

const DEFAULTS: ReadonlySet<RuleOrigin> = new Set(["default", "leaf default", "unnamed"]);

/** One note a rule, in order of the first bit that it governs; defaults are left out. */
export function ruleNotes(set: CapabilitySet, bits: readonly BitIndex[]): readonly RuleNote[] {
  const bitsOfRule = new Map<Rule, BitIndex[]>();
  for (const bit of bits) {
    const governance = set.bits[bit];
    for (const rule of governance === undefined ? [] : rulesOf(governance)) {
      if (DEFAULTS.has(rule.origin)) continue;
      bitsOfRule.set(rule, [...(bitsOfRule.get(rule) ?? []), bit]);
    }
  }
  return [...bitsOfRule].map(([rule, ofRule]) => ({
    bits: ofRule,
    rule: ruleText(rule),
    because: rule.because,
  }));
}

/** `= guest`, `emulated = guest`, `requires XSAVE`, each after `when tdp: ` where it is conditional. */
export function ruleText(rule: Rule): string {
  const value = oneLine(rule.valueSpan);
  const conditions = rule.conditionSpans.map(oneLine);
  const when = conditions.length === 0 ? "" : `when ${conditions.join(", ")}: `;
  return `${when}${statedAs(rule)} ${value}`;
}

function statedAs({ origin, className }: Rule): string {
  switch (origin) {
    case "class":
      return `${className ?? ""} =`;
    case "also":
    case "requires":
      return origin;
    case "bit":
      return "=";
    case "leaf default":
    case "default":
    case "unnamed":
      return `${origin} =`;
  }
}

/** An expression as it is written, without line breaks and comments. */
function oneLine(span: Span): string {
  return spanText(span)
    .replace(/#[^\n]*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
