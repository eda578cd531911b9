/** Turns a diagram that comes from rules into the shortest readable condition in the rules' own language. */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { LimitExceeded } from "../base/limit.ts";
import { invariant } from "../base/unreachable.ts";
import { literalText, negateLiteral, type ConditionLiteral } from "./condition-literal.ts";
import { conditionProducts } from "./condition-products.ts";
import type { Meaning } from "./lower.ts";
import { productDiagram, type Bounds, type ConditionProduct } from "./shorten-products.ts";

export interface ConditionText {
  /**
   * An expression of the rule language that can stand anywhere outside of a capability set; on one line.
   * Where it is not whole it ends in words that say how much was left out, and cannot be parsed.
   */
  readonly text: string;
  /** The text says everything, and was proved equal to the diagram. */
  readonly isWhole: boolean;
}

export interface ConditionTextOptions {
  /** What is known anyway: the text is equal to the diagram where this holds. All cases without it. */
  readonly within?: Diagram;
  /** So many products at most are written, 16 without it. */
  readonly most?: number;
}

/** More products than this are not even counted. */
const MOST_COUNTED = 4096;

/**
 * `all`, `none`, a sum of products (`module == amd | boot.XSAVE & guest.XSAVE`), or a product of sums where
 * that has fewer atoms (`(host.A | guest.A) & (host.B | guest.B)`). What all products have in common
 * stands in front of them.
 * @param diagram of `meaning`, made of its atoms and values.
 * @throws LimitExceeded where diagrams grow beyond their limit.
 */
export function conditionText(
  meaning: Meaning,
  diagram: Diagram,
  { within = TRUE, most = 16 }: ConditionTextOptions = {},
): ConditionText {
  const { bdd } = meaning;
  const bounds = { lower: bdd.and(diagram, within), upper: bdd.implies(within, diagram) };
  if (bounds.lower === FALSE) return { text: "none", isWhole: true };
  if (bounds.upper === TRUE) return { text: "all", isWhole: true };
  const complement = { lower: bdd.not(bounds.upper), upper: bdd.not(bounds.lower) };
  const sum = productsOrNone(meaning, bounds);
  const dual = productsOrNone(meaning, complement);
  const isDualShorter =
    dual !== undefined &&
    dual.length <= most &&
    (sum === undefined || sum.length > most || atomsIn(dual) < atomsIn(sum) - atomsSaved(sum));
  if (isDualShorter) return { text: productOfSums(dual), isWhole: true };
  if (sum === undefined) return { text: "(too long to write down)", isWhole: false };
  if (sum.length <= most) return { text: sumOfProducts(sum), isWhole: true };
  const shown = sum.slice(0, most).map(productText);
  return {
    text: `${shown.join(" | ")} | (${sum.length - most} more products)`,
    isWhole: false,
  };
}

/** Undefined if there are too many. */
function productsOrNone(meaning: Meaning, bounds: Bounds): readonly ConditionProduct[] | undefined {
  const products = withinLimit(() => conditionProducts(meaning, bounds, MOST_COUNTED));
  if (products === undefined) return undefined;
  const { bdd } = meaning;
  const diagram = products.reduce((any, each) => bdd.or(any, productDiagram(meaning, each)), FALSE);
  invariant(
    bdd.implies(bounds.lower, diagram) === TRUE && bdd.implies(diagram, bounds.upper) === TRUE,
    "a condition is not what it was made from",
  );
  return products;
}

function withinLimit<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined;
    throw error;
  }
}

function atomsIn(products: readonly ConditionProduct[]): number {
  return products.reduce((count, { length }) => count + length, 0);
}

/** By writing once what all products have in common. */
function atomsSaved(products: readonly ConditionProduct[]): number {
  return sharedLiterals(products).size * (products.length - 1);
}

function sumOfProducts(products: readonly ConditionProduct[]): string {
  const shared = sharedLiterals(products);
  if (products.length === 1 || shared.size === 0) return products.map(productText).join(" | ");
  const rests = products.map((each) => each.filter((literal) => !shared.has(literalText(literal))));
  return `${[...shared].join(" & ")} & (${rests.map(productText).join(" | ")})`;
}

function productText(product: ConditionProduct): string {
  return product.map(literalText).join(" & ");
}

/** The texts of what stands in all products. */
function sharedLiterals(products: readonly ConditionProduct[]): ReadonlySet<string> {
  const [first = [], ...others] = products.map((each) => each.map(literalText));
  return new Set(first.filter((text) => others.every((each) => each.includes(text))));
}

/** From the products of the complement. */
function productOfSums(products: readonly ConditionProduct[]): string {
  const sums = products.map((each) => each.map(negateLiteral));
  return sums.map((each) => sumText(each, sums.length)).join(" & ");
}

function sumText(literals: readonly ConditionLiteral[], sums: number): string {
  const text = literals.map(literalText).join(" | ");
  return sums === 1 || literals.length === 1 ? text : `(${text})`;
}
