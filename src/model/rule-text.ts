/** A rule as it is written, on one line. */

import { spanText, type Span } from "../base/span.ts";
import type { Rule } from "./model.ts";

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
