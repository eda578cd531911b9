/**
 * Removes redundant literals and products from a sum of products.
 *
 * The sum may be any function between two bounds: it must cover `lower`, and must not leave `upper`. An
 * example where both are `host.B & (vendor == intel | vendor == amd | tdp & host.C)`, of the values intel, amd,
 * hygon:
 *
 *     vendor == intel & host.B  |  vendor == amd & host.B  |  tdp & vendor == hygon & host.B & host.C
 *
 * 1. _Widen_: a product loses each literal without which it stays below `upper`. The third one loses
 *    `vendor == hygon`.
 * 2. _Join_: products that differ only in the values of one enumeration become one. The first two become
 *    `vendor in {intel, amd} & host.B`.
 * 3. _Drop_: a product goes if the others cover `lower` without it. Long ones are tried first.
 * 4. _Word_: between the values that are needed and those that are allowed, the values are chosen that read
 *    best: `vendor != hygon` for two of three. A product that got more values may cover another one, so step 3
 *    is repeated.
 *
 *     vendor != hygon & host.B  |  tdp & host.B & host.C
 */

import { FALSE, TRUE, type Bdd, type Diagram } from "../bdd/bdd.ts";
import { addToList } from "../base/add-to-list.ts";
import type { Enumeration } from "../model/model.ts";
import {
  allValues,
  literalDiagram,
  literalText,
  type ConditionLiteral,
} from "./condition-literal.ts";
import type { Meaning } from "./lower.ts";

/** A conjunction of literals; without literals it is always true. */
export type ConditionProduct = readonly ConditionLiteral[];

/** The result must lie between the bounds. `lower` implies `upper`. */
export interface Bounds {
  /** The cases that must be covered. */
  readonly lower: Diagram;
  /** The cases that may be covered. */
  readonly upper: Diagram;
}

export function productDiagram(meaning: Meaning, product: ConditionProduct): Diagram {
  const { bdd } = meaning;
  return product.reduce((all, literal) => bdd.and(all, literalDiagram(meaning, literal)), TRUE);
}

/** @param products their sum lies between the bounds, and so does the sum of the result. */
export function shortenProducts(
  meaning: Meaning,
  bounds: Bounds,
  products: readonly ConditionProduct[],
): readonly ConditionProduct[] {
  const widened = distinct(products.map((each) => widen(meaning, bounds.upper, each)));
  // A literal that a joined product could lose, each of its parts would have lost.
  const needed = withoutNeedless(meaning, bounds.lower, joinValues(widened));
  const worded = needed.reduce<readonly ConditionProduct[]>(
    (all, _product, place) => withReadableValues(meaning, bounds, all, place),
    needed,
  );
  // A product that got more values may cover another one.
  return withoutNeedless(meaning, bounds.lower, worded);
}

/** Removes duplicate products. */
export function distinct(products: readonly ConditionProduct[]): readonly ConditionProduct[] {
  return [...new Map(products.map((each) => [keyOf(each), each])).values()];
}

function keyOf(product: ConditionProduct): string {
  return product.map(literalText).join(" & ");
}

/** Drops redundant literals, such as the presence of an entry if one of its bits is on. */
function widen(meaning: Meaning, upper: Diagram, product: ConditionProduct): ConditionProduct {
  return product.reduce((rest, literal) => {
    const fewer = rest.filter((each) => each !== literal);
    return implies(meaning.bdd, productDiagram(meaning, fewer), upper) ? fewer : rest;
  }, product);
}

/** Merges products that differ only in the values of one enumeration. */
function joinValues(products: readonly ConditionProduct[]): readonly ConditionProduct[] {
  const enumerations = new Set(
    products.flat().flatMap((each) => (each.kind === "enum" ? [each.enumeration] : [])),
  );
  return [...enumerations].reduce(joinValuesOf, products);
}

function joinValuesOf(
  products: readonly ConditionProduct[],
  enumeration: Enumeration,
): readonly ConditionProduct[] {
  const groups = new Map<string, ConditionProduct[]>();
  for (const product of products) {
    addToList(groups, keyOf(withoutEnum(product, enumeration)), product);
  }
  return [...groups.values()].flatMap((group) => {
    const values = allValues(enumeration).filter((value) =>
      group.some((each) => allows(each, enumeration, value)),
    );
    return group.slice(0, 1).map((first) => withValues(first, enumeration, values));
  });
}

function withoutEnum(product: ConditionProduct, enumeration: Enumeration): ConditionProduct {
  return product.filter((each) => each.kind !== "enum" || each.enumeration !== enumeration);
}

/** Whether it holds in some cases in which the enumeration has the value. */
function allows(product: ConditionProduct, enumeration: Enumeration, value: number): boolean {
  return product.every(
    (each) =>
      each.kind !== "enum" || each.enumeration !== enumeration || each.values.includes(value),
  );
}

function withValues(
  product: ConditionProduct,
  enumeration: Enumeration,
  values: readonly number[],
): ConditionProduct {
  if (values.length === enumeration.values.length) return withoutEnum(product, enumeration);
  return product.map((each) =>
    each.kind === "enum" && each.enumeration === enumeration ? { ...each, values } : each,
  );
}

/** Drops redundant products, trying long ones first. */
function withoutNeedless(
  meaning: Meaning,
  lower: Diagram,
  products: readonly ConditionProduct[],
): readonly ConditionProduct[] {
  const { bdd } = meaning;
  const diagrams = new Map(products.map((each) => [each, productDiagram(meaning, each)]));
  const kept = new Set(products);
  for (const product of [...products].sort((a, b) => b.length - a.length)) {
    kept.delete(product);
    const others = [...kept].reduce((sum, each) => bdd.or(sum, diagrams.get(each) ?? FALSE), FALSE);
    if (!implies(bdd, lower, others)) kept.add(product);
  }
  return products.filter((each) => kept.has(each));
}

/**
 * Picks the most readable set of values between the needed and the allowed ones: `vendor == amd`,
 * else `vendor != amd`, else only the needed values.
 */
function withReadableValues(
  meaning: Meaning,
  { lower, upper }: Bounds,
  products: readonly ConditionProduct[],
  place: number,
): readonly ConditionProduct[] {
  const { bdd } = meaning;
  const others = products
    .filter((_, at) => at !== place)
    .reduce((sum, each) => bdd.or(sum, productDiagram(meaning, each)), FALSE);
  const uncovered = bdd.and(lower, bdd.not(others));
  const chosen = (products[place] ?? []).reduce((product, literal) => {
    if (literal.kind !== "enum") return product;
    const { enumeration } = literal;
    const having = (value: number): Diagram =>
      productDiagram(meaning, withValues(product, enumeration, [value]));
    const needed = literal.values.filter((value) => bdd.and(having(value), uncovered) !== FALSE);
    const allowed = allValues(enumeration).filter((value) => implies(bdd, having(value), upper));
    return withValues(product, enumeration, readable(enumeration, needed, allowed));
  }, products[place] ?? []);
  return products.with(place, chosen);
}

function readable(
  { values }: Enumeration,
  needed: readonly number[],
  allowed: readonly number[],
): readonly number[] {
  return needed.length > 1 && allowed.length >= values.length - 1 ? allowed : needed;
}

function implies(bdd: Bdd, premise: Diagram, conclusion: Diagram): boolean {
  return bdd.implies(premise, conclusion) === TRUE;
}
