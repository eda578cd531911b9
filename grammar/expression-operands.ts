/** Lists the operands of parsed expressions. */

import { unreachable } from "../src/base/unreachable.ts";
import type { Expression } from "./syntax-tree.ts";

/** The direct operands in the order of the text; empty for a name, a constant or a question. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "constant":
    case "name":
    case "has":
    case "enum":
    case "is":
      return [];
    case "not":
      return [expression.operand];
    case "and":
    case "or":
    case "xor":
      return expression.operands;
    case "implies":
      return [expression.premise, expression.conclusion];
    case "choice":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    default:
      return unreachable(expression);
  }
}
