/**
 * Tells causes from consequences: whether a bit's own rules say something else, or only the bits that it
 * reads have changed.
 */

import type { Diagram } from "../../bdd/bdd.ts";
import { lowerGovernance, type Meaning } from "../../meaning/lower.ts";
import type { BitIndex } from "../../model/layout.ts";
import type { CapabilitySet, SetBit } from "../../model/model.ts";

/** The old value of a bit of a new set; undefined where the old program has no such bit. */
export type OldValue = (set: CapabilitySet, bit: BitIndex) => Diagram | undefined;

/** The value of the bit under its new rules, if the bits that it reads had not changed. */
export function valueByOwnRules(
  meaning: Meaning,
  { set, bit }: SetBit,
  oldValue: OldValue,
): Diagram {
  const governance = set.bits[bit];
  if (governance === undefined) return meaning.valueOf(set, bit);
  const atoms = {
    ...meaning.atoms,
    bit: (...[bitmap, place]: Parameters<Meaning["atoms"]["bit"]>): Diagram =>
      (bitmap.kind === "caps" ? oldValue(bitmap, place) : undefined) ??
      meaning.atoms.bit(bitmap, place),
  };
  return lowerGovernance(meaning.bdd, atoms, governance, { layout: set.layout, bit });
}
