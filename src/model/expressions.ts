/** Walks resolved expressions and lists the bits that they name. */

import { unreachable } from "../base/unreachable.ts";
import type { BitIndex } from "./layout.ts";
import type { Bitmap, CapabilitySet, Expr, Rule } from "./model.ts";

/** The direct operands of an expression. */
export function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "constant":
    case "this":
    case "bit":
    case "member":
    case "flag":
    case "enum":
    case "has":
    case "applied":
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

/** True if both are the same tree; spans are ignored. */
export function isSameExpression(one: Expr, other: Expr): boolean {
  const operands = operandsOf(one);
  const others = operandsOf(other);
  if (one.kind === "class" || operands.length === 0) return isSameAtom(one, other);
  return (
    one.kind === other.kind &&
    operands.length === others.length &&
    operands.every((operand, at) => {
      const counterpart = others[at];
      return counterpart !== undefined && isSameExpression(operand, counterpart);
    })
  );
}

/** Compares atoms. Classes compare by identity, since a set expands each class once. */
function isSameAtom(one: Expr, other: Expr): boolean {
  switch (one.kind) {
    case "constant":
      return other.kind === one.kind && other.value === one.value;
    case "class":
      return other.kind === one.kind && other.body === one.body;
    case "this":
      return other.kind === one.kind && other.bitmap === one.bitmap;
    case "bit":
      return other.kind === one.kind && other.bitmap === one.bitmap && other.bit === one.bit;
    case "member":
      return other.kind === one.kind && other.list === one.list;
    case "flag":
      return other.kind === one.kind && other.flag === one.flag;
    case "enum":
      return (
        other.kind === one.kind &&
        other.enumeration === one.enumeration &&
        other.values.join() === one.values.join()
      );
    case "has":
      return other.kind === one.kind && other.input === one.input && other.entry === one.entry;
    default:
      return false;
  }
}

/** The bitmap bits that an expression reads. */
export interface BitmapReads {
  /** Bitmaps of which the expression reads "this bit". */
  readonly thisBitmaps: ReadonlySet<Bitmap>;
  /**
   * Single bits that the expression names, once for each mention. The body of a class counts once.
   */
  readonly namedBits: readonly { readonly bitmap: Bitmap; readonly bit: BitIndex }[];
  /** True if the value depends on which bit "this bit" is. */
  readonly namesThisBit: boolean;
}

export function bitmapReads(expr: Expr): BitmapReads {
  const thisBitmaps = new Set<Bitmap>();
  const namedBits: { bitmap: Bitmap; bit: BitIndex }[] = [];
  let namesThisBit = false;
  const addBit = (bitmap: Bitmap, bit: BitIndex | undefined): void => {
    if (bit === undefined) thisBitmaps.add(bitmap);
    else namedBits.push({ bitmap, bit });
    namesThisBit ||= bit === undefined;
  };
  visitAtoms(expr, (atom) => {
    if (atom.kind === "bit") addBit(atom.bitmap, atom.bit);
    else if (atom.kind === "this") addBit(atom.bitmap, undefined);
    else if (atom.kind === "applied") addBit(atom.set, atom.bit);
    namesThisBit ||= atom.kind === "member";
  });
  return { thisBitmaps, namedBits, namesThisBit };
}

/**
 * Calls back for each expression without operands. Class bodies are visited once, as in {@link
 * visitNodes}.
 */
export function visitAtoms(expr: Expr, visit: (atom: Expr) => void): void {
  let classes: Set<Expr> | undefined;
  const enter = (each: Expr): void => {
    switch (each.kind) {
      case "and":
      case "or":
      case "xor":
        each.operands.forEach(enter);
        break;
      case "not":
        enter(each.operand);
        break;
      case "class":
        classes ??= new Set();
        if (classes.has(each.body)) break;
        classes.add(each.body);
        enter(each.body);
        break;
      default: {
        const operands = operandsOf(each);
        if (operands.length === 0) visit(each);
        else operands.forEach(enter);
      }
    }
  };
  enter(expr);
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

/** The bits of the set that the rule itself names, once for each mention. */
export function ownReadsOf(set: CapabilitySet, { value, condition }: Rule): readonly BitIndex[] {
  const bits: BitIndex[] = [];
  const add = (atom: Expr): void => {
    if (atom.kind === "bit" && atom.bitmap === set) bits.push(atom.bit);
  };
  visitAtoms(value, add);
  if (condition !== undefined) visitAtoms(condition, add);
  return bits;
}

export function thisBitmaps(expr: Expr): ReadonlySet<Bitmap> {
  return bitmapReads(expr).thisBitmaps;
}
