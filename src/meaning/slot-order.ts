/**
 * Where the slots of bits stand in the order of variables.
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
 * `declared`: as the layouts have them. `read`: as the rules read them, the first one last. `force`: what
 * stands in one connective is near each other.
 */
export type SlotOrder = "declared" | "read" | "force";

/** In the order in which they are tried. Conditions are written in the order of variables, so the first one stays. */
export const SLOT_ORDERS: readonly SlotOrder[] = ["declared", "read", "force"];

export interface SlotPlaces {
  /** Of a slot, from 0. */
  readonly placeOf: (slot: number) => number;
  readonly slotAt: (place: number) => number;
}

export function placeSlots(order: SlotOrder, models: readonly Model[], slots: Slots): SlotPlaces {
  const same = (slot: number): number => slot;
  if (order === "declared") return { placeOf: same, slotAt: same };
  const read = slotsAsRead(models, slots);
  const ordered = order === "read" ? read : forceOrder(read, connectiveEdges(models, slots));
  // A fold over many operands adds to what it has: what it met first stands last, below what is added.
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
