/**
 * Finds the bits that a merge of two texts gets wrong: bits that both branches change in different
 * ways, and bits whose merged meaning is that of neither branch. A branch changes a bit if its
 * rules for that bit, evaluated over the other bits of the merged program, give another value than
 * the base's rules. A branch that changes XSAVE and one that changes AVX, which requires XSAVE,
 * therefore change different bits, although the value of AVX changes in both. A bit is never a
 * conflict if only one branch changes its value and the merged program has that value.
 *
 * An interaction is not a conflict: one branch changes the bit's rules, the other one the bits that
 * these rules read, and the merged value is neither branch's.
 *
 * A case counts if ours, theirs or the merged program allows it. A bit that is wrong only in cases
 * that the merged program excludes is not a conflict either, because a branch states that they do
 * not occur. It is still reported.
 */

import { FALSE, TRUE, type Bdd, type Diagram } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import { lowerTogether, type MeaningsTogether } from "../../meaning/lower-together.ts";
import type { Meaning } from "../../meaning/lower.ts";
import type { SlotOrder } from "../../meaning/slot-order.ts";
import { bitKeys, slotsOf } from "../../meaning/variables.ts";
import { bitCount, bitLabel } from "../../model/layout.ts";
import type { CapabilitySet, Model, SetBit } from "../../model/model.ts";
import { valueByOwnRules, type OldValue } from "../compare/causes.ts";
import { isNamed, placeName } from "../compare/match-bits.ts";

export const SIDES = ["base", "ours", "theirs", "merged"] as const;

export type SideName = (typeof SIDES)[number];

/** One value for each side. */
export type BySide<T> = Readonly<Record<SideName, T>>;

export interface MergedBits {
  readonly together: MeaningsTogether;
  readonly meanings: BySide<Meaning>;
  readonly cases: MergedCases;
  readonly conflicts: readonly BitConflict[];
  /** Bits that are no conflict, and mean something that no branch says. */
  readonly interactions: readonly BitConflict[];
  /** True if a branch's own rules for a bit give another value than the base's, in some case. */
  readonly isChangedBy: (side: BranchName, places: Places) => boolean;
  /** Finds the same bit in each program. */
  readonly placesOf: (bit: SetBit) => Places;
}

export type BranchName = "ours" | "theirs";

/** A program allows the cases that it assumes, with values of enumerations that it has. */
export interface MergedCases {
  /** The cases that the merged program allows. */
  readonly merged: Diagram;
  /** The cases that ours or theirs allows, and the merged program does not. */
  readonly leftOut: Diagram;
  /** The conjunction of both: the cases that are judged. */
  readonly all: Diagram;
}

/**
 * Both branches changed the bit, each in its own way; the merged text has rules that neither branch has; or the rules of
 * one branch read what the other one changed.
 */
export type ConflictKind = "both" | "neither" | "interaction";

export interface BitConflict {
  readonly set: string;
  /** The shortest name that says which bit it is. */
  readonly bit: string;
  readonly kind: ConflictKind;
  /** The cases in which it shows. */
  readonly cases: Diagram;
  /** True if the merged program leaves out all of these cases. */
  readonly isLeftOut: boolean;
  readonly places: Places;
  /** The final value of the bit in each program. */
  readonly values: BySide<Diagram>;
}

/** @throws LimitExceeded when a diagram grows beyond the limits of `bdd`. */
export function findMergedBits(bdd: Bdd, models: BySide<Model>, order: SlotOrder): MergedBits {
  const inOrder = SIDES.map((side) => models[side]);
  const together = lowerTogether(bdd, inOrder, order);
  const meanings = bySide((side) =>
    definitely(together.meanings[SIDES.indexOf(side)], "a meaning of every side"),
  );
  const cases = casesOf(bdd, together, meanings);
  const sets = [...new Set(SIDES.flatMap((side) => models[side].sets.map(({ name }) => name)))].map(
    (name) => alignSet(name, models),
  );
  const byName = new Map(sets.map((set) => [set.name, set]));
  const placesOf = ({ set, bit }: SetBit): Places | undefined => {
    const aligned = byName.get(set.name);
    const slot = aligned?.slots.get(set)?.[bit];
    return slot === undefined ? undefined : aligned?.bits[slot];
  };
  const mergedValue: OldValue = (set, bit) => {
    const place = placesOf({ set, bit })?.merged;
    return place && meanings.merged.valueOf(place.set, place.bit);
  };
  const comparison = { meanings, mergedValue };
  const found = sets.flatMap(({ name, bits }) =>
    bits.flatMap((places) => compareBit(comparison, cases, name, places)),
  );
  const isConflict = ({ kind, isLeftOut }: BitConflict): boolean =>
    kind !== "interaction" && !isLeftOut;
  return {
    together,
    meanings,
    cases,
    conflicts: found.filter(isConflict),
    interactions: found.filter((each) => !isConflict(each)),
    isChangedBy: (side, places) => {
      const own = valuesByOwnRules(comparison, places);
      return bdd.and(cases.all, bdd.xor(own.base, own[side])) !== FALSE;
    },
    placesOf: (bit) => definitely(placesOf(bit), "a bit of another program"),
  };
}

function casesOf(bdd: Bdd, { known }: MeaningsTogether, meanings: BySide<Meaning>): MergedCases {
  const allowedBy = (side: SideName): Diagram =>
    bdd.and(known[SIDES.indexOf(side)] ?? TRUE, meanings[side].assumption);
  const merged = allowedBy("merged");
  const inBranch = bdd.or(allowedBy("ours"), allowedBy("theirs"));
  return {
    merged,
    leftOut: bdd.and(inBranch, bdd.not(merged)),
    all: bdd.or(inBranch, merged),
  };
}

