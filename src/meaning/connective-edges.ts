/**
 * Finds the slots of bits that one connective reads: a good variable order keeps them close
 * together.
 */

import { operandsOf } from "../model/expressions.ts";
import type { Expr, Model } from "../model/model.ts";
import { assumed, forEachRule, slotOfAtom, type ReadExpr, type Slots } from "./slots-read.ts";

/** A list of slots without duplicates. */
export type Edge = readonly number[];

/** Connectives with more slots are ignored: they hardly constrain the order. */
const MOST_SLOTS = 64;

/**
 * One edge for each connective that reads more than one slot, nested ones included, and one for
 * each rule together with its bit.
 */
export function connectiveEdges(models: readonly Model[], slots: Slots): readonly Edge[] {
  const edges: Edge[] = [];
  const add = (edge: ReadonlySet<number>): void => {
    if (edge.size > 1 && edge.size <= MOST_SLOTS) edges.push([...edge]);
  };
  const visit = ({ expr, thisBit }: ReadExpr): void => {
    const known = new Map<Expr, ReadonlySet<number>>();
    const slotsIn = (each: Expr): ReadonlySet<number> => {
      const found = known.get(each);
      if (found !== undefined) return found;
      const operands = operandsOf(each);
      const slot = operands.length === 0 ? slotOfAtom(slots, each, thisBit) : undefined;
      const read = new Set(slot === undefined ? [] : [slot]);
      for (const operand of operands) for (const inner of slotsIn(operand)) read.add(inner);
      if (operands.length > 1) add(read);
      known.set(each, read);
      return read;
    };
    const read = slotsIn(expr);
    // A bit should be close to what decides it, since other rules read the bit at its own slot.
    const own = thisBit && slots.get(thisBit.layout)?.[thisBit.bit];
    if (own !== undefined && !read.has(own)) add(new Set([...read, own]));
  };
  models.flatMap(assumed).forEach(visit);
  for (const model of models) {
    forEachRule(model, visit);
    for (const { claim } of model.assertions) visit({ expr: claim, thisBit: undefined });
  }
  return edges;
}
