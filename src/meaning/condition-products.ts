/**
 * Covers a diagram with products of conditions that the rule language can state. A diagram that
 * comes from rules depends on an enumeration only through its value, and on a bit only while its
 * CPUID entry is present. A product of variables can therefore be widened to all cases that rules
 * cannot distinguish from its own. The rule language can state the widened product.
 */

import { coverBetween, type Product } from "../bdd/cover.ts";
import type { Enumeration } from "../model/model.ts";
import { allValues, type ConditionLiteral } from "./condition-literal.ts";
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
  const found = distinct(cubes.map((cube) => readCube(meaning, cube)));
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
 * Converts one product of variables to one product of literals. A literal that a bit is on implies that its
 * entry is present: rules read the bit as off while the entry is absent, so other products cover these cases.
 */
function readCube(meaning: Meaning, cube: Product): ConditionProduct {
  const { enumPlace } = meaning.variables;
  const flags: ConditionLiteral[] = [];
  const values = new Map<string, { enumeration: Enumeration; left: readonly number[] }>();
  const entries: ConditionLiteral[] = [];
  const bits: ConditionLiteral[] = [];
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
  const enums = Array.from(values.values(), ({ enumeration, left }): ConditionLiteral => ({
    kind: "enum",
    enumeration,
    values: left,
  }));
  return [...flags, ...enums, ...entries, ...bits];
}