export function bySide<T>(of: (side: SideName) => T): BySide<T> {
  return { base: of("base"), ours: of("ours"), theirs: of("theirs"), merged: of("merged") };
}

/** A bit as the sides have it. */
export type Places = BySide<SetBit | undefined>;

/** A capability set as the sides have it: bits at one place, address or name have one slot. */
interface AlignedSet {
  readonly name: string;
  readonly slots: ReadonlyMap<CapabilitySet, Int32Array>;
  /** The bits by slot. */
  readonly bits: readonly Places[];
}

function alignSet(name: string, models: BySide<Model>): AlignedSet {
  const sets = bySide((side) => models[side].sets.find((set) => set.name === name));
  const layouts = SIDES.flatMap((side) => sets[side]?.layout ?? []);
  const byLayout = slotsOf(layouts, (layout, bit) => [
    placeName(layout, bit),
    ...bitKeys(layout, bit),
  ]);
  const places: Partial<Record<SideName, SetBit>>[] = [];
  const slots = new Map<CapabilitySet, Int32Array>();
  for (const side of SIDES) {
    const set = sets[side];
    if (set === undefined) continue;
    const ofSet = definitely(byLayout.get(set.layout), "slots of every layout");
    slots.set(set, ofSet);
    for (let bit = 0; bit < bitCount(set.layout); bit++) {
      const slot = definitely(ofSet[bit], "a slot of every bit");
      places[slot] = { ...places[slot], [side]: { set, bit } };
    }
  }
  const bits = places.map((place) => bySide((side) => place[side]));
  return { name, slots, bits };
}

interface Comparison {
  readonly meanings: BySide<Meaning>;
  readonly mergedValue: OldValue;
}

/** A conflict in cases that the merged program allows; without any, one in the cases that only a branch allows. */
function compareBit(
  comparison: Comparison,
  { merged, leftOut }: MergedCases,
  set: string,
  places: Places,
): readonly BitConflict[] {
  for (const looked of [merged, leftOut]) {
    const found = compareWithin(comparison, looked, places);
    if (found !== undefined) {
      return [{ set, bit: labelOf(places), ...found, isLeftOut: looked !== merged }];
    }
  }
  return [];
}

function compareWithin(
  comparison: Comparison,
  looked: Diagram,
  places: Places,
): Omit<BitConflict, "set" | "bit" | "isLeftOut"> | undefined {
  const { meanings } = comparison;
  const { bdd } = meanings.merged;
  // A bit that a side does not have is off.
  const values = bySide((side) => valueIn(meanings[side], places[side]));
  const differing = (one: Diagram, other: Diagram): Diagram =>
    one === other ? FALSE : bdd.and(looked, bdd.xor(one, other));
  if (isMergeOf(values, differing)) return undefined;
  const own = valuesByOwnRules(comparison, places);
  const isChanged = {
    ours: differing(own.base, own.ours) !== FALSE,
    theirs: differing(own.base, own.theirs) !== FALSE,
  };
  const found = { places, values };
  if (isMergeOf(own, differing)) {
    const [one, other] = [
      differing(values.merged, values.ours),
      differing(values.merged, values.theirs),
    ];
    const isInteraction = isChanged.ours || isChanged.theirs;
    if (!isInteraction || one === FALSE || other === FALSE) return undefined;
    const inBoth = bdd.and(one, other);
    return { ...found, kind: "interaction", cases: inBoth === FALSE ? bdd.or(one, other) : inBoth };
  }
  const between = differing(own.ours, own.theirs);
  const isBoth = isChanged.ours && isChanged.theirs && between !== FALSE;
  const expected = isChanged.theirs ? own.theirs : own.ours;
  return {
    ...found,
    kind: isBoth ? "both" : "neither",
    cases: isBoth ? between : differing(own.merged, expected),
  };
}

function valueIn(meaning: Meaning, place: SetBit | undefined): Diagram {
  return place === undefined ? FALSE : meaning.valueOf(place.set, place.bit);
}

/** The value of a bit by each side's rules for it, if all bits that these read were as in the merged program. */
function valuesByOwnRules({ meanings, mergedValue }: Comparison, places: Places): BySide<Diagram> {
  return bySide((side) => {
    const place = places[side];
    if (place === undefined || side === "merged") return valueIn(meanings[side], place);
    return valueByOwnRules(meanings[side], place, mergedValue);
  });
}

/**
 * True if the merged value is that of the one branch that changes it, of both if they agree, or of
 * the base.
 */
function isMergeOf(
  { base, ours, theirs, merged }: BySide<Diagram>,
  differing: (one: Diagram, other: Diagram) => Diagram,
): boolean {
  const areEqual = (one: Diagram, other: Diagram): boolean => differing(one, other) === FALSE;
  if (areEqual(base, ours)) return areEqual(merged, theirs);
  return areEqual(merged, ours) && (areEqual(base, theirs) || areEqual(ours, theirs));
}

function labelOf(places: Places): string {
  const all = (["merged", "ours", "theirs", "base"] as const).flatMap((side) => places[side] ?? []);
  const named = all.find(({ set, bit }) => isNamed(set.layout, bit));
  const [first] = all;
  if (named !== undefined) return bitLabel(named.set.layout, named.bit);
  return first === undefined ? "" : placeName(first.set.layout, first.bit);
}
