/** The capability sets that two programs both have. */

import type { CapabilitySet, Model } from "../../model/model.ts";
import type { BothSides } from "./both-sides.ts";

/**
 * Pairs the sets of two programs, in order of the new one.
 * @param renamed renamed sets: the old name, then the new one.
 */
export function pairedSets(
  old: Model,
  fresh: Model,
  renamed: ReadonlyMap<string, string>,
): readonly BothSides<CapabilitySet>[] {
  const oldName = new Map([...renamed].map(([before, after]) => [after, before]));
  return fresh.sets.flatMap((set) => {
    const before = old.sets.find(({ name }) => name === (oldName.get(set.name) ?? set.name));
    return before === undefined ? [] : [{ old: before, new: set }];
  });
}
