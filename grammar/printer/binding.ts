/** The spelling of operators, and how tightly they bind. */

import { unreachable } from "../../src/base/unreachable.ts";
import type { BinaryOperator } from "../precedence.ts";
import type { Expression } from "../syntax-tree.ts";

export const OPERATOR_SIGNS: Readonly<Record<BinaryOperator, string>> = {
  and: "&",
  xor: "^",
  or: "|",
  implies: "->",
};

/** The higher, the tighter. Names, constants and questions such as `vendor == amd` are operands. */
export const TIGHTNESS = {
  choice: 0,
  implies: 1,
  or: 2,
  xor: 3,
  and: 4,
  not: 5,
  operand: 6,
} as const;

export function tightnessOf({ kind }: Expression): number {
  switch (kind) {
    case "constant":
    case "name":
    case "has":
    case "enum":
    case "is":
      return TIGHTNESS.operand;
    case "not":
    case "and":
    case "xor":
    case "or":
    case "implies":
    case "choice":
      return TIGHTNESS[kind];
    default:
      return unreachable(kind);
  }
}
