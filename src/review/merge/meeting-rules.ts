/**
 * The rules that meet where a merge makes of a bit what neither branch says: those that each branch changes among the
 * bit's own rules and the rules of the bits that it reads.
 */

import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import { setBitName } from "../../model/label-bits.ts";
import type { Model } from "../../model/model.ts";
import { sliceModel } from "../../model/slice.ts";
import type { BitConflict, BranchName, MergedBits, Places } from "./merged-bits.ts";
import { statedChange } from "../compare/stated-change.ts";
import type { RulePair } from "../compare/stated-rules.ts";

/**
 * @param model the merged model.
 * @returns rules of ours (`before`) and theirs (`after`). Rules of other bits that the bit reads
 *   are prefixed with these bits' names. Rules that a branch removes are those of the base.
 */
export function meetingRules(
  merged: MergedBits,
  model: Model,
  { places: { merged: place } }: BitConflict,
): RulePair {
  if (place === undefined) return { before: [], after: [] };
  // The slice ends with the bit itself, which is listed first.
  const read = sliceModel(model, [place])
    .toReversed()
    .map((bit, position) => ({
      name: position === 0 ? undefined : setBitName(bit),
      places: merged.placesOf(bit),
    }));
  const changedBy = (side: BranchName): readonly StatedRule[] =>
    statedOnce(
      read
        .filter(({ places }) => merged.isChangedBy(side, places))
        .map(({ name, places }) => ({ name, rules: changedRules(places, side) })),
    );
  return { before: changedBy("ours"), after: changedBy("theirs") };
}

function changedRules(places: Places, side: BranchName): readonly StatedRule[] {
  const { before, after } = statedChange(places.base, places[side]);
  if (after.length > 0) return after;
  return before.map((rule) => ({ ...rule, text: `no longer ${rule.text}` }));
}

interface RulesOfBit {
  /** Undefined for the bit that is asked about. */
  readonly name: string | undefined;
  readonly rules: readonly StatedRule[];
}

/** A rule of several bits, such as a default, is listed once, with the first of them. */
function statedOnce(bits: readonly RulesOfBit[]): readonly StatedRule[] {
  const known = new Map<string, StatedRule>();
  for (const { name, rules } of bits) {
    for (const rule of rules) {
      const key = JSON.stringify([rule.text, rule.file, rule.line]);
      if (known.has(key)) continue;
      known.set(key, name === undefined ? rule : { ...rule, text: ruleOf(name, rule.text) });
    }
  }
  return [...known.values()];
}

/** `vcpu.XSAVE = none`, `vcpu.XSAVE: default = host` */
function ruleOf(bit: string, text: string): string {
  return /^(=|also|requires|no longer) /.test(text) ? `${bit} ${text}` : `${bit}: ${text}`;
}
