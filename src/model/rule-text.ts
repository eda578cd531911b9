/** A rule as it is written, on one line. */

import { spanText, type Span } from "../base/span.ts";
import type { Rule } from "./model.ts";

/** `= guest`, `emulated = guest`, `requires XSAVE`; where it is conditional, `= guest, when tdp`. */
export function ruleText(rule: Rule): string {
  const value = oneLine(rule.valueSpan);
  const conditions = rule.conditionSpans.map(oneLine);
  const when = conditions.map((condition) => `, when ${condition}`).join("");
  return `${statedAs(rule)} ${value}${when}`;
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

/** An expression as it is written, without line breaks and comments. */
export function oneLine(span: Span): string {
  return spanText(span)
    .replace(/#[^\n]*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
