/**
 * Writes expressions as rule text: one line, with no more parentheses than the tree needs.
 *
 * The text parses to the same tree, places aside. A chain within a chain of the same operator
 * therefore keeps its parentheses.
 */

import { unreachable } from "../../src/base/unreachable.ts";
import type { EnumExpression, Expression } from "../syntax-tree.ts";
import { OPERATOR_SIGNS, TIGHTNESS, tightnessOf } from "./binding.ts";
import { printNames, printPath } from "./print-names.ts";

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "constant":
      return expression.value ? "all" : "none";
    case "name":
      return printPath(expression.path);
    case "has":
      return `${expression.bitmap.text} has ${expression.leaf.text}`;
    case "is":
      return `${printPath(expression.path)} is ${expression.class.text}`;
    case "enum":
      return printComparison(expression);
    case "not":
      return `!${printOperand(expression.operand, TIGHTNESS.not)}`;
    case "and":
    case "xor":
    case "or": {
      const tightness = TIGHTNESS[expression.kind] + 1;
      const operands = expression.operands.map((operand) => printOperand(operand, tightness));
      return operands.join(` ${OPERATOR_SIGNS[expression.kind]} `);
    }
    case "implies": {
      const premise = printOperand(expression.premise, TIGHTNESS.implies + 1);
      return `${premise} -> ${printOperand(expression.conclusion, TIGHTNESS.implies)}`;
    }
    case "choice": {
      const condition = printOperand(expression.condition, TIGHTNESS.choice + 1);
      const [whenTrue, whenFalse] = [expression.whenTrue, expression.whenFalse];
      return `${condition} ? ${printExpression(whenTrue)} : ${printExpression(whenFalse)}`;
    }
    default:
      return unreachable(expression);
  }
}

/** @param tightness what binds less needs parentheses. */
function printOperand(operand: Expression, tightness: number): string {
  const text = printExpression(operand);
  return tightnessOf(operand) < tightness ? `(${text})` : text;
}

function printComparison({ enum: name, values, negated }: EnumExpression): string {
  const texts = printNames(values);
  if (negated) return `${name.text} != ${texts}`;
  return values.length === 1 ? `${name.text} == ${texts}` : `${name.text} in (${texts})`;
}
