/**
 * Finds the bits that a merge of two texts gets wrong: those whose meaning both branches changed, each in its
 * own way, and those that mean in the merged text what they mean in neither branch.
 *
 * A branch changes a bit if its rules for that bit, reading all other bits as they are in the merged program,
 * give something else than the base's. So a branch that changes XSAVE and one that changes AVX, which requires
 * XSAVE, change different bits, although the value of AVX changes in both. A bit that already means in the
 * merged program what the one branch that changes its value says is no conflict in any case.
 *
 * An interaction is no conflict: one branch changes the bit's rules, the other one what these rules read, and the
 * bit is then neither what the one branch has nor what the other has.
 */

import { FALSE, type Bdd, type Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { lowerTogether, type MeaningsTogether } from "../meaning/lower-together.ts";
import type { Meaning } from "../meaning/lower.ts";
import type { SlotOrder } from "../meaning/slot-order.ts";
import { bitKeys, slotsOf } from "../meaning/variables.ts";
import { bitCount, bitLabel } from "../model/layout.ts";
import type { CapabilitySet, Model, SetBit } from "../model/model.ts";
import { valueByOwnRules, type OldValue } from "./causes.ts";
import { isNamed, placeName } from "./match-bits.ts";

export const SIDES = ["base", "ours", "theirs", "merged"] as const;

export type SideName = (typeof SIDES)[number];

/** One of each side. */
export type BySide<T> = Readonly<Record<SideName, T>>;

export interface MergedBits {
  readonly together: MeaningsTogether;
  readonly meanings: BySide<Meaning>;
  /** The cases that are looked at: those that all sides know and the merged program assumes. */
  readonly assumption: Diagram;
  readonly conflicts: readonly BitConflict[];
  readonly interactions: readonly BitConflict[];
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
  readonly places: BySide<SetBit | undefined>;
  /** What the bit is in each program as a whole. */
  readonly values: BySide<Diagram>;
}

/** @throws LimitExceeded when a diagram grows beyond the limits of `bdd`. */
export function findMergedBits(bdd: Bdd, models: BySide<Model>, order: SlotOrder): MergedBits {
  const inOrder = SIDES.map((side) => models[side]);
  const together = lowerTogether(bdd, inOrder, order);
  const meanings = bySide((side) =>
    definitely(together.meanings[SIDES.indexOf(side)], "a meaning of every side"),
  );
  const assumption = bdd.and(together.comparable, meanings.merged.assumption);
  const sets = [...new Set(SIDES.flatMap((side) => models[side].sets.map(({ name }) => name)))].map(
    (name) => alignSet(name, models),
  );
  const byName = new Map(sets.map((set) => [set.name, set]));
  const mergedValue: OldValue = (set, bit) => {
    const aligned = byName.get(set.name);
    const slot = aligned?.slots.get(set)?.[bit];
    const place = slot === undefined ? undefined : aligned?.bits[slot]?.merged;
    return place && meanings.merged.valueOf(place.set, place.bit);
  };
  const comparison = { meanings, assumption, mergedValue };
  const found = sets.flatMap(({ name, bits }) =>
    bits.flatMap((places) => compareBit(comparison, name, places)),
  );
  return {
    together,
    meanings,
    assumption,
    conflicts: found.filter(({ kind }) => kind !== "interaction"),
    interactions: found.filter(({ kind }) => kind === "interaction"),
  };
}

export function bySide<T>(of: (side: SideName) => T): BySide<T> {
  return { base: of("base"), ours: of("ours"), theirs: of("theirs"), merged: of("merged") };
}

type Places = BySide<SetBit | undefined>;

/** A capability set as the sides have it: bits at one place, address or name have one slot. */
interface AlignedSet {
  readonly name: string;
  readonly slots: ReadonlyMap<CapabilitySet, Int32Array>;
  /** By slot. */
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
  readonly assumption: Diagram;
  readonly mergedValue: OldValue;
}

function compareBit(
  { meanings, assumption, mergedValue }: Comparison,
  set: string,
  places: Places,
): readonly BitConflict[] {
  const { bdd } = meanings.merged;
  // A bit that a side does not have is off.
  const values = bySide((side) => {
    const place = places[side];
    return place === undefined ? FALSE : meanings[side].valueOf(place.set, place.bit);
  });
  const differing = (one: Diagram, other: Diagram): Diagram =>
    one === other ? FALSE : bdd.and(assumption, bdd.xor(one, other));
  if (isMergeOf(values, differing)) return [];
  const own = bySide((side) => {
    const place = places[side];
    if (place === undefined || side === "merged") return values[side];
    return valueByOwnRules(meanings[side], place, mergedValue);
  });
  const isChanged = {
    ours: differing(own.base, own.ours) !== FALSE,
    theirs: differing(own.base, own.theirs) !== FALSE,
  };
  const found = { set, bit: labelOf(places), places, values };
  if (isMergeOf(own, differing)) {
    const [one, other] = [
      differing(values.merged, values.ours),
      differing(values.merged, values.theirs),
    ];
    const isInteraction = isChanged.ours || isChanged.theirs;
    if (!isInteraction || one === FALSE || other === FALSE) return [];
    const inBoth = bdd.and(one, other);
    const cases = inBoth === FALSE ? bdd.or(one, other) : inBoth;
    return [{ ...found, kind: "interaction", cases }];
  }
  const between = differing(own.ours, own.theirs);
  const isBoth = isChanged.ours && isChanged.theirs && between !== FALSE;
  const expected = isChanged.theirs ? own.theirs : own.ours;
  return [
    {
      ...found,
      kind: isBoth ? "both" : "neither",
      cases: isBoth ? between : differing(own.merged, expected),
    },
  ];
}

/** What at most one branch changes, or both alike, is in the merged program as that branch has it. */
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
