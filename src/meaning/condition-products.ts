/**
 * Covers a diagram with products of conditions that the rule language can state.
 *
 * A diagram that comes from rules depends on an enumeration only through its value, and on a bit only
 * while its CPUID entry is there. So a product of variables may be widened to all cases which rules
 * cannot tell from its own, and what comes out can be written down.
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
  const found = distinct(cubes.map((cube) => readCube(meaning, cube)));
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

/**
 * A product of variables as one of literals. A bit that is on says that its entry is there: rules read it as off
 * where the entry is absent, so other products are for these cases.
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
  const enums = Array.from(values.values(), ({ enumeration, left }): ConditionLiteral => ({
    kind: "enum",
    enumeration,
    values: left,
  }));
  return [...flags, ...enums, ...entries, ...bits];
}
