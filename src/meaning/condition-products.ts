/**
 * Covers a diagram with products of conditions that the rule language can state. A diagram that
 * comes from rules depends on an enumeration only through its value, and on a bit only while its
 * CPUID entry is present. A product of variables can therefore be widened to all cases that rules
 * cannot distinguish from its own. The rule language can state the widened product.
 */

import { coverBetween, type Product } from "../bdd/cover.ts";
import { wordOf } from "../model/layout.ts";
import type { Enumeration } from "../model/model.ts";
import { allValues, literalText, type ConditionLiteral } from "./condition-literal.ts";
import type { Meaning } from "./lower.ts";
import {
  distinct,
  shortenProducts,
  type Bounds,
  type ConditionProduct,
} from "./shorten-products.ts";

/** Longer sums are not shortened, since that would take too long. */
const MOST_SHORTENED = 128;

/**
 * Products whose sum lies between the bounds, shortest first. Both bounds must come from rules.
 * Each product lists flags and enumerations first, then CPUID entries, then bits.
 * @throws LimitExceeded if more than `limit` products are needed.
 */
export function conditionProducts(
  meaning: Meaning,
  bounds: Bounds,
  limit: number,
): readonly ConditionProduct[] {
  const cubes = coverBetween(meaning.bdd, bounds.lower, bounds.upper, limit);
  const found = distinct(cubes.flatMap((cube) => readCube(meaning, cube)));
  const products = found.length > MOST_SHORTENED ? found : shortenProducts(meaning, bounds, found);
  return [...products].sort((a, b) => compareProducts(meaning, a, b));
}

/** Sorts by length, then by the order of the literals' variables. */
function compareProducts(meaning: Meaning, a: ConditionProduct, b: ConditionProduct): number {
  if (a.length !== b.length) return a.length - b.length;
  const other = b.map((literal) => literalPlace(meaning, literal));
  const differences = a.map((literal, at) => literalPlace(meaning, literal) - (other[at] ?? 0));
  return differences.find((each) => each !== 0) ?? 0;
}

/** A sort key: the order of the variables, with positive literals before negative ones. */
function literalPlace({ variables }: Meaning, literal: ConditionLiteral): number {
  switch (literal.kind) {
    case "flag":
      return variables.flag(literal.flag) * 2 + Number(!literal.isTrue);
    case "enum": {
      const isExcluding = literal.values.length > 1;
      return variables.enumStart(literal.enumeration) * 2 + Number(isExcluding);
    }
    case "has":
      return variables.has(literal.input, literal.entry) * 2 + Number(!literal.isTrue);
    case "bit":
      return variables.bit(literal.input, literal.bit) * 2 + Number(!literal.isTrue);
  }
}

/**
 * Converts one product of variables to products of literals. Their sum covers the given product
 * and, besides it, only cases that rules cannot distinguish from it.
 */
function readCube(meaning: Meaning, cube: Product): readonly ConditionProduct[] {
  const { enumPlace } = meaning.variables;
  const flags: ConditionLiteral[] = [];
  const values = new Map<string, { enumeration: Enumeration; left: readonly number[] }>();
  const entries: EntryLiteral[] = [];
  const bits: BitLiteral[] = [];
  for (const { variable, isTrue } of cube) {
    const atom = meaning.variables.meaning(variable);
    if (atom.kind === "flag") flags.push({ ...atom, isTrue });
    else if (atom.kind === "has") entries.push({ ...atom, isTrue });
    else if (atom.kind === "bit") bits.push({ ...atom, isTrue });
    else {
      // Two models that are lowered together may list the values in different orders.
      const { name } = atom.enumeration;
      const all = { enumeration: atom.enumeration, left: allValues(atom.enumeration) };
      const { enumeration, left } = values.get(name) ?? all;
      const { position } = enumPlace(atom.enumeration, atom.value);
      // The first true variable selects the value, so a true variable leaves its own value and
      // those before it.
      const isLeft = (value: number): boolean => {
        const place = enumPlace(enumeration, value).position;
        return isTrue ? place <= position : place !== position;
      };
      values.set(name, { enumeration, left: left.filter(isLeft) });
    }
  }
  const enums = [...values.values()].flatMap(({ enumeration, left }) =>
    enumLiterals(enumeration, left),
  );
  return readEntries(meaning, entries, bits).map((rest) => [...flags, ...enums, ...rest]);
}

type EntryLiteral = Extract<ConditionLiteral, { kind: "has" }>;
type BitLiteral = Extract<ConditionLiteral, { kind: "bit" }>;

/** Returns no literal if all values are left. */
function enumLiterals(
  enumeration: Enumeration,
  values: readonly number[],
): readonly ConditionLiteral[] {
  return values.length === enumeration.values.length ? [] : [{ kind: "enum", enumeration, values }];
}

/**
 * Converts the literals of CPUID entries and their bits to alternatives. A bit that is on while its
 * entry may be absent is widened to both cases: rules read the bit as off while the entry is
 * absent, so they cannot depend on it.
 */
function readEntries(
  meaning: Meaning,
  entries: readonly EntryLiteral[],
  bits: readonly BitLiteral[],
): readonly ConditionProduct[] {
  const absent = entries.filter(({ isTrue }) => !isTrue);
  const presentBits = bits.filter((bit) => !absent.some((each) => isIn(bit, each)));
  const present = entries.filter(
    (entry) => entry.isTrue && !bits.some((bit) => bit.isTrue && isIn(bit, entry)),
  );
  const open = new Map<string, EntryLiteral>();
  for (const bit of presentBits) {
    const entry = askedEntry(meaning, bit);
    const isKnown = entry === undefined || entries.some((each) => isIn(bit, each));
    if (bit.isTrue && !isKnown) open.set(literalText(entry), entry);
  }
  return [...open.values()].reduce<readonly ConditionProduct[]>(
    (alternatives, entry) => [
      ...alternatives,
      ...alternatives.map((product) => withoutEntry(product, entry)),
    ],
    [[...absent, ...present, ...presentBits]],
  );
}

function isIn({ input, bit }: BitLiteral, entry: EntryLiteral): boolean {
  const address = input.layout.words[wordOf(bit)]?.address;
  return input === entry.input && address?.entry === entry.entry;
}

/** The entry of a bit, if rules ask for its presence. */
function askedEntry({ bdd, variables, atoms }: Meaning, bit: BitLiteral): EntryLiteral | undefined {
  const { input } = bit;
  const entry = input.layout.words[wordOf(bit.bit)]?.address?.entry;
  const isAsked = atoms.bit(input, bit.bit) !== bdd.variable(variables.bit(input, bit.bit));
  return entry === undefined || !isAsked ? undefined : { kind: "has", input, entry, isTrue: true };
}

/** The product with the entry absent, and therefore without literals of its bits. */
function withoutEntry(product: ConditionProduct, entry: EntryLiteral): ConditionProduct {
  const others = product.filter((each) => each.kind !== "bit" || !isIn(each, entry));
  const place = others.findIndex(({ kind }) => kind === "bit");
  const absent: ConditionLiteral = { ...entry, isTrue: false };
  return others.toSpliced(place === -1 ? others.length : place, 0, absent);
}
