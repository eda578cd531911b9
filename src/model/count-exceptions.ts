/** Counts the bits that have a rule beyond their default. */

import { governanceAtOrigin } from "./inheritance.ts";
import { hasOwnRules, type CapabilitySet } from "./model.ts";

/** Sums over all sets, inherited exceptions included. */
export function countExceptions(sets: readonly CapabilitySet[]): number {
  const counts = new Map<CapabilitySet, number>();
  for (const set of sets) {
    const waiting: CapabilitySet[] = [];
    for (
      let each: CapabilitySet | undefined = set;
      each !== undefined && !counts.has(each);
      each = each.inheritance?.base
    ) {
      waiting.push(each);
    }
    for (const each of waiting.reverse()) counts.set(each, countIn(each, counts));
  }
  return sets.reduce((sum, set) => sum + (counts.get(set) ?? 0), 0);
}

/** @param counts includes the count of the set that this one extends. */
function countIn(set: CapabilitySet, counts: ReadonlyMap<CapabilitySet, number>): number {
  const { inheritance } = set;
  if (inheritance === undefined) return set.bits.filter(hasOwnRules).length;
  const { base, changed } = inheritance;
  let count = counts.get(base) ?? 0;
  for (const [bit, governance] of changed) {
    const before = governanceAtOrigin({ set: base, bit });
    count += Number(hasOwnRules(governance)) - Number(hasOwnRules(before));
  }
  return count;
}
