/** The capability sets that two programs both have. */

import type { CapabilitySet, Model } from "../../model/model.ts";
import type { BothSides } from "./both-sides.ts";

/**
 * In order of the new program.
 *
 * @param renamed names of sets that are the same set under two names, the old one's first.
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
