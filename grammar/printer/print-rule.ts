/** Writes the statements of capability sets that are no blocks. */

import { unreachable } from "../../src/base/unreachable.ts";
import type { Allowance, BitRule, RuleStatement, TextLiteral, WhenBlock } from "../syntax-tree.ts";
import { printExpression } from "./print-expression.ts";
import { printNames, printPaths, printText } from "./print-names.ts";

type Rule = Exclude<RuleStatement, WhenBlock>;

const RULE_SIGNS: Readonly<Record<BitRule["kind"], string>> = {
  rule: "=",
  also: "also",
  requires: "requires",
};

export function printRule(rule: Rule): string {
  const isOverride = "override" in rule && rule.override;
  return `${isOverride ? "override " : ""}${printBare(rule)}${printEnding(rule)}`;
}

function printBare(rule: Rule): string {
  switch (rule.kind) {
    case "default": {
      const leaves = rule.leaves.length === 0 ? "" : ` ${printNames(rule.leaves)}`;
      return `default${leaves} = ${printExpression(rule.value)}`;
    }
    case "unnamed":
      return `unnamed = ${printExpression(rule.value)}`;
    case "class":
      return `class ${rule.name.text} = ${printExpression(rule.value)}`;
    case "set":
      return `set ${rule.name.text}: ${printPaths(rule.members)}`;
    case "apply":
      return `${rule.class.text}: ${printPaths(rule.targets)}`;
    case "rule":
    case "also":
    case "requires": {
      const sign = RULE_SIGNS[rule.kind];
      return `${printPaths(rule.targets)} ${sign} ${printExpression(rule.value)}`;
    }
    case "assert":
      return `assert ${printExpression(rule.claim)}`;
    default:
      return unreachable(rule);
  }
}

interface Ending {
  readonly because?: TextLiteral;
  readonly allows?: readonly Allowance[];
}

/** The reason of a statement and the lints that it allows; empty, or with a space before it. */
export function printEnding({ because, allows = [] }: Ending): string {
  return [
    ...(because === undefined ? [] : [` ${printReason(because)}`]),
    ...allows.map(({ code, reason }) => ` allow ${code.text} ${printText(reason)}`),
  ].join("");
}

export function printReason(because: TextLiteral): string {
  return `because ${printText(because)}`;
}
