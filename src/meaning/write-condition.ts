/**
 * Writes a diagram as an expression of few atoms. Independent parts are separated by `&` and `|` as
 * far as possible. Each remaining part is a sum of products or a product of sums, nested only if
 * that is much shorter.
 */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { LimitExceeded } from "../base/limit.ts";
import { atomName } from "./atom-name.ts";
import {
  literalDiagram,
  literalText,
  negateLiteral,
  type ConditionLiteral,
} from "./condition-literal.ts";
import { conditionProducts } from "./condition-products.ts";
import type { Meaning } from "./lower.ts";
import { productDiagram, type Bounds, type ConditionProduct } from "./shorten-products.ts";

export interface Written {
  readonly text: string;
  /** The number of atoms in the text. */
  readonly atoms: number;
  /** The operator that binds loosest in the text; undefined for a literal. */
  readonly operator: Operator | undefined;
  /** The meaning of the text. */
  readonly diagram: Diagram;
}

type Operator = "&" | "|";

/** Nesting must save at least this many atoms, since flat products read best. */
const WORTH_NESTING = 3;

/** Covers with more products are given up. */
const MOST_PRODUCTS = 4096;

/** @returns undefined if there are too many. */
export function coverOrNone(
  meaning: Meaning,
  bounds: Bounds,
): readonly ConditionProduct[] | undefined {
  try {
    return conditionProducts(meaning, bounds, MOST_PRODUCTS);
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined;
    throw error;
  }
}

/**
 * Writes a function between the bounds, neither of which is constant; undefined if it takes too
 * many products.
 */
export function writeCondition(meaning: Meaning, { lower, upper }: Bounds): Written | undefined {
  const { bdd } = meaning;
  const sum = coverOrNone(meaning, { lower, upper });
  const dual = coverOrNone(meaning, { lower: bdd.not(upper), upper: bdd.not(lower) });
  const candidates = [
    ...(sum === undefined ? [] : [writeParts(meaning, sum, "|")]),
    ...(dual === undefined ? [] : [writeParts(meaning, dual, "&")]),
  ];
  const [first, second] = candidates;
  return second !== undefined && first !== undefined && second.atoms < first.atoms ? second : first;
}

/** @param products a cover of the function if the operator is `|`, else of its complement. */
function writeParts(
  meaning: Meaning,
  products: readonly ConditionProduct[],
  operator: Operator,
): Written {
  const groups = independentGroups(products);
  if (groups.length === 1) {
    const flat = writeFlat(meaning, products, operator);
    const factored = writeFactored(meaning, products, operator);
    return factored.atoms + WORTH_NESTING <= flat.atoms ? factored : flat;
  }
  const parts = groups.map((group) => {
    const flat = writeFlat(meaning, group, operator);
    if (group.length === 1) return flat;
    const { diagram } = flat;
    const isConstant = diagram === FALSE || diagram === TRUE;
    const deeper = isConstant
      ? undefined
      : writeCondition(meaning, { lower: diagram, upper: diagram });
    return deeper !== undefined && deeper.atoms < flat.atoms ? deeper : flat;
  });
  return join(meaning, parts, operator);
}

/** Factors out the literal that most products share, repeatedly. */
function writeFactored(
  meaning: Meaning,
  products: readonly ConditionProduct[],
  operator: Operator,
): Written {
  const shared = mostShared(products);
  if (shared === undefined) return writeFlat(meaning, products, operator);
  const text = literalText(shared);
  const isShared = (literal: ConditionLiteral): boolean => literalText(literal) === text;
  const having = products.filter((product) => product.some(isShared));
  const divided = having.map((product) => product.filter((literal) => !isShared(literal)));
  const others = products.filter((product) => !product.some(isShared));
  const isSum = operator === "|";
  const outer = writeLiteral(meaning, isSum ? shared : negateLiteral(shared));
  // A product that is only the shared literal absorbs the others that have it.
  const isAbsorbed = divided.some((product) => product.length === 0);
  const inner = isAbsorbed ? [] : [writeParts(meaning, divided, operator)];
  const factor = join(meaning, [outer, ...inner], isSum ? "&" : "|");
  const rest = others.length === 0 ? [] : [writeParts(meaning, others, operator)];
  return join(meaning, [factor, ...rest], operator);
}

/** The first literal with the highest number of products, if at least two have it. */
function mostShared(products: readonly ConditionProduct[]): ConditionLiteral | undefined {
  const counts = new Map<string, number>();
  for (const literal of products.flat()) {
    counts.set(literalText(literal), (counts.get(literalText(literal)) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return most < 2
    ? undefined
    : products.flat().find((literal) => counts.get(literalText(literal)) === most);
}

/** Writes the products without factoring. */
function writeFlat(
  meaning: Meaning,
  products: readonly ConditionProduct[],
  operator: Operator,
): Written {
  const isSum = operator === "|";
  const terms = products.map((product) => {
    const literals = isSum ? product : product.map(negateLiteral);
    const atoms = literals.map((literal) => writeLiteral(meaning, literal));
    return join(meaning, atoms, isSum ? "&" : "|");
  });
  return join(meaning, terms, operator);
}

function writeLiteral(meaning: Meaning, literal: ConditionLiteral): Written {
  const diagram = literalDiagram(meaning, literal);
  return { text: literalText(literal), atoms: 1, operator: undefined, diagram };
}

function join({ bdd }: Meaning, parts: readonly Written[], operator: Operator): Written {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const texts = parts.map((part) =>
    operator === "&" && part.operator === "|" ? `(${part.text})` : part.text,
  );
  const diagrams = parts.map(({ diagram }) => diagram);
  return {
    text: texts.join(` ${operator} `),
    atoms: parts.reduce((sum, { atoms }) => sum + atoms, 0),
    operator,
    diagram: diagrams.reduce((a, b) => (operator === "|" ? bdd.or(a, b) : bdd.and(a, b))),
  };
}

/** Groups products that share an atom, directly or through other products. Order is kept. */
function independentGroups(
  products: readonly ConditionProduct[],
): readonly (readonly ConditionProduct[])[] {
  let groups: { readonly names: ReadonlySet<string>; readonly products: ConditionProduct[] }[] = [];
  for (const product of products) {
    const names = new Set(product.map(nameOf));
    const touched = groups.filter((group) => [...names].some((name) => group.names.has(name)));
    const [first] = touched;
    const joined = {
      names: new Set([...names, ...touched.flatMap((group) => [...group.names])]),
      products: [...touched.flatMap((group) => group.products), product],
    };
    groups = groups.flatMap((group) => {
      if (group === first) return [joined];
      return touched.includes(group) ? [] : [group];
    });
    if (first === undefined) groups.push(joined);
  }
  return groups.map((group) => group.products);
}

function nameOf(literal: ConditionLiteral): string {
  return literal.kind === "enum" ? literal.enumeration.name : atomName(literal);
}

/** True if the function lies between the bounds. */
export function isBetween({ bdd }: Meaning, { lower, upper }: Bounds, diagram: Diagram): boolean {
  return bdd.implies(lower, diagram) === TRUE && bdd.implies(diagram, upper) === TRUE;
}

/** The diagram of a sum of products. */
export function sumDiagram(meaning: Meaning, products: readonly ConditionProduct[]): Diagram {
  return products.reduce((sum, each) => meaning.bdd.or(sum, productDiagram(meaning, each)), FALSE);
}
