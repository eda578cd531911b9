/** What resolved expressions name, and how to walk them. */

import { unreachable } from "../base/unreachable.ts";
import type { Bitmap, Expr } from "./model.ts";

/** Its direct operands. */
export function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "constant":
    case "this":
    case "bit":
    case "member":
    case "flag":
    case "enum":
    case "has":
      return [];
    case "class":
      return [expr.body];
    case "not":
      return [expr.operand];
    case "and":
    case "or":
    case "xor":
      return expr.operands;
    case "implies":
      return [expr.premise, expr.conclusion];
    case "choice":
      return [expr.condition, expr.whenTrue, expr.whenFalse];
    default:
      return unreachable(expr);
  }
}

/** What an expression reads of bitmaps. */
export interface BitmapReads {
  /** Of which it reads "this bit". */
  readonly thisBitmaps: ReadonlySet<Bitmap>;
  /** Single bits that it names, each once a mention; what a class mentions counts once. */
  readonly namedBits: readonly Extract<Expr, { kind: "bit" }>[];
  /** It depends on which bit "this bit" is. */
  readonly namesThisBit: boolean;
}

export function bitmapReads(expr: Expr): BitmapReads {
  const thisBitmaps = new Set<Bitmap>();
  const namedBits: Extract<Expr, { kind: "bit" }>[] = [];
  let namesThisBit = false;
  visitAtoms(expr, (atom) => {
    if (atom.kind === "bit") namedBits.push(atom);
    else if (atom.kind === "this") thisBitmaps.add(atom.bitmap);
    namesThisBit ||= atom.kind === "this" || atom.kind === "member";
  });
  return { thisBitmaps, namedBits, namesThisBit };
}

/** Calls back for each mention of anything that has no operands; as {@link visitNodes}. */
export function visitAtoms(expr: Expr, visit: (atom: Expr) => void): void {
  visitNodes(expr, (each) => {
    if (operandsOf(each).length === 0) visit(each);
  });
}

/**
 * Calls back for each expression in this one, from the outside in. The body of a class is visited once:
 * classes that name each other twice would double the work with every level.
 */
export function visitNodes(expr: Expr, visit: (each: Expr) => void): void {
  const classes = new Set<Expr>();
  const enter = (each: Expr): void => {
    if (each.kind === "class") {
      if (classes.has(each.body)) return;
      classes.add(each.body);
    }
    visit(each);
    operandsOf(each).forEach(enter);
  };
  enter(expr);
}

export function thisBitmaps(expr: Expr): ReadonlySet<Bitmap> {
  return bitmapReads(expr).thisBitmaps;
}
