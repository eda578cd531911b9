/** Lists the slots of bits that a program's expressions read, in order. */

import { counterpart } from "../model/counterpart.ts";
import { visitAtoms } from "../model/expressions.ts";
import { governanceAtOrigin } from "../model/inheritance.ts";
import type { Layout } from "../model/layout.ts";
import { hasOwnRules, rulesOf, type Expr, type Model, type ThisBit } from "../model/model.ts";

/** For each layout the slot of each of its bits. */
export type Slots = ReadonlyMap<Layout, Int32Array>;

/** An expression, and the bit for which it is evaluated, if any. */
export interface ReadExpr {
  readonly expr: Expr;
  readonly thisBit: ThisBit | undefined;
}

/**
 * Every slot that is read or governed by a rule, without duplicates: first those of assumptions,
 * then those of rules in dependency order.
 */
export function slotsAsRead(models: readonly Model[], slots: Slots): readonly number[] {
  const read = new Set<number>();
  const visit = ({ expr, thisBit }: ReadExpr): void => {
    visitAtoms(expr, (atom) => {
      const slot = slotOfAtom(slots, atom, thisBit);
      if (slot !== undefined) read.add(slot);
    });
    const own = thisBit && slots.get(thisBit.layout)?.[thisBit.bit];
    if (own !== undefined) read.add(own);
  };
  models.flatMap(assumed).forEach(visit);
  for (const model of models) {
    forEachRule(model, visit);
    for (const { claim } of model.assertions) visit({ expr: claim, thisBit: undefined });
  }
  return [...read];
}

export function assumed({ assumptions }: Model): readonly ReadExpr[] {
  return assumptions.map(({ claim }) => ({ expr: claim, thisBit: undefined }));
}

/**
 * Visits the conditions and values of all bits with rules beyond the default, each after its
 * dependencies.
 */
export function forEachRule({ order }: Model, visit: (read: ReadExpr) => void): void {
  for (const { set, bit } of order) {
    const governance = governanceAtOrigin({ set, bit });
    if (!hasOwnRules(governance)) continue;
    const thisBit = { layout: set.layout, bit };
    for (const { condition, value } of rulesOf(governance)) {
      if (condition !== undefined) visit({ expr: condition, thisBit: undefined });
      visit({ expr: value, thisBit });
    }
  }
}

/**
 * The slot of an atom that reads a bit. A bit of a capability set has the slot of the inputs' bits
 * with the same name or address.
 */
export function slotOfAtom(
  slots: Slots,
  atom: Expr,
  thisBit: ThisBit | undefined,
): number | undefined {
  if (atom.kind === "bit") return slots.get(atom.bitmap.layout)?.[atom.bit];
  if (atom.kind !== "this" || thisBit === undefined) return undefined;
  const bit = counterpart(thisBit.layout, thisBit.bit, atom.bitmap.layout);
  return typeof bit === "number" ? slots.get(atom.bitmap.layout)?.[bit] : undefined;
}
