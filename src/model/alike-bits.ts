/**
 * Groups interchangeable bits: exchanging two of them, and their counterparts in every bitmap,
 * leaves all rules unchanged. A proof about one bit of a group therefore holds for all of them.
 *
 * Most bits of a layout follow a default, so one proof often replaces hundreds. In
 *
 *     layout tiny { word W { 0 A  1 B  2 C  3 D } }
 *     caps vcpu: tiny {
 *       default = host & guest
 *       B C = host
 *       D requires A
 *     }
 *     assert vcpu -> host
 *
 * the groups of the layout are {A} {B C} {D} {4 … 31}, and four proofs decide the assertion for 32 bits:
 *
 * 1. A rule names A, so A cannot be exchanged with another bit: it is _singled out_. So are the bits of lists
 *    and of CPUID entries that an expression names, in rules, assumptions and assertions.
 * 2. Every other bit gets a key, the numbers of the rules that govern it in each set. B and C share one
 *    statement and have the same key. D has a rule that no other bit has. Bits 4 to 31 follow the default.
 * 3. With several layouts, the bit and its counterparts move together, so the keys of all counterparts count,
 *    and a bit whose counterpart is singled out is singled out, too. A bit whose counterparts are not
 *    one-to-one is singled out as well: exchanging it with another one would not undo itself.
 */

import { addToList } from "../base/add-to-list.ts";
import { counterparts, type Counterpart } from "./counterpart.ts";
import { visitAtoms } from "./expressions.ts";
import { changedGovernances } from "./inheritance.ts";
import { bitCount, wordOf, type BitIndex, type Layout } from "./layout.ts";
import {
  rulesOf,
  type BitGovernance,
  type CapabilitySet,
  type Expr,
  type Model,
  type Rule,
} from "./model.ts";

/**
 * The interchangeable bits of one layout, grouped. Each group is ascending; groups are sorted by
 * their first bit.
 */
export type AlikeBits = readonly (readonly BitIndex[])[];

const groupers = new WeakMap<Model, (layout: Layout) => AlikeBits>();

/**
 * Returns the groups of a layout, computed on first use. Assertions count as rules here: no
 * assertion distinguishes two bits of a group.
 */
export function alikeBits(model: Model): (layout: Layout) => AlikeBits {
  const grouper = groupers.get(model) ?? grouperOf(model);
  groupers.set(model, grouper);
  return grouper;
}

function grouperOf(model: Model): (layout: Layout) => AlikeBits {
  const known = new Map<Layout, AlikeBits>();
  let singled: ReadonlyMap<Layout, ReadonlySet<BitIndex>> | undefined;
  return (layout) => {
    let groups = known.get(layout);
    if (groups === undefined) {
      singled ??= singledOut(model);
      known.set(layout, (groups = groupBits(model, layout, singled)));
    }
    return groups;
  };
}

function groupBits(
  { layouts, sets }: Model,
  layout: Layout,
  singled: ReadonlyMap<Layout, ReadonlySet<BitIndex>>,
): AlikeBits {
  const others = layouts.filter(meets(layout)).map((other) => ({
    places: counterparts(layout, other),
    singledThere: singled.get(other),
    describe: governanceDescriber(sets.filter((set) => set.layout === other)),
  }));
  const groups = new Map<string, BitIndex[]>();
  for (let bit = 0; bit < bitCount(layout); bit++) {
    const isSingled = others.some(({ places, singledThere }) => {
      const place = places[bit];
      return typeof place === "number" && singledThere?.has(place) === true;
    });
    const key = isSingled
      ? `the bit ${bit}`
      : others.map(({ places, describe }) => describe(places[bit] ?? "none")).join(" ");
    addToList(groups, key, bit);
  }
  return [...groups.values()];
}

/**
 * Bits that cannot be exchanged: rules name them, or the counterpart relation is not one-to-one for
 * them.
 */
