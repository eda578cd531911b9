/**
 * Removes repeated operands of a conjunction or disjunction. Repeats do not change the value, but
 * each would be lowered for every bit. The model keeps them, because coverage and mutants report
 * each place in the text.
 */

import type { Expr } from "../model/model.ts";

type Operands = readonly Expr[];

/** A cache, since an expression is lowered once for each bit that it governs. */
const known = new WeakMap<Operands, Operands>();

/** Removes repeated bits, bitmaps and flags. Other operands are not compared. */
export function distinctOperands(operands: Operands): Operands {
  const [first, second] = operands;
  // The fast path for two operands, the most common case.
  if (operands.length === 2 && first !== undefined && second !== undefined) {
    return isSameAtom(first, second) ? [first] : operands;
  }
  let distinct = known.get(operands);
  if (distinct === undefined) known.set(operands, (distinct = withoutRepeats(operands)));
  return distinct;
}

function withoutRepeats(operands: Operands): Operands {
  const placesOf = new Map<unknown, Set<number>>();
  return operands.filter((operand) => {
    const [owner, place] = atomKey(operand);
    if (owner === undefined) return true;
    const places = placesOf.get(owner) ?? new Set<number>();
    if (places.has(place)) return false;
    placesOf.set(owner, places.add(place));
    return true;
  });
}

function isSameAtom(one: Expr, other: Expr): boolean {
  if (one.kind !== other.kind) return false;
  const [owner, place] = atomKey(one);
  const [otherOwner, otherPlace] = atomKey(other);
  return owner !== undefined && owner === otherOwner && place === otherPlace;
}

function atomKey(expr: Expr): readonly [owner: unknown, place: number] {
  switch (expr.kind) {
    case "this":
      return [expr.bitmap, -1];
    case "bit":
      return [expr.bitmap, expr.bit];
    case "flag":
      return [expr.flag, 0];
    default:
      return [undefined, 0];
  }
}
