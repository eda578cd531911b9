/**
 * Finds bits that nothing in a program tells apart: exchange two of them, and their counterparts, in
 * every bitmap, and all rules read as before. What is proved for one then holds for all.
 *
 * Most bits of a layout are left to a default, so most of a thousand proofs are one.
 */

import { addToList } from "../base/add-to-list.ts";
import { counterpart } from "./counterpart.ts";
import { visitAtoms } from "./expressions.ts";
import { bitCount, wordOf, type BitIndex, type Layout } from "./layout.ts";
import {
  rulesOf,
  type BitGovernance,
  type CapabilitySet,
  type Expr,
  type Model,
  type Rule,
} from "./model.ts";

/** The bits of a layout in groups of bits that are alike, each ascending, in order of their first bits. */
export type AlikeBits = readonly (readonly BitIndex[])[];

/** @param claims expressions about "this bit" that must not tell the bits of a group apart either. */
export function alikeBits(model: Model, layout: Layout, claims: readonly Expr[]): AlikeBits {
  const singled = singledOut(model, claims);
  const describe = governanceDescriber(model.sets);
  const groups = new Map<string, BitIndex[]>();
  for (let bit = 0; bit < bitCount(layout); bit++) {
    const places = model.layouts.map((other) => ({
      other,
      place: counterpart(layout, bit, other),
    }));
    const isSingled = places.some(
      ({ other, place }) => typeof place === "number" && singled.get(other)?.has(place) === true,
    );
    const key = isSingled
      ? `the bit ${bit}`
      : places.map(({ other, place }) => describe(other, place)).join(" ");
    addToList(groups, key, bit);
  }
  return [...groups.values()];
}

/** Bits that something names, or that do not have one counterpart each, which has them as its own. */
function singledOut(
  model: Model,
  claims: readonly Expr[],
): ReadonlyMap<Layout, ReadonlySet<BitIndex>> {
  const singled = new Map(model.layouts.map((layout) => [layout, new Set<BitIndex>()]));
  const add = (layout: Layout, bit: BitIndex): void => {
    singled.get(layout)?.add(bit);
  };
  const addAtom = (atom: Expr): void => {
    if (atom.kind === "bit") add(atom.bitmap.layout, atom.bit);
    else if (atom.kind === "member") for (const bit of atom.list.bits) add(atom.list.layout, bit);
    else if (atom.kind === "has") {
      const { layout } = atom.input;
      for (let bit = 0; bit < bitCount(layout); bit++) {
        if (layout.words[wordOf(bit)]?.address?.entry === atom.entry) add(layout, bit);
      }
    }
  };
  for (const expr of expressionsOf(model)) visitAtoms(expr, addAtom);
  for (const claim of claims) visitAtoms(claim, addAtom);
  if (model.layouts.length > 1) singleOutCounterparts(model.layouts, singled);
  return singled;
}

function expressionsOf({ sets, assumptions }: Model): ReadonlySet<Expr> {
  const governances = new Set(sets.flatMap(({ bits }) => bits));
  const rules = new Set([...governances].flatMap(rulesOf));
  return new Set([
    ...[...rules].flatMap(({ value, condition }) => (condition ? [value, condition] : [value])),
    ...assumptions.map(({ claim }) => claim),
  ]);
}

/** What is not symmetric cannot be exchanged; and what is singled out takes its counterparts with it. */
function singleOutCounterparts(
  layouts: readonly Layout[],
  singled: ReadonlyMap<Layout, Set<BitIndex>>,
): void {
  for (const layout of layouts) {
    for (let bit = 0; bit < bitCount(layout); bit++) {
      if (!isSymmetric(layouts, layout, bit)) singled.get(layout)?.add(bit);
    }
  }
  for (const [layout, bits] of singled) {
    for (const bit of bits) {
      for (const [other, others] of singled) {
        const place = counterpart(layout, bit, other);
        if (typeof place === "number") others.add(place);
      }
    }
  }
}

function isSymmetric(layouts: readonly Layout[], layout: Layout, bit: BitIndex): boolean {
  const places = layouts.map((other) => counterpart(layout, bit, other));
  return layouts.every((other, position) => {
    const place = places[position];
    if (typeof place !== "number") return place === "none";
    return layouts.every((third, at) => counterpart(other, place, third) === places[at]);
  });
}

/** In words that are the same for bits which the same rules govern, in all sets of a layout. */
function governanceDescriber(
  sets: readonly CapabilitySet[],
): (layout: Layout, place: BitIndex | string) => string {
  const numbers = new Map<Rule, number>();
  const numberOf = (rule: Rule): number => {
    const known = numbers.get(rule) ?? numbers.size;
    numbers.set(rule, known);
    return known;
  };
  const known = new Map<BitGovernance, string>();
  const describe = (governance: BitGovernance): string => {
    const { base, conditional, also, requires } = governance;
    const text =
      known.get(governance) ??
      [[base], conditional, also, requires].map((rules) => rules.map(numberOf).join()).join(";");
    known.set(governance, text);
    return text;
  };
  return (layout, place) => {
    if (typeof place !== "number") return place;
    const governances = sets
      .filter((set) => set.layout === layout)
      .flatMap(({ bits }) => bits[place] ?? []);
    return governances.map(describe).join("/");
  };
}
