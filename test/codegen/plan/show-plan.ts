/** Prints word plans, for tests to compare. */

import { unreachable } from "../../../src/base/unreachable.ts";
import type { SetPlan, WordExpr } from "../../../src/codegen/plan/plan.ts";

const OPERATORS = { assign: "=", merge: "|=", restrict: "&=" } as const;

/**
 * One line for each step, such as `XSAVES word = host[10] & guest[10]`, with the name of the word.
 */
export function showPlan({ set, steps }: SetPlan): readonly string[] {
  return steps.map(({ word, action, value }) => {
    const name = set.layout.words[word]?.name ?? "";
    return `${name} ${OPERATORS[action]} ${show(value, false)}`;
  });
}

/** Masks in hexadecimal; `<<` moves to higher bits; `spread(x, n)` is bit n of x in all places. */
function show(expr: WordExpr, isOperand: boolean): string {
  switch (expr.kind) {
    case "word":
      return `${expr.bitmap.name}[${String(expr.word)}]`;
    case "own":
      return `own[${String(expr.word)}]`;
    case "mask":
      return `0x${expr.value.toString(16)}`;
    case "flag":
      return expr.flag.name;
    case "enum":
      return `${expr.enumeration.name} in (${expr.values.map((value) => expr.enumeration.values[value]).join(" ")})`;
    case "has":
      return `${expr.bitmap.name} has ${String(expr.entry)}`;
    case "broadcast":
      return `spread(${show(expr.operand, false)}, ${String(expr.bit)})`;
    case "shift": {
      const operator = expr.distance > 0 ? "<<" : ">>";
      return `(${show(expr.operand, true)} ${operator} ${String(Math.abs(expr.distance))})`;
    }
    case "temporary":
      return `part${String(expr.index)}`;
    case "not":
      return `~${show(expr.operand, true)}`;
    case "and":
    case "or":
    case "xor": {
      const operator = { and: " & ", or: " | ", xor: " ^ " }[expr.kind];
      const text = expr.operands.map((operand) => show(operand, true)).join(operator);
      return isOperand ? `(${text})` : text;
    }
    default:
      return unreachable(expr);
  }
}
