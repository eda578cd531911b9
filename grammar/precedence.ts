/** Groups a flat row of operands and operators into a tree: `&` binds tightest, then `^`, `|`, `->`. */

import { definitely } from "../src/base/unreachable.ts";
import { joinSpans } from "../src/base/span.ts";
import type { Expression } from "./syntax-tree.ts";

type ChainOperator = "and" | "xor" | "or";
export type BinaryOperator = ChainOperator | "implies";

interface Row {
  readonly operands: readonly Expression[];
  /** The operators between the operands, one fewer than operands. */
  readonly operators: readonly BinaryOperator[];
}

const tightestFirst: readonly ChainOperator[] = ["and", "xor", "or"];

export function groupByPrecedence(
  operands: readonly Expression[],
  operators: readonly BinaryOperator[],
): Expression {
  let row: Row = { operands, operators };
  for (const operator of tightestFirst) row = groupChains(row, operator);
  return row.operands.reduceRight((conclusion, premise) => ({
    kind: "implies",
    premise,
    conclusion,
    span: joinSpans(premise.span, conclusion.span),
  }));
}

/** Replaces each chain of one operator by one operand. */
function groupChains(row: Row, kind: ChainOperator): Row {
  if (!row.operators.includes(kind)) return row;
  const operands: Expression[] = [];
  const operators: BinaryOperator[] = [];
  let chain: Expression[] = row.operands.slice(0, 1);
  for (const [index, operator] of row.operators.entries()) {
    if (operator !== kind) {
      operands.push(chainOf(kind, chain));
      operators.push(operator);
      chain = [];
    }
    chain.push(operandAt(row.operands, index + 1));
  }
  operands.push(chainOf(kind, chain));
  return { operands, operators };
}

function chainOf(kind: ChainOperator, operands: readonly Expression[]): Expression {
  const first = operandAt(operands, 0);
  if (operands.length === 1) return first;
  const last = operandAt(operands, operands.length - 1);
  return { kind, operands, span: joinSpans(first.span, last.span) };
}

function operandAt(operands: readonly Expression[], index: number): Expression {
  return definitely(operands[index], "an operator stands between two operands");
}
