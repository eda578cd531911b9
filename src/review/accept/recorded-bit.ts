/** The name of a bit in a recorded change. Each changed bit of a set has a name of its own. */

import type { BothSides } from "../compare/both-sides.ts";
import type { BitChange } from "../compare/change.ts";
import { placeName } from "../compare/match-bits.ts";
import { bitLabel } from "../../model/layout.ts";
import type { CapabilitySet } from "../../model/model.ts";

/**
 * The name in the comparison. A bit whose name now belongs to another bit is named by its place.
 * @param sides the set before and after.
 */
export function recordedBit(
  sides: BothSides<CapabilitySet>,
  { bit, indices }: Pick<BitChange, "bit" | "indices">,
): string {
  const { layout } = sides.new;
  if (indices.new !== undefined && bitLabel(layout, indices.new) === bit) return bit;
  const isTaken = layout.bits.some(({ index }) => bitLabel(layout, index) === bit);
  if (!isTaken) return bit;
  return indices.new === undefined
    ? placeName(sides.old.layout, indices.old ?? 0)
    : placeName(layout, indices.new);
}
