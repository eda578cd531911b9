/** Which capability sets another one reads. */

import { visitAtoms } from "./expressions.ts";
import { changedGovernances } from "./inheritance.ts";
import { rulesOf, type BitGovernance, type CapabilitySet, type Expr } from "./model.ts";

/** Those that its rules name, without itself. */
export function setsReadBy(set: CapabilitySet): ReadonlySet<CapabilitySet> {
  return setsReadIn(set, set.bits);
}

/**
 * The same, or more, without a look at what it inherits: whatever that reads can be reached through the set that it
 * extends.
 */
export function setsMaybeReadBy(set: CapabilitySet): ReadonlySet<CapabilitySet> {
  const read = setsReadIn(set, changedGovernances(set));
  return set.inheritance === undefined ? read : new Set([...read, set.inheritance.base]);
}

function setsReadIn(
  set: CapabilitySet,
  governances: Iterable<BitGovernance>,
): ReadonlySet<CapabilitySet> {
  const read = new Set<CapabilitySet>();
  const add = (atom: Expr): void => {
    if (atom.kind !== "bit" && atom.kind !== "this") return;
    const { bitmap } = atom;
    if (bitmap.kind === "caps" && bitmap !== set) read.add(bitmap);
  };
  for (const governance of new Set(governances)) {
    for (const { value, condition } of rulesOf(governance)) {
      visitAtoms(value, add);
      if (condition !== undefined) visitAtoms(condition, add);
    }
  }
  return read;
}
