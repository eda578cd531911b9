/**
 * Writes statements as rule text. It is the inverse of parsing: the text parses to the same tree, places aside.
 *
 * A statement is one line; a block has one line for each of its statements, indented by two spaces. Comments are no part of
 * a statement. `formatFile` lays text out for readers.
 */

import { unreachable } from "../../src/base/unreachable.ts";
import type { CapsBlock, RuleStatement, Statement, WhenBlock } from "../syntax-tree.ts";
import { printBlock } from "./print-block.ts";
import { printDeclaration } from "./print-declaration.ts";
import { printExpression } from "./print-expression.ts";
import { printLayout } from "./print-layout.ts";
import { printText } from "./print-names.ts";
import { printReason, printRule } from "./print-rule.ts";
import { printTest } from "./print-test.ts";

/** Prints a statement without a final line break. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case "use":
    case "input":
    case "flag":
    case "enum":
    case "assume":
      return printDeclaration(statement);
    case "layout":
      return printLayout(statement);
    case "test":
      return printTest(statement);
    case "caps":
      return `${printHeader(statement)} ${printBody(statement)}`;
    case "when":
      return `when ${printExpression(statement.condition)} ${printBody(statement)}`;
    case "default":
    case "unnamed":
    case "class":
    case "set":
    case "apply":
    case "rule":
    case "also":
    case "requires":
    case "assert":
      return printRule(statement);
    default:
      return unreachable(statement);
  }
}

function printHeader({ name, layout, base, role, description }: CapsBlock): string {
  return [
    `caps ${name.text}${layout === undefined ? "" : `: ${layout.text}`}`,
    ...(base === undefined ? [] : [`extends ${base.text}`]),
    ...(role === undefined ? [] : [role.value]),
    ...(description === undefined ? [] : [printText(description)]),
  ].join(" ");
}

function printBody({ because, statements }: CapsBlock | WhenBlock): string {
  const reason = because === undefined ? [] : [printReason(because)];
  return printBlock([...reason, ...statements.map((each: RuleStatement) => printStatement(each))]);
}
