/** Finds words whose code is much longer than their rules. */

import { visitAtoms } from "../../model/expressions.ts";
import { wordOf } from "../../model/layout.ts";
import { rulesOf, type Expr, type Rule } from "../../model/model.ts";
import type { SetPlan } from "./plan.ts";
import { costOf } from "./word-expr.ts";

export interface GrownWord {
  readonly word: number;
  /** The number of machine operations of the word's code. */
  readonly operations: number;
  /** The number of inputs, flags and bits that the word's rules name, each rule counted once. */
  readonly names: number;
  /** The rule with the most names. */
  readonly rule: Rule;
}

/** Shorter code is never reported. */
const LEAST_OPERATIONS = 500;

/**
 * If bits have nothing in common, each name takes up to 5 operations: a shift, an operator, a mask
 * and the operators that join them.
 */
const MOST_PER_NAME = 6;

/** The grown words, in order. */
export function grownWords({ set, steps }: SetPlan): readonly GrownWord[] {
  const operations = new Map<number, number>();
  for (const { word, value, temporaries } of steps) {
    const own = [value, ...temporaries].reduce((sum, each) => sum + costOf(each), 0);
    operations.set(word, (operations.get(word) ?? 0) + own);
  }
  return [...operations]
    .filter(([, count]) => count > LEAST_OPERATIONS)
    .sort(([one], [other]) => one - other)
    .flatMap(([word, count]): readonly GrownWord[] => {
      const governances = new Set(set.bits.filter((_, bit) => wordOf(bit) === word));
      const rules = [...new Set([...governances].flatMap(rulesOf))];
      const sized = rules.map((rule) => ({ rule, names: countNames(rule) }));
      const names = sized.reduce((sum, each) => sum + each.names, 0);
      const [longest] = sized.sort((one, other) => other.names - one.names);
      if (longest === undefined || count <= MOST_PER_NAME * names) return [];
      return [{ word, operations: count, names, rule: longest.rule }];
    });
}

function countNames({ condition, value }: Rule): number {
  let names = 0;
  const count = ({ kind }: Expr): void => {
    if (kind !== "constant") names++;
  };
  if (condition !== undefined) visitAtoms(condition, count);
  visitAtoms(value, count);
  return names;
}