function singledOut(model: Model): ReadonlyMap<Layout, ReadonlySet<BitIndex>> {
  const singled = new Map(model.layouts.map((layout) => [layout, new Set<BitIndex>()]));
  const add = (layout: Layout, bit: BitIndex): void => {
    singled.get(layout)?.add(bit);
  };
  const addAtom = (atom: Expr): void => {
    if (atom.kind === "bit") add(atom.bitmap.layout, atom.bit);
    else if (atom.kind === "applied" && atom.bit !== undefined) add(atom.set.layout, atom.bit);
    else if (atom.kind === "member") for (const bit of atom.list.bits) add(atom.list.layout, bit);
    else if (atom.kind === "has") {
      const { layout } = atom.input;
      for (let bit = 0; bit < bitCount(layout); bit++) {
        if (layout.words[wordOf(bit)]?.address?.entry === atom.entry) add(layout, bit);
      }
    }
  };
  for (const expr of expressionsOf(model)) visitAtoms(expr, addAtom);
  for (const family of familiesOf(model.layouts)) singleOutCounterparts(family, singled);
  return singled;
}

function expressionsOf({ sets, assumptions, assertions }: Model): ReadonlySet<Expr> {
  const governances = new Set(sets.flatMap((set) => [...changedGovernances(set)]));
  // Idle-rule checks drop an `override`; the rules that it replaces then govern, so they count,
  // too.
  const stated = [...governances].flatMap((each) => each.stated.map(({ rule }) => rule));
  const rules = new Set([...[...governances].flatMap(rulesOf), ...stated]);
  return new Set([
    ...[...rules].flatMap(({ value, condition }) => (condition ? [value, condition] : [value])),
    ...[...assumptions, ...assertions].map(({ claim }) => claim),
  ]);
}

/** Partitions layouts so that bits have counterparts only within their own family. */
function familiesOf(layouts: readonly Layout[]): readonly (readonly Layout[])[] {
  return layouts.reduce<readonly (readonly Layout[])[]>((families, layout) => {
    const met = families.filter((family) => family.some(meets(layout)));
    return [...families.filter((each) => !met.includes(each)), [...met.flat(), layout]];
  }, []);
}

/** True if some bit of one layout has a counterpart in the other. A layout always meets itself. */
function meets(layout: Layout): (other: Layout) => boolean {
  return (other) =>
    other === layout || counterparts(layout, other).some((place) => place !== "none");
}

/**
 * Adds bits whose counterparts are not symmetric, then the counterparts of every singled-out bit.
 */
function singleOutCounterparts(
  layouts: readonly Layout[],
  singled: ReadonlyMap<Layout, Set<BitIndex>>,
): void {
  if (layouts.length === 1) return;
  const tables = layouts.map((layout) => layouts.map((other) => counterparts(layout, other)));
  layouts.forEach((layout, position) => {
    const bits = singled.get(layout);
    for (let bit = 0; bit < bitCount(layout); bit++) {
      if (!isSymmetric(tables, position, bit)) bits?.add(bit);
    }
  });
  layouts.forEach((layout, position) => {
    for (const bit of singled.get(layout) ?? []) {
      layouts.forEach((other, at) => {
        const place = tables[position]?.[at]?.[bit];
        if (typeof place === "number") singled.get(other)?.add(place);
      });
    }
  });
}

/** @param tables `tables[a][b]` lists the counterparts in layout `b` of the bits of layout `a`. */
function isSymmetric(
  tables: readonly (readonly (readonly Counterpart[])[])[],
  layout: number,
  bit: BitIndex,
): boolean {
  const places = tables[layout] ?? [];
  return places.every((table, other) => {
    const place = table[bit];
    if (typeof place !== "number") return place === "none";
    // The bit and its counterpart must have the same counterparts in every third layout.
    return places.every((third, at) => tables[other]?.[at]?.[place] === third[bit]);
  });
}

/**
 * Returns a key for a bit position. Two positions have the same key if the same rules govern them
 * in every set.
 */
function governanceDescriber(sets: readonly CapabilitySet[]): (place: Counterpart) => string {
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
  const firstBases = sets.filter(({ inheritance }) => inheritance === undefined);
  // Inherited bits need no entry: they are alike in a set if they are alike in the set they come
  // from.
  const changes = new Map<BitIndex, string[]>();
  sets.forEach(({ inheritance }, number) => {
    for (const [bit, governance] of inheritance?.changed ?? []) {
      addToList(changes, bit, `${number} ${describe(governance)}`);
    }
  });
  return (place) => {
    if (typeof place !== "number") return place;
    const stated = firstBases.map(({ bits }) => (bits[place] ? describe(bits[place]) : ""));
    return [...stated, ...(changes.get(place) ?? [])].join("/");
  };
}
