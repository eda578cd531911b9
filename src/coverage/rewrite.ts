/** Rules in which one written place says something else. */

import { unreachable } from "../base/unreachable.ts";
import { governWithout } from "../model/govern-bit.ts";
import type { BitGovernance, Expr, Rule } from "../model/model.ts";

/** The same words of the same file, whichever capability set or class they are resolved for. */
function isSamePlace(one: Expr, other: Expr): boolean {
  return (
    one.kind === other.kind &&
    one.span.start === other.span.start &&
    one.span.end === other.span.end &&
    one.span.source === other.span.source
  );
}

/** A text that is the same for places that are the same. */
export function placeKey({ kind, span }: Expr): string {
  return `${span.source.name}:${span.start}:${span.end}:${kind}`;
}

export type Rewrite = (governance: BitGovernance) => BitGovernance;

/**
 * Changes what stands at the place of an expression, in whatever rules it stands. What does not
 * contain it stays the same object, and what is shared stays shared.
 */
export function rewriteAt(place: Expr, change: (expr: Expr) => Expr): Rewrite {
  return rewriteRules(rememberedRules((rule) => rewriteRule(rule, place, change)));
}

/** Leaves out a statement, in whatever capability sets it stands. Not for defaults. */
export function dropRule(rule: Rule): Rewrite {
  return (governance) => governWithout(governance, rule) ?? governance;
}

function rewriteRules(change: (rule: Rule) => Rule): Rewrite {
  const known = new Map<BitGovernance, BitGovernance>();
  return (governance) => {
    let result = known.get(governance);
    if (result === undefined)
      known.set(governance, (result = rewriteGovernance(governance, change)));
    return result;
  };
}

function rememberedRules(change: (rule: Rule) => Rule): (rule: Rule) => Rule {
  const known = new Map<Rule, Rule>();
  return (rule) => {
    let result = known.get(rule);
    if (result === undefined) known.set(rule, (result = change(rule)));
    return result;
  };
}

function rewriteGovernance(governance: BitGovernance, change: (rule: Rule) => Rule): BitGovernance {
  const base = change(governance.base);
  const conditional = mapped(governance.conditional, change);
  const also = mapped(governance.also, change);
  const requires = mapped(governance.requires, change);
  const isSame =
    base === governance.base &&
    conditional === governance.conditional &&
    also === governance.also &&
    requires === governance.requires;
  return isSame ? governance : { ...governance, base, conditional, also, requires };
}

function rewriteRule(rule: Rule, place: Expr, change: (expr: Expr) => Expr): Rule {
  const value = rewriteExpr(rule.value, place, change);
  const condition = rule.condition && rewriteCondition(rule, rule.condition, place, change);
  return value === rule.value && condition === rule.condition
    ? rule
    : { ...rule, value, condition };
}

/**
 * What joins the conditions of nested `when`s is written nowhere, and has the place of the innermost: it
 * is not what is changed there.
 */
function rewriteCondition(
  { conditionSpans }: Rule,
  condition: Expr,
  place: Expr,
  change: (expr: Expr) => Expr,
): Expr {
  const rewrite = (each: Expr): Expr => rewriteExpr(each, place, change);
  return conditionSpans.length > 1 ? withOperands(condition, rewrite, rewrite) : rewrite(condition);
}

function rewriteExpr(expr: Expr, place: Expr, change: (expr: Expr) => Expr): Expr {
  const classes = new Map<Expr, Expr>();
  const rewriteClass = (body: Expr): Expr => {
    const result = classes.get(body) ?? rewrite(body);
    classes.set(body, result);
    return result;
  };
  const rewrite = (each: Expr): Expr =>
    isSamePlace(each, place) ? change(each) : withOperands(each, rewrite, rewriteClass);
  return rewrite(expr);
}

function withOperands(
  expr: Expr,
  rewrite: (operand: Expr) => Expr,
  rewriteClass: (body: Expr) => Expr,
): Expr {
  switch (expr.kind) {
    case "constant":
    case "this":
    case "bit":
    case "member":
    case "flag":
    case "enum":
    case "has":
    case "applied":
      return expr;
    case "class": {
      const body = rewriteClass(expr.body);
      return body === expr.body ? expr : { ...expr, body };
    }
    case "not": {
      const operand = rewrite(expr.operand);
      return operand === expr.operand ? expr : { ...expr, operand };
    }
    case "and":
    case "or":
    case "xor": {
      const operands = mapped(expr.operands, rewrite);
      return operands === expr.operands ? expr : { ...expr, operands };
    }
    case "implies": {
      const premise = rewrite(expr.premise);
      const conclusion = rewrite(expr.conclusion);
      const isSame = premise === expr.premise && conclusion === expr.conclusion;
      return isSame ? expr : { ...expr, premise, conclusion };
    }
    case "choice": {
      const condition = rewrite(expr.condition);
      const whenTrue = rewrite(expr.whenTrue);
      const whenFalse = rewrite(expr.whenFalse);
      const isSame =
        condition === expr.condition && whenTrue === expr.whenTrue && whenFalse === expr.whenFalse;
      return isSame ? expr : { ...expr, condition, whenTrue, whenFalse };
    }
    default:
      return unreachable(expr);
  }
}

/** The same array if nothing in it changes. */
function mapped<T>(values: readonly T[], change: (value: T) => T): readonly T[] {
  const results = values.map(change);
  return results.every((each, index) => each === values[index]) ? values : results;
}
