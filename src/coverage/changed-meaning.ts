/**
 * Lowers bits and assumptions under changed rules, into the table that holds the diagrams of the
 * original rules.
 */

import type { Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import {
  lowerApplied,
  lowerAssumptions,
  lowerGovernance,
  type ClaimAtoms,
} from "../meaning/lower.ts";
import type { BitGovernance } from "../model/model.ts";
import type { BitPlace } from "./bit-network.ts";
import type { CoveredProgram } from "./covered-program.ts";
import type { Rewrite } from "./rewrite.ts";

export interface ChangedMeaning {
  readonly atoms: ClaimAtoms;
  readonly assumption: Diagram;
  /** The bits that may differ from the original ones, ascending. */
  readonly affected: readonly BitPlace[];
  readonly governanceOf: (place: BitPlace) => BitGovernance;
  /** The final value of the bit under the changed rules. */
  readonly valueOf: (place: BitPlace) => Diagram;
}

/** Bits are lowered on demand. @param places the bits whose rules are changed. */
export function changedMeaning(
  { model, meaning, network }: CoveredProgram,
  places: readonly BitPlace[],
  rewrite: Rewrite,
): ChangedMeaning {
  const { bdd } = meaning;
  const affected = network.affectedBy(places);
  const isAffected = new Set(affected);
  const values = new Map<BitPlace, Diagram>();

  const changedGovernance = (place: BitPlace): BitGovernance =>
    rewrite.governance(governanceAt(network.bitAt(place)));
  const atoms: ClaimAtoms = {
    ...meaning.atoms,
    applied: (set, bit, className) => {
      const governance = changedGovernance(network.placeOf({ set, bit }));
      return lowerApplied(bdd, atoms, governance, className);
    },
    bit: (bitmap, bit) =>
      bitmap.kind === "input"
        ? meaning.atoms.bit(bitmap, bit)
        : valueOf(network.placeOf({ set: bitmap, bit })),
  };
  const lower = (place: BitPlace): Diagram => {
    const { set, bit } = network.bitAt(place);
    const value = lowerGovernance(bdd, atoms, changedGovernance(place), {
      layout: set.layout,
      bit,
    });
    values.set(place, value);
    return value;
  };
  const valueOf = (place: BitPlace): Diagram => {
    if (!isAffected.has(place)) {
      const { set, bit } = network.bitAt(place);
      return meaning.valueOf(set, bit);
    }
    const isWaiting = (each: BitPlace): boolean => isAffected.has(each) && !values.has(each);
    // Lowering in this order keeps the recursion shallow.
    if (network.readsOf(place).some(isWaiting)) {
      for (const each of network.neededFor([place])) if (isWaiting(each)) lower(each);
    }
    return values.get(place) ?? lower(place);
  };

  const assumptions = model.assumptions.map((each) => ({
    ...each,
    claim: rewrite.claim(each.claim),
  }));
  const isAsBefore = assumptions.every(({ claim }, at) => claim === model.assumptions[at]?.claim);
  const assumption = isAsBefore ? meaning.assumption : lowerAssumptions(bdd, atoms, assumptions);
  return { atoms, assumption, affected, governanceOf: changedGovernance, valueOf };
}

function governanceAt({ set, bit }: ReturnType<CoveredProgram["network"]["bitAt"]>): BitGovernance {
  return definitely(set.bits[bit], "a bit without a rule");
}
