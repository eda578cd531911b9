/** Finds a short word expression for a diagram over the plan's atoms. */

import { LimitExceeded } from "../../base/limit.ts";
import { FALSE, TRUE, type Bdd, type Diagram, type Variable } from "../../bdd/bdd.ts";
import { coverBetween, type Literal, type Product } from "../../bdd/cover.ts";
import type { WordExpr } from "./plan.ts";
import { andWords, costOf, mask, EVERY_BIT, notWord, orWords, xorWords } from "./word-expr.ts";

/** A formula with more products would be unreadable. */
const PRODUCT_LIMIT = 64;

/** Larger diagrams are not covered, since they rarely need so few products. */
const MOST_COVERED_NODES = 256;

/**
 * The node limit of one cover, ample for diagrams of `MOST_COVERED_NODES`. It does not use up the
 * limit of the plan.
 */
const NODES_PER_COVER = 50_000;

/** Code with more choices would be too slow to be useful. */
const MOST_CHOICES = 5000;

/** After a failed cover, only diagrams with at most this share of its nodes are tried. */
const SMALLER = 0.75;

/** Returns the word whose bit i is the atom's value for target bit i. */
export type AtomWord = (variable: Variable) => WordExpr;

/** The atoms that formulas of one step use, and the results that they share. */
export interface FormulaContext {
  readonly bdd: Bdd;
  readonly atomWord: AtomWord;
  /** Words that are computed once, in order. All formulas of the step append to them. */
  readonly temporaries: WordExpr[];
  /** Words found for diagrams so far, over the same atom words. */
  readonly known: Map<Diagram, WordExpr>;
  /** The largest number of nodes for which a cover is tried. */
  coverable: number;
}

/** @param coverable the largest number of nodes for which a cover is tried; 0 turns covers off. */
export function formulaContext(
  bdd: Bdd,
  atomWord: AtomWord,
  coverable: number = MOST_COVERED_NODES,
): FormulaContext {
  return { bdd, atomWord, temporaries: [], known: new Map(), coverable };
}

/** A context for the same step with other words for atoms. */
export function withAtomWord(context: FormulaContext, atomWord: AtomWord): FormulaContext {
  return { ...context, atomWord, known: new Map() };
}

/** The cheapest formula found for exactly this function. */
export function formula(context: FormulaContext, diagram: Diagram): WordExpr {
  return formulaBetween(context, diagram, diagram);
}

/** The cheapest formula found for any function between the two. `lower` must imply `upper`. */
export function formulaBetween(context: FormulaContext, lower: Diagram, upper: Diagram): WordExpr {
  const { bdd, atomWord } = context;
  if (lower === upper) {
    const odd = findXor(bdd, lower);
    if (odd !== undefined) {
      return xorWords(atomWord(odd.variable), half(context, odd.rest));
    }
  }
  const size = Math.max(bdd.reachable(lower).length, bdd.reachable(upper).length);
  if (size > MOST_CHOICES) {
    throw new LimitExceeded(`one word takes more than ${MOST_CHOICES} operations`);
  }
  if (size > context.coverable) return choice(context, lower);
  const sum = coverOrNone(bdd, lower, upper);
  const complement = coverOrNone(bdd, bdd.not(upper), bdd.not(lower));
  const candidates = [
    ...(sum === undefined ? [] : [sumOf(sum, atomWord)]),
    ...(complement === undefined ? [] : [productOf(complement, atomWord)]),
  ];
  const [first, second] = candidates;
  if (first === undefined) {
    context.coverable = size * SMALLER;
    return choice(context, lower);
  }
  return second === undefined || costOf(first) <= costOf(second) ? first : second;
}

/** Finds a variable that flips the function whatever the others are. */
function findXor(
  bdd: Bdd,
  diagram: Diagram,
): { readonly variable: Variable; readonly rest: Diagram } | undefined {
  const support = bdd.support(diagram);
  if (support.length < 2) return undefined;
  for (const variable of support) {
    if (!mayFlip(bdd, diagram, variable)) continue;
    const rest = bdd.restrict(diagram, variable, false);
    if (bdd.restrict(diagram, variable, true) === bdd.not(rest)) return { variable, rest };
  }
  return undefined;
}

/** False if one of two cases shows that the variable does not always flip the function; no nodes are made. */
function mayFlip(bdd: Bdd, diagram: Diagram, variable: Variable): boolean {
  return [true, false].every((others) => {
    const value = (own: boolean): boolean =>
      bdd.evaluate(diagram, (each) => (each === variable ? own : others));
    return value(true) !== value(false);
  });
}

function coverOrNone(bdd: Bdd, lower: Diagram, upper: Diagram): readonly Product[] | undefined {
  try {
    return bdd.apart(NODES_PER_COVER, () => coverBetween(bdd, lower, upper, PRODUCT_LIMIT));
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined;
    throw error;
  }
}

/**
 * For diagrams without a short cover: chooses by one variable, and continues with both halves.
 * Equal halves are computed once, so the code grows with the diagram, not with the number of its
 * paths.
 */
function choice(context: FormulaContext, diagram: Diagram): WordExpr {
  const { bdd, atomWord } = context;
  const word = atomWord(bdd.variableOf(diagram));
  const [high, low] = [bdd.high(diagram), bdd.low(diagram)];
  if (high === TRUE) return orWords([word, half(context, low)]);
  if (high === FALSE) return andWords([notWord(word), half(context, low)]);
  if (low === TRUE) return orWords([notWord(word), half(context, high)]);
  if (low === FALSE) return andWords([word, half(context, high)]);
  return orWords([
    andWords([word, half(context, high)]),
    andWords([notWord(word), half(context, low)]),
  ]);
}

/** Makes the half a temporary of the step, unless computing it again costs nothing. */
function half(context: FormulaContext, diagram: Diagram): WordExpr {
  const { known, temporaries } = context;
  let word = known.get(diagram);
  if (word === undefined) {
    word = formula(context, diagram);
    if (costOf(word) > 1) word = { kind: "temporary", index: temporaries.push(word) - 1 };
    known.set(diagram, word);
  }
  return word;
}

/** A sum of products, with shared literals factored out. */
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
