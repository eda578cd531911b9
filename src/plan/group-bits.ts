/** Groups the bits of each word that are computed alike, in an order in which nothing is read too early. */

import type { Bdd, Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { lowerGovernance } from "../meaning/lower.ts";
import { bitmapReads } from "../model/expressions.ts";
import { bitCount, bitOf, WORD_BITS, type BitIndex } from "../model/layout.ts";
import { rulesOf, type BitGovernance, type CapabilitySet, type SetBit } from "../model/model.ts";
import type { PlanAtoms } from "./atoms.ts";

/** Bits of one word with the same value in terms of the plan's atoms. */
export interface BitGroup {
  readonly diagram: Diagram;
  /** Unsigned. */
  readonly mask: number;
  readonly bits: readonly BitIndex[];
}

/** What of one word can be computed at one time. */
export interface WordGroups {
  readonly word: number;
  /** The longest chain of the set's own bits that must be known before. */
  readonly level: number;
  readonly groups: readonly BitGroup[];
}

/** @param order of the model's bits: each after those that it depends on. */
export function groupBits(
  set: CapabilitySet,
  order: readonly SetBit[],
  atoms: PlanAtoms,
): readonly WordGroups[] {
  const levels = levelsOf(set, order);
  const result: WordGroups[] = [];
  for (let word = 0; word < set.layout.words.length; word++) {
    const bits = Array.from({ length: WORD_BITS }, (_, bit) => word * WORD_BITS + bit);
    const ofWord = new Set(bits.map((bit) => definitely(levels[bit], "a bit without a level")));
    for (const level of ofWord) {
      const atLevel = bits.filter((bit) => levels[bit] === level);
      result.push({ word, level, groups: groupAlike(set, atLevel, atoms) });
    }
  }
  return result.sort((a, b) => a.level - b.level || a.word - b.word);
}

function levelsOf(set: CapabilitySet, order: readonly SetBit[]): Int32Array {
  const levels = new Int32Array(bitCount(set.layout));
  for (const each of order) {
    if (each.set !== set) continue;
    for (const bit of ownReads(set, definitely(set.bits[each.bit], "a bit without a rule"))) {
      levels[each.bit] = Math.max(levels[each.bit] ?? 0, 1 + (levels[bit] ?? 0));
    }
  }
  return levels;
}

function ownReads(set: CapabilitySet, governance: BitGovernance): readonly BitIndex[] {
  return rulesOf(governance)
    .flatMap(({ value, condition }) => (condition === undefined ? [value] : [value, condition]))
    .flatMap((expr) => bitmapReads(expr).namedBits)
    .flatMap(({ bitmap, bit }) => (bitmap === set ? [bit] : []));
}

/**
 * Each bit is seen with its atoms named relatively and absolutely, and takes the naming in which
 * more bits are like it: copies of another word's bits share a shift, bits that all wait for XSAVE
 * share its spread value.
 */
function groupAlike(
  set: CapabilitySet,
  bits: readonly BitIndex[],
  atoms: PlanAtoms,
): readonly BitGroup[] {
  const seen = bits.map((bit) => ({
    bit,
    relative: lowerSeen(set, bit, atoms, "relative"),
    absolute: lowerSeen(set, bit, atoms, "absolute"),
  }));
  const relativeCounts = countBy(seen.map(({ relative }) => relative));
  const absoluteCounts = countBy(seen.map(({ absolute }) => absolute));
  const groups = new Map<Diagram, BitIndex[]>();
  for (const { bit, relative, absolute } of seen) {
    const isAbsolute = (absoluteCounts.get(absolute) ?? 0) > (relativeCounts.get(relative) ?? 0);
    const diagram = isAbsolute ? absolute : relative;
    const group = groups.get(diagram);
    if (group === undefined) groups.set(diagram, [bit]);
    else group.push(bit);
  }
  return [...groups].map(([diagram, ofGroup]) => ({
    diagram,
    bits: ofGroup,
    mask: ofGroup.reduce((sum, bit) => (sum | (1 << bitOf(bit))) >>> 0, 0),
  }));
}

function lowerSeen(
  set: CapabilitySet,
  bit: BitIndex,
  { bdd, seenFrom }: { readonly bdd: Bdd; readonly seenFrom: PlanAtoms["seenFrom"] },
  naming: "relative" | "absolute",
): Diagram {
  const governance = definitely(set.bits[bit], "a bit without a rule");
  return lowerGovernance(bdd, seenFrom(bit, naming), governance, { layout: set.layout, bit });
}

function countBy(diagrams: readonly Diagram[]): ReadonlyMap<Diagram, number> {
  const counts = new Map<Diagram, number>();
  for (const diagram of diagrams) counts.set(diagram, (counts.get(diagram) ?? 0) + 1);
  return counts;
}
