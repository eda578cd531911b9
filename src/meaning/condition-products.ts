/**
 * Covers a diagram with products of conditions that the rule language can state.
 *
 * A diagram that comes from rules depends on an enumeration only through its value, and on a bit only
 * while its CPUID entry is there. So a product of variables may be widened to all cases which rules
 * cannot tell from its own, and what comes out can be written down.
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

/** More products than this are left as they were found: to shorten them would take too long. */
const MOST_SHORTENED = 128;

/**
 * Products whose sum lies between the bounds, which both come from rules; the shortest first. In each,
 * flags and enumerations stand first, then CPUID entries, then bits.
 * @throws LimitExceeded if it takes more than `limit` products.
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

/** Short ones first; of equally long ones as their literals stand in the order of the variables. */
function compareProducts(meaning: Meaning, a: ConditionProduct, b: ConditionProduct): number {
  if (a.length !== b.length) return a.length - b.length;
  const other = b.map((literal) => literalPlace(meaning, literal));
  const differences = a.map((literal, at) => literalPlace(meaning, literal) - (other[at] ?? 0));
  return differences.find((each) => each !== 0) ?? 0;
}

/** What must hold stands before what must not. */
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

/** One product of variables as products of literals, which together hold there and nowhere else that rules tell apart. */
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
      // Of two models that are lowered together, each may list the values in an order of its own.
      const { name } = atom.enumeration;
      const all = { enumeration: atom.enumeration, left: allValues(atom.enumeration) };
      const { enumeration, left } = values.get(name) ?? all;
      const { position } = enumPlace(atom.enumeration, atom.value);
      // The first variable that is true decides, so a true one leaves its own value and those before it.
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

/** None where every value will do. */
function enumLiterals(
  enumeration: Enumeration,
  values: readonly number[],
): readonly ConditionLiteral[] {
  return values.length === enumeration.values.length ? [] : [{ kind: "enum", enumeration, values }];
}

/**
 * What a product says of CPUID entries and their bits, as alternatives. A bit that is on although its entry
 * may be absent stands for both: rules read it as off there, and so cannot depend on it.
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

/** The entry of a bit, where rules ask whether it is there. */
function askedEntry({ bdd, variables, atoms }: Meaning, bit: BitLiteral): EntryLiteral | undefined {
  const { input } = bit;
  const entry = input.layout.words[wordOf(bit.bit)]?.address?.entry;
  const isAsked = atoms.bit(input, bit.bit) !== bdd.variable(variables.bit(input, bit.bit));
  return entry === undefined || !isAsked ? undefined : { kind: "has", input, entry, isTrue: true };
}

/** The same product with the entry absent, and so without its bits. */
function withoutEntry(product: ConditionProduct, entry: EntryLiteral): ConditionProduct {
  const others = product.filter((each) => each.kind !== "bit" || !isIn(each, entry));
  const place = others.findIndex(({ kind }) => kind === "bit");
  const absent: ConditionLiteral = { ...entry, isTrue: false };
  return others.toSpliced(place === -1 ? others.length : place, 0, absent);
}
