/**
 * Tells causes from consequences: whether a bit's own rules say something else, or only the bits that it
 * reads have changed.
 */

import type { Diagram } from "../bdd/bdd.ts";
import { lowerGovernance, type Meaning } from "../meaning/lower.ts";
import { counterpart } from "../model/counterpart.ts";
import { visitAtoms } from "../model/expressions.ts";
import type { BitIndex } from "../model/layout.ts";
import { rulesOf, type CapabilitySet, type Expr, type SetBit } from "../model/model.ts";

/** The old value of a bit of a new set; undefined where the old program has no such bit. */
export type OldValue = (set: CapabilitySet, bit: BitIndex) => Diagram | undefined;

/** What the bit would be with its new rules, had nothing that it reads changed. */
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

/** The bits of capability sets that a bit's rules read, each once. */
export function readsOf({ set, bit }: SetBit): readonly SetBit[] {
  const reads = new Map<string, SetBit>();
  const add = (atom: Expr): void => {
    if ((atom.kind !== "bit" && atom.kind !== "this") || atom.bitmap.kind !== "caps") return;
    const place = atom.kind === "bit" ? atom.bit : counterpart(set.layout, bit, atom.bitmap.layout);
    if (typeof place !== "number") return;
    reads.set(`${atom.bitmap.name} ${place}`, { set: atom.bitmap, bit: place });
  };
  const governance = set.bits[bit];
  for (const { value, condition } of governance === undefined ? [] : rulesOf(governance)) {
    visitAtoms(value, add);
    if (condition !== undefined) visitAtoms(condition, add);
  }
  return [...reads.values()];
}
