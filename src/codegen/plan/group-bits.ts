/**
 * Groups the bits of each word that have the same function, in an order in which each word is
 * computed before it is read.
 *
 *     default = host & guest
 *     AVX FMA F16C requires XSAVE        # one word of 32 bits, XSAVE is bit 26 of it
 *     MOVBE        = host
 *
 * 1. The value of each bit is lowered to a diagram over atoms with _relative_ names: "host, this word, 0 bits
 *    higher". So all bits that follow the default have one diagram, although each reads another bit.
 * 2. The restriction by XSAVE reads, seen from AVX (bit 28), "2 bits lower", and from FMA (bit 12), "14 bits
 *    higher": relative names make three different functions. With the _absolute_ name "own word, bit 26" they
 *    are one. A bit takes the naming in which more bits of the word have its function.
 * 3. Bits with one diagram are a group: here {all others} and {MOVBE} of values, {AVX FMA F16C} of restrictions.
 *    A group is a mask, and its function is computed once for the whole word.
 * 4. A restriction reads bits of the same set that must be final, so it is a step of its own at a later level
 *    (`splitBits`). Steps are sorted by level; within that, a word is finished before the next one starts, unless it
 *    must wait for other words.
 */

import { addToList } from "../../base/add-to-list.ts";
import { limitedAt } from "../../base/limit.ts";
import type { Diagram } from "../../bdd/bdd.ts";
import { bitOf, wordOf, type BitIndex } from "../../model/layout.ts";
import type { CapabilitySet, Enumeration } from "../../model/model.ts";
import type { Naming, PlanAtoms } from "./atoms.ts";
import { splitBits, type BitPart } from "./bit-parts.ts";
import { manyValuesIn, withValue } from "./values.ts";
import { wordPlace } from "./word-place.ts";

/** Bits of one word with the same value in terms of the plan's atoms. */
export interface BitGroup {
  readonly diagram: Diagram;
  /** Unsigned. */
  readonly mask: number;
  readonly bits: readonly BitIndex[];
}

/** The groups of bits while the enumeration has one of the values. */
export interface ValueGroups {
  readonly values: readonly number[];
  readonly groups: readonly BitGroup[];
}

/** The bits of one word that one step computes. */
export interface WordGroups {
  readonly word: number;
  readonly level: number;
  readonly kind: BitPart["kind"];
  /**
   * One element for each class of values of the enumeration `by`; a single element if `by` is
   * undefined.
   */
  readonly cases: readonly ValueGroups[];
  readonly by: Enumeration | undefined;
  /** Ascending by bit. */
  readonly parts: readonly BitPart[];
}

/**
 * @param isWanted selects the words of the set to group.
 * @param atomsOf returns the atoms of a word of the set.
 */
export function groupBits(
  set: CapabilitySet,
  isWanted: (word: number) => boolean,
  atomsOf: (word: number) => PlanAtoms,
): readonly WordGroups[] {
  const byPlace = new Map<string, BitPart[]>();
  for (const part of splitBits(set, isWanted)) {
    addToList(byPlace, `${part.level} ${wordOf(part.bit)} ${part.kind}`, part);
  }
  const groups = [...byPlace.values()]
    .map((parts) =>
      limitedAt(
        () => wordPlace(set, wordOf(parts[0]?.bit ?? 0), parts),
        () => groupParts(parts, atomsOf),
      ),
    )
    .sort((a, b) => a.level - b.level || a.word - b.word || compareKinds(a, b));
  return wordByWord(groups);
}

/**
 * Reorders steps, which are sorted by level, so that each word is finished before the next one
 * starts, unless it must wait for other words of the set.
 */
