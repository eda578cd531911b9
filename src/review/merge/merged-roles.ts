/**
 * Finds sets whose role in a merge is not the one for which the branches were reviewed: a role that neither branch has, and
 * bits that one branch changes while the other one changes what they are to the guest.
 */

import { FALSE } from "../../bdd/bdd.ts";
import { report, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { mergedRole } from "../../diagnostics/proofs.ts";
import type { CapabilitySet, Model } from "../../model/model.ts";
import { labelOf, pairSets } from "../compare/compare-sets.ts";
import type { BySide, MergedBits } from "./merged-bits.ts";

const BRANCHES = ["ours", "theirs"] as const;

interface Branch {
  readonly side: (typeof BRANCHES)[number];
  readonly set: CapabilitySet;
}

/** A warning for each such set of the merged program. @throws LimitExceeded when a diagram grows beyond the limits. */
export function findMergedRoles(merged: MergedBits, models: BySide<Model>): readonly Diagnostic[] {
  return models.merged.sets.flatMap((set): readonly Diagnostic[] => {
    const branches = BRANCHES.flatMap((side): readonly Branch[] => {
      const known = models[side].sets.find(({ name }) => name === set.name);
      return known === undefined ? [] : [{ side, set: known }];
    });
    const owner = branches.find((branch) => branch.set.role === set.role);
    const other = branches.find((branch) => branch.set.role !== set.role);
    if (other === undefined) return [];
    const bits = owner === undefined ? [] : changedBits(merged, owner, set);
    if (owner !== undefined && bits.length === 0) return [];
    const told = { set: set.name, role: set.role, otherRole: other.set.role, bits };
    return [report(mergedRole, set.roleSpan, told)];
  });
}

/** Bits that are not what they are in a branch. */
function changedBits(
  { meanings, cases }: MergedBits,
  { side, set }: Branch,
  merged: CapabilitySet,
): readonly string[] {
  const { bdd } = meanings.merged;
  const pair = pairSets(set, merged);
  return pair.bits
    .filter((bit) => {
      // A bit that a layout does not have is off.
      const before = bit.old === undefined ? FALSE : meanings[side].valueOf(set, bit.old);
      const after = bit.new === undefined ? FALSE : meanings.merged.valueOf(merged, bit.new);
      return bdd.and(cases.all, bdd.xor(before, after)) !== FALSE;
    })
    .map((bit) => labelOf(pair, bit));
}
