/** Words whose code is much longer than the rules that it is made of. */

import { visitAtoms } from "../model/expressions.ts";
import { wordOf } from "../model/layout.ts";
import { rulesOf, type Expr, type Rule } from "../model/model.ts";
import type { SetPlan } from "./plan.ts";
import { costOf } from "./word-expr.ts";

export interface GrownWord {
  readonly word: number;
  /** Of the machine, which the code for the word takes. */
  readonly operations: number;
  /** How many inputs, flags and bits the word's rules name, each rule counted once. */
  readonly names: number;
  /** The rule that names the most. */
  readonly rule: Rule;
}

/** Less code than this is short whatever its rules are. */
const LEAST_OPERATIONS = 500;

/** Of bits that have nothing in common, each name takes up to 5: a shift, an operator, a mask and what joins them. */
const MOST_PER_NAME = 6;

/** In order of the words. */
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
