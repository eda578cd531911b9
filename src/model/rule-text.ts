/** A rule as it is written, on one line. */

import { spanText, type Span } from "../base/span.ts";
import type { Rule } from "./model.ts";

/**
 * `= guest`, `emulated = guest`, `requires XSAVE`; where it is conditional, `= guest, when tdp`; where an
 * `override` replaces it under a `when`, `= guest, unless secure`.
 */
export function ruleText(rule: Rule): string {
  const value = oneLine(rule.valueSpan);
  const when = rule.conditionSpans.map((span) => `, when ${oneLine(span)}`);
  const unless = rule.exceptionSpans.map((spans) => `, unless ${allOf(spans.map(oneLine))}`);
  return [`${statedAs(rule)} ${value}`, ...when, ...unless].join("");
}

/** Several conditions as one: `tdp & (vendor == amd)`. */
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

/** An expression or a statement as it is written, without line breaks and comments. */
export function oneLine(span: Span): string {
  return spanText(span)
    .replace(/("(?:[^"\\]|\\.)*")|#[^\n]*/g, "$1 ") // a `#` in a text begins no comment
    .replace(/\s+/g, " ")
    .trim();
}
