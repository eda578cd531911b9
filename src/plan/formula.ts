/** Finds a short word expression for a diagram over the plan's atoms. */

import { LimitExceeded } from "../base/limit.ts";
import type { Bdd, Diagram, Variable } from "../bdd/bdd.ts";
import { coverBetween, type Literal, type Product } from "../bdd/cover.ts";
import type { WordExpr } from "./plan.ts";
import { andWords, costOf, mask, EVERY_BIT, notWord, orWords, xorWords } from "./word-expr.ts";

/** More products than this are no formula that anyone would want to read. */
const PRODUCT_LIMIT = 64;

/** The word in which each bit is the atom's value for that bit. */
export type AtomWord = (variable: Variable) => WordExpr;

/** The cheapest formula found for exactly this function. */
export function formula(bdd: Bdd, diagram: Diagram, atomWord: AtomWord): WordExpr {
  return formulaBetween(bdd, diagram, diagram, atomWord);
}

/** The cheapest formula found for any function between the two, of which the first implies the second. */
export function formulaBetween(
  bdd: Bdd,
  lower: Diagram,
  upper: Diagram,
  atomWord: AtomWord,
): WordExpr {
  if (lower === upper) {
    const odd = findXor(bdd, lower);
    if (odd !== undefined) {
      return xorWords(atomWord(odd.variable), formula(bdd, odd.rest, atomWord));
    }
  }
  const sum = coverOrNone(bdd, lower, upper);
  const complement = coverOrNone(bdd, bdd.not(upper), bdd.not(lower));
  const candidates = [
    ...(sum === undefined ? [] : [sumOf(sum, atomWord)]),
    ...(complement === undefined ? [] : [productOf(complement, atomWord)]),
  ];
  const [first, second] = candidates;
  if (first === undefined) return choice(bdd, lower, atomWord);
  return second === undefined || costOf(first) <= costOf(second) ? first : second;
}

/** A variable that flips the function whatever the others are. */
function findXor(
  bdd: Bdd,
  diagram: Diagram,
): { readonly variable: Variable; readonly rest: Diagram } | undefined {
  if (bdd.support(diagram).length < 2) return undefined;
  for (const variable of bdd.support(diagram)) {
    const rest = bdd.restrict(diagram, variable, false);
    if (bdd.restrict(diagram, variable, true) === bdd.not(rest)) return { variable, rest };
  }
  return undefined;
}

function coverOrNone(bdd: Bdd, lower: Diagram, upper: Diagram): readonly Product[] | undefined {
  try {
    return coverBetween(bdd, lower, upper, PRODUCT_LIMIT);
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined;
    throw error;
  }
}

/** Where there are too many products: choose by one variable, and go on with both halves. */
function choice(bdd: Bdd, diagram: Diagram, atomWord: AtomWord): WordExpr {
  const word = atomWord(bdd.variableOf(diagram));
  const whenTrue = formula(bdd, bdd.high(diagram), atomWord);
  const whenFalse = formula(bdd, bdd.low(diagram), atomWord);
  return orWords([andWords([word, whenTrue]), andWords([notWord(word), whenFalse])]);
}

/** A sum of products, with what they share factored out. */
function sumOf(products: readonly Product[], atomWord: AtomWord): WordExpr {
  return factored(products, {
    inner: andWords,
    outer: orWords,
    literal: ({ variable, isTrue }) => signed(atomWord(variable), isTrue),
    empty: mask(0, 0),
    one: mask(EVERY_BIT, 0),
  });
}

/** The complement of a sum of products: a product of sums of the opposite literals. */
function productOf(products: readonly Product[], atomWord: AtomWord): WordExpr {
  return factored(products, {
    inner: orWords,
    outer: andWords,
    literal: ({ variable, isTrue }) => signed(atomWord(variable), !isTrue),
    empty: mask(EVERY_BIT, 0),
    one: mask(0, 0),
  });
}

function signed(word: WordExpr, isTrue: boolean): WordExpr {
  return isTrue ? word : notWord(word);
}

/** The two levels of a sum of products, or of its dual. */
interface Levels {
  readonly inner: (operands: readonly WordExpr[]) => WordExpr;
  readonly outer: (operands: readonly WordExpr[]) => WordExpr;
  readonly literal: (literal: Literal) => WordExpr;
  readonly empty: WordExpr;
  readonly one: WordExpr;
}

function factored(products: readonly Product[], levels: Levels): WordExpr {
  const [first] = products;
  if (first === undefined) return levels.empty;
  if (products.some((product) => product.length === 0)) return levels.one;
  if (products.length === 1) return levels.inner(first.map(levels.literal));

  const shared = mostShared(products);
  if (shared === undefined) {
    return levels.outer(products.map((product) => levels.inner(product.map(levels.literal))));
  }
  const divided = products
    .filter((product) => product.some((each) => isSame(each, shared)))
    .map((product) => product.filter((each) => !isSame(each, shared)));
  const rest = products.filter((product) => !product.some((each) => isSame(each, shared)));
  const factor = levels.inner([levels.literal(shared), factored(divided, levels)]);
  return rest.length === 0 ? factor : levels.outer([factor, factored(rest, levels)]);
}

/** The literal that most products have, if at least two do. */
function mostShared(products: readonly Product[]): Literal | undefined {
  let best: Literal | undefined;
  let bestCount = 1;
  for (const literal of products.flat()) {
    const count = products.filter((product) =>
      product.some((each) => isSame(each, literal)),
    ).length;
    if (count > bestCount) {
      best = literal;
      bestCount = count;
    }
  }
  return best;
}

function isSame(a: Literal, b: Literal): boolean {
  return a.variable === b.variable && a.isTrue === b.isTrue;
}
