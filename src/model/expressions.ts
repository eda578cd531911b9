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
  /** Single bits that it names, each once a mention. */
  readonly namedBits: readonly Extract<Expr, { kind: "bit" }>[];
  /** It depends on which bit "this bit" is. */
  readonly namesThisBit: boolean;
}

const readsOf = new WeakMap<Expr, BitmapReads>();

/** Computed once an expression: classes and defaults are shared by many bits. */
export function bitmapReads(expr: Expr): BitmapReads {
  const known = readsOf.get(expr);
  if (known !== undefined) return known;
  const operands = operandsOf(expr).map(bitmapReads);
  const own = expr.kind === "this" ? [expr.bitmap] : [];
  const reads: BitmapReads = {
    thisBitmaps: new Set([...own, ...operands.flatMap((each) => [...each.thisBitmaps])]),
    namedBits: [
      ...(expr.kind === "bit" ? [expr] : []),
      ...operands.flatMap((each) => each.namedBits),
    ],
    namesThisBit:
      expr.kind === "this" || expr.kind === "member" || operands.some((each) => each.namesThisBit),
  };
  readsOf.set(expr, reads);
  return reads;
}

export function thisBitmaps(expr: Expr): ReadonlySet<Bitmap> {
  return bitmapReads(expr).thisBitmaps;
}
