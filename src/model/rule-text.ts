/** Formats a rule as written, on one line. */

import { spanText, type Span } from "../base/span.ts";
import type { Rule } from "./model.ts";

/**
 * For example `= guest`, `emulated = guest`, `requires XSAVE`, `= guest, when tdp`. If an
 * `override` under a `when` replaces the rule: `= guest, unless secure`.
 */
export function ruleText(rule: Rule): string {
  const value = oneLine(rule.valueSpan);
  const when = rule.conditionSpans.map((span) => `, when ${oneLine(span)}`);
  const unless = rule.exceptionSpans.map((spans) => `, unless ${allOf(spans.map(oneLine))}`);
  return [`${statedAs(rule)} ${value}`, ...when, ...unless].join("");
}

/** Joins conditions: `tdp & (vendor == amd)`. */
function allOf(conditions: readonly string[]): string {
  if (conditions.length === 1) return conditions.join();
  return conditions.map((each) => (each.includes(" ") ? `(${each})` : each)).join(" & ");
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
    case "default":
    case "leaf default":
      return "default =";
    case "unnamed":
      return "unnamed =";
  }
}

/** An expression or a statement as written, without line breaks and comments. */
export function oneLine(span: Span): string {
  return spanText(span)
    .replace(/("(?:[^"\\]|\\.)*")|#[^\n]*/g, "$1 ") // a `#` in a text begins no comment
    .replace(/\s+/g, " ")
    .trim();
}