function wordByWord(groups: readonly WordGroups[]): readonly WordGroups[] {
  const earlier = new Map<number, { readonly level: number; readonly turn: number }[]>();
  const turnAfter = (word: number, level: number): number =>
    Math.max(
      -1,
      ...(earlier.get(word) ?? []).filter((each) => each.level < level).map(({ turn }) => turn),
    );
  const turns = groups.map(({ word, level, parts }): number => {
    const others = new Set(parts.flatMap(({ ownWords }) => ownWords));
    others.delete(word);
    const turn = Math.max(
      0,
      // A later step of a word never gets an earlier turn than an earlier step of it.
      turnAfter(word, Infinity),
      ...Array.from(others, (other) => 1 + turnAfter(other, level)),
    );
    addToList(earlier, word, { level, turn });
    return turn;
  });
  // The sort is stable, so steps of one word keep their order.
  return groups
    .map((each, at) => ({ each, turn: turns[at] ?? 0 }))
    .sort((a, b) => a.turn - b.turn || a.each.word - b.each.word)
    .map(({ each }) => each);
}

/**
 * Sorts values before restrictions. A restriction never concerns a bit that gets its value at the
 * same level.
 */
function compareKinds(a: WordGroups, b: WordGroups): number {
  return Number(a.kind === "restriction") - Number(b.kind === "restriction");
}

/** @param unordered at least one part; all have the same word, level and kind. */
function groupParts(
  unordered: readonly BitPart[],
  atomsOf: (word: number) => PlanAtoms,
): WordGroups {
  const parts = [...unordered].sort((a, b) => a.bit - b.bit);
  const { bit = 0, level = 0, kind = "value" } = parts[0] ?? {};
  const word = wordOf(bit);
  const atoms = atomsOf(word);
  const many = manyValuesIn(parts.flatMap(({ rules }) => rules));
  const cases = many?.classes.map((values): ValueGroups => {
    const [value = 0] = values;
    const seenFrom: PlanAtoms["seenFrom"] = (target, naming) =>
      withValue(atoms, atoms.seenFrom(target, naming), many.enumeration, value);
    return { values, groups: groupAlike(parts, { ...atoms, seenFrom }) };
  });
  return {
    word,
    level,
    kind,
    cases: cases ?? [{ values: [], groups: groupAlike(parts, atoms) }],
    by: many?.enumeration,
    parts,
  };
}

/**
 * Bits that read more atoms are not named twice. They hardly ever equal another bit, and atoms with
 * one name in both namings would be far from the other atoms of the second naming, which makes the
 * diagram huge.
 */
const MOST_ATOMS_NAMED_TWICE = 64;

/**
 * Lowers each bit with relative and with absolute names, and uses the naming in which more bits
 * have the same function: copies of another word's bits share a shift, bits that all require XSAVE
 * share its spread value.
 */
function groupAlike(parts: readonly BitPart[], atoms: PlanAtoms): readonly BitGroup[] {
  const seen = parts.map((part) => {
    const relative = lowerSeen(part, atoms, "relative");
    const isLarge = atoms.bdd.support(relative).length > MOST_ATOMS_NAMED_TWICE;
    return {
      bit: part.bit,
      relative,
      absolute: isLarge ? relative : lowerSeen(part, atoms, "absolute"),
    };
  });
  const relativeCounts = countBy(seen.map(({ relative }) => relative));
  const absoluteCounts = countBy(seen.map(({ absolute }) => absolute));
  const groups = new Map<Diagram, BitIndex[]>();
  for (const { bit, relative, absolute } of seen) {
    const isAbsolute = (absoluteCounts.get(absolute) ?? 0) > (relativeCounts.get(relative) ?? 0);
    addToList(groups, isAbsolute ? absolute : relative, bit);
  }
  return [...groups].map(([diagram, ofGroup]) => ({
    diagram,
    bits: ofGroup,
    mask: ofGroup.reduce((sum, bit) => (sum | (1 << bitOf(bit))) >>> 0, 0),
  }));
}

function lowerSeen({ bit, lower }: BitPart, { bdd, seenFrom }: PlanAtoms, naming: Naming): Diagram {
  return lower(bdd, seenFrom(bit, naming));
}

function countBy(diagrams: readonly Diagram[]): ReadonlyMap<Diagram, number> {
  const counts = new Map<Diagram, number>();
  for (const diagram of diagrams) counts.set(diagram, (counts.get(diagram) ?? 0) + 1);
  return counts;
}
