/** Conditions in terms of "this bit", as in rules, so that many bits can share one condition. */

import type { BothSides } from "../compare/both-sides.ts";
import type { BitChange, SetDiff } from "../compare/change.ts";
import type { CapabilitySet, ThisBit } from "../../model/model.ts";

/** The bit that a bare bitmap stands for in the condition of a change, in each program that has it. */
export function thisBitOf(
  set: Pick<SetDiff, "old" | "new">,
  { indices }: Pick<BitChange, "indices">,
): BothSides<ThisBit | undefined> {
  const place = ({ layout }: CapabilitySet, bit: number | undefined): ThisBit | undefined =>
    bit === undefined ? undefined : { layout, bit };
  return { old: place(set.old, indices.old), new: place(set.new, indices.new) };
}
