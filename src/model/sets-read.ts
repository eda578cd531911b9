/** Finds the capability sets that a set reads. */

import { visitAtoms } from "./expressions.ts";
import { changedGovernances } from "./inheritance.ts";
import { rulesOf, type BitGovernance, type CapabilitySet, type Expr } from "./model.ts";

/** The sets that the set's rules name, without itself. */
export function setsReadBy(set: CapabilitySet): ReadonlySet<CapabilitySet> {
  return setsReadIn(set, set.bits);
}

/**
 * A superset of {@link setsReadBy} that skips inherited rules: it includes the base, through which
 * everything those rules read can be reached.
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
