/**
 * Orders the slots of bits among the variables.
 *
 * The order decides how large diagrams get. Under the declared order `a.B0 & a.B20 | a.B1 & a.B21 | …`
 * has to remember all of B0 to B19 before it meets B20; where the bits of each pair stand side by side it
 * remembers one at a time. No order is good for all programs, so several are tried in turn: see
 * `in-some-order.ts`.
 */

import type { Model } from "../model/model.ts";
import { connectiveEdges } from "./connective-edges.ts";
import { forceOrder } from "./force-order.ts";
import { slotsAsRead, type Slots } from "./slots-read.ts";

/**
 * `declared`: the order of the layouts. `read`: the reverse of the order in which rules read bits.
 * `force`: bits of one connective are close together.
 */
export type SlotOrder = "declared" | "read" | "force";

/**
 * In the order in which they are tried. The first must not change, since printed conditions follow
 * the order of the variables.
 */
export const SLOT_ORDERS: readonly SlotOrder[] = ["declared", "read", "force"];

export interface SlotPlaces {
  /** The place of a slot, from 0. */
  readonly placeOf: (slot: number) => number;
  readonly slotAt: (place: number) => number;
}

export function placeSlots(order: SlotOrder, models: readonly Model[], slots: Slots): SlotPlaces {
  const same = (slot: number): number => slot;
  if (order === "declared") return { placeOf: same, slotAt: same };
  const read = slotsAsRead(models, slots);
  const ordered = order === "read" ? read : forceOrder(read, connectiveEdges(models, slots));
  // A fold over many operands adds each operand to the result so far. It is cheapest if new
  // operands stand above that result, so slots that are read first are placed last.
  const known = new Set(ordered);
  const others = [...allSlots(slots)].filter((slot) => !known.has(slot));
  const inPlace = [...ordered.toReversed(), ...others];
  const places = new Map(inPlace.map((slot, place) => [slot, place]));
  return {
    placeOf: (slot) => places.get(slot) ?? slot,
    slotAt: (place) => inPlace[place] ?? place,
  };
}

/** Ascending: they are numbered as the layouts come. */
function allSlots(slots: Slots): ReadonlySet<number> {
  const all = new Set<number>();
  for (const ofLayout of slots.values()) for (const slot of ofLayout) all.add(slot);
  return all;
}
