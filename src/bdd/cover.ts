/**
 * Computes an irredundant sum of products by the method of Minato and Morreale. The sum lies
 * between a lower bound that must be covered and an upper bound that may be covered. No product can
 * be left out, and none can lose a literal.
 */

import { LimitExceeded } from "../base/limit.ts";
import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "./bdd.ts";

/** A variable that is true or false in a product. */
export interface Literal {
  readonly variable: Variable;
  readonly isTrue: boolean;
}

/** A conjunction of literals in the order of the variables; without literals it is always true. */
export type Product = readonly Literal[];

/**
 * Products whose sum lies between the bounds; `lower` must imply `upper`. Pass one diagram for both
 * to cover it exactly.
 * @throws LimitExceeded if more than `limit` products are needed, or if the search takes too long.
 */
export function coverBetween(
  bdd: Bdd,
  lower: Diagram,
  upper: Diagram,
  limit: number,
): readonly Product[] {
  return cover({ bdd, limit, steps: 0 }, lower, upper).products;
}

/** The limit of steps for each allowed product, so that hopeless covers are given up early. */
const STEPS_PER_PRODUCT = 100;

interface Search {
  readonly bdd: Bdd;
  readonly limit: number;
  steps: number;
}

interface Cover {
  readonly products: readonly Product[];
  /** The sum of the products. */
  readonly diagram: Diagram;
}

function cover(search: Search, lower: Diagram, upper: Diagram): Cover {
  const { bdd, limit } = search;
  if (lower === FALSE) return { products: [], diagram: FALSE };
  if (upper === TRUE) return { products: [[]], diagram: TRUE };
  if (++search.steps > limit * STEPS_PER_PRODUCT) throw tooMany(limit);

  const variable = Math.min(bdd.variableOf(lower), bdd.variableOf(upper));
  const [lower0, lower1] = cofactors(bdd, lower, variable);
  const [upper0, upper1] = cofactors(bdd, upper, variable);
  const onlyFalse = cover(search, bdd.and(lower0, bdd.not(upper1)), upper0);
  const onlyTrue = cover(search, bdd.and(lower1, bdd.not(upper0)), upper1);
  const left = bdd.or(
    bdd.and(lower0, bdd.not(onlyFalse.diagram)),
    bdd.and(lower1, bdd.not(onlyTrue.diagram)),
  );
  const either = cover(search, left, bdd.and(upper0, upper1));

  const products = [
    ...either.products,
    ...onlyTrue.products.map((product) => [{ variable, isTrue: true }, ...product]),
    ...onlyFalse.products.map((product) => [{ variable, isTrue: false }, ...product]),
  ];
  if (products.length > limit) throw tooMany(limit);
  const split = bdd.ite(bdd.variable(variable), onlyTrue.diagram, onlyFalse.diagram);
  return { products, diagram: bdd.or(either.diagram, split) };
}

function tooMany(limit: number): LimitExceeded {
  return new LimitExceeded(`more than ${limit} products`);
}

function cofactors(bdd: Bdd, diagram: Diagram, variable: Variable): [Diagram, Diagram] {
  return bdd.variableOf(diagram) === variable
    ? [bdd.low(diagram), bdd.high(diagram)]
    : [diagram, diagram];
}
