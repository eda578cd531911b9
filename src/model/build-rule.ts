/** Builds a rule from a statement and the `when`s around it. */

import { startOf } from "../base/span.ts";
import type { ClassApplication } from "../../grammar/syntax-tree.ts";
import { findClass } from "./find-class.ts";
import type { BitList, Expr, Rule, RuleOrigin } from "./model.ts";
import type { PlacedRule } from "./place-rules.ts";
import { expandClass, resolveExpression } from "./resolve-expression.ts";
import { listsAmong } from "./resolve-targets.ts";
import type { Scope } from "./scope.ts";

export function buildRule(
  scope: Scope,
  { statement, conditions, because, blockReason }: PlacedRule,
): Rule {
  const value =
    statement.kind === "apply"
      ? applyClass(scope, statement)
      : { expr: resolveExpression(scope, statement.value), span: statement.value.span };
  return {
    origin: originOf(statement),
    value: value.expr,
    condition: conjunction(conditions.map(({ expr }) => expr)),
    because: statement.because?.value ?? because ?? value.because ?? blockReason,
    className: statement.kind === "apply" ? statement.class.text : undefined,
    lists: targetLists(scope, statement),
    span: statement.span,
    valueSpan: value.span,
    conditionSpans: conditions.map(({ span }) => span),
    exceptionSpans: [],
  };
}

function targetLists(scope: Scope, statement: PlacedRule["statement"]): readonly BitList[] {
  const layout = scope.set?.set.layout;
  return "targets" in statement && layout !== undefined
    ? listsAmong(scope, layout, statement.targets)
    : [];
}

interface AppliedClass {
  readonly expr: Expr;
  readonly span: Rule["valueSpan"];
  readonly because?: string | undefined;
}

function applyClass(scope: Scope, statement: ClassApplication): AppliedClass {
  const { text, span } = statement.class;
  const declaration = findClass(scope, statement.class);
  if (declaration === undefined) return { expr: { kind: "constant", value: false, span }, span };
  const body = expandClass(scope, declaration);
  const expr: Expr = { kind: "class", name: text, body, span };
  return { expr, span: declaration.value.span, because: declaration.because?.value };
}

function originOf(statement: PlacedRule["statement"]): RuleOrigin {
  switch (statement.kind) {
    case "apply":
      return "class";
    case "rule":
      return "bit";
    case "default":
      return statement.leaves.length > 0 ? "leaf default" : "default";
    default:
      return statement.kind;
  }
}

/**
 * The `&` between nested conditions is implicit; its span is empty and starts at the innermost
 * condition.
 */
function conjunction(conditions: readonly Expr[]): Expr | undefined {
  const innermost = conditions.at(-1);
  return innermost === undefined || conditions.length === 1
    ? innermost
    : { kind: "and", operands: conditions, span: startOf(innermost.span) };
}
