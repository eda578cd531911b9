/** Resolves `assert` and `assume` statements. */

import type { AssertStatement, Expression } from "../../grammar/syntax-tree.ts";
import { reportCounterparts } from "./check-counterparts.ts";
import { bitmapReads } from "./expressions.ts";
import { bitCount, type Layout } from "./layout.ts";
import type { Assertion } from "./model.ts";
import { resolveExpression } from "./resolve-expression.ts";
import { lookUp, type Scope } from "./scope.ts";

export function buildAssertion(scope: Scope, statement: AssertStatement): Assertion {
  const layout = scope.thisLayout ?? assertedLayout(scope, statement.claim);
  const claimScope = { ...scope, thisLayout: layout, isClaim: true };
  const claim = resolveExpression(claimScope, statement.claim);
  const { span } = statement;
  if (layout !== undefined) {
    const bits = Array.from({ length: bitCount(layout) }, (_, bit) => bit);
    reportCounterparts(scope, { expr: claim, layout, bits, mayLack: true, span });
  }
  return {
    claim,
    layout: bitmapReads(claim).namesThisBit ? layout : undefined,
    set: scope.set?.set,
    because: statement.because?.value,
    span,
    claimSpan: statement.claim.span,
  };
}

/**
 * The layout that "this bit" ranges over in an assertion outside of a set: that of the first
 * capability set named bare, else of the first input named bare.
 */
function assertedLayout(scope: Scope, claim: Expression): Layout | undefined {
  const bitmaps = bareNames(claim)
    .map((name) => lookUp(scope, name))
    .filter((declared) => declared?.kind === "caps" || declared?.kind === "input");
  return (bitmaps.find(({ kind }) => kind === "caps") ?? bitmaps[0])?.layout;
}

function bareNames(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "name":
    case "is": {
      const [name] = expression.path.parts;
      const isBare = expression.path.parts.length === 1 && expression.path.index === undefined;
      return isBare && name !== undefined ? [name.text] : [];
    }
    case "not":
      return bareNames(expression.operand);
    case "and":
    case "or":
    case "xor":
      return expression.operands.flatMap(bareNames);
    case "implies":
      return [expression.premise, expression.conclusion].flatMap(bareNames);
    case "choice":
      return [expression.condition, expression.whenTrue, expression.whenFalse].flatMap(bareNames);
    default:
      return [];
  }
}
