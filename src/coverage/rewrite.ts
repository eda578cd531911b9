/** Rewrites rules at one place of the text. */

import { remembered } from "../base/remembered.ts";
import { definitely, unreachable } from "../base/unreachable.ts";
import { governBit, governWithout } from "../model/govern-bit.ts";
import type { BitGovernance, Expr, Rule } from "../model/model.ts";

/**
 * True if both expressions come from the same place of a file, whichever capability set they are
 * resolved in.
 */
function isSamePlace(one: Expr, other: Expr): boolean {
  return (
    one.kind === other.kind &&
    one.span.start === other.span.start &&
    one.span.end === other.span.end &&
    one.span.source === other.span.source
  );
}

/** A key that is equal for expressions from the same place. */
export function placeKey({ kind, span }: Expr): string {
  return `${span.source.name}:${span.start}:${span.end}:${kind}`;
}

/** Objects that do not contain the changed place are returned unchanged, and sharing is kept. */
export interface Rewrite {
  readonly governance: (governance: BitGovernance) => BitGovernance;
  /**
   * Rewrites the claim of an assumption or assertion, which may contain the place through a class.
   */
  readonly claim: (claim: Expr) => Expr;
}

/**
 * Changes the expression at a place in all rules that contain it. The governance of each bit is
 * computed anew, since a changed condition may change what an `override` replaces.
 */
export function rewriteAt(place: Expr, change: (expr: Expr) => Expr): Rewrite {
  const ofRule = remembered((rule: Rule) => rewriteRule(rule, place, change));
  return {
    governance: remembered((governance) => rewriteGovernance(governance, ofRule)),
    claim: remembered((claim) => rewriteExpr(claim, place, change)),
  };
}

/** Drops a statement from all capability sets. The statement must not be a default. */
export function dropRule(rule: Rule): Rewrite {
  return {
    governance: remembered((governance) => governWithout(governance, rule) ?? governance),
    claim: (claim) => claim,
  };
}

function rewriteGovernance(governance: BitGovernance, change: (rule: Rule) => Rule): BitGovernance {
  const stated = mapped(governance.stated, (each) => {
    const rule = change(each.rule);
    const replacedBy = mapped(each.replacedBy, change);
    const isSame = rule === each.rule && replacedBy === each.replacedBy;
    return isSame ? each : { ...each, rule, replacedBy };
  });
  if (stated === governance.stated) return governance;
  return definitely(governBit(stated), "a bit without a default");
}

/** The implicit `&` of nested `when`s has an empty span, so it never equals a place in the text. */
function rewriteRule(rule: Rule, place: Expr, change: (expr: Expr) => Expr): Rule {
  const value = rewriteExpr(rule.value, place, change);
  const condition = rule.condition && rewriteExpr(rule.condition, place, change);
  return value === rule.value && condition === rule.condition
    ? rule
    : { ...rule, value, condition };
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
