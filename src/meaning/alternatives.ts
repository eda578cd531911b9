/**
 * Lowers the conditional rules of a bit, and the default where none of them applies.
 *
 *     default = host & guest
 *     when model == a { B = host }         # 1
 *     when model == b { B = guest }        # 2
 *     when tdp        { B = all }          # 3
 *
 * is `1 | 2 | 3` where any of the conditions holds, else the default. Lowered one after another, each rule
 * would copy the diagram of all rules before it: 300 rules under 300 values of an enumeration would make
 * 300 diagrams. Rules under different values of one enumeration are therefore lowered at once, each for its
 * value, which makes each node once.
 */

import { FALSE, type Bdd, type Diagram } from "../bdd/bdd.ts";
import { addToList } from "../base/add-to-list.ts";
import type { Enumeration, Expr } from "../model/model.ts";

/** A conditional rule: its condition and its value. */
export interface Alternative {
  readonly condition: Expr;
  readonly given: () => Diagram;
}

/** The value while the enumeration has one of `values`, given as positions. */
export interface ValueCase {
  readonly values: readonly number[];
  readonly given: () => Diagram;
}

/** @param cases no two of them have a value in common. */
export type ChooseByValue = (
  enumeration: Enumeration,
  cases: readonly ValueCase[],
  otherwise: () => Diagram,
) => Diagram;

export interface AlternativesRequest {
  readonly alternatives: readonly Alternative[];
  /** The value where none of the conditions holds. */
  readonly otherwise: () => Diagram;
  readonly condition: (condition: Expr) => Diagram;
  readonly choose: ChooseByValue;
}

/** The disjunction of all alternatives whose condition holds. Their order does not matter. */
export function lowerAlternatives(
  bdd: Bdd,
  { alternatives, otherwise, condition, choose }: AlternativesRequest,
): Diagram {
  // Most bits have only a default.
  if (alternatives.length === 0) return otherwise();
  const { single, byEnumeration } = groupByEnumeration(alternatives);
  const conditions = single.map((each) => condition(each.condition));
  const choices = [...byEnumeration];
  const [first, ...others] = choices;
  if (single.length === 0 && first !== undefined && others.length === 0) {
    return choose(first[0], first[1], otherwise);
  }
  // `given` is the value of the rules so far, and `value` adds the default where none of them
  // applies.
  let given = FALSE;
  let value = otherwise();
  single.forEach((each, at) => {
    const holds = conditions[at] ?? FALSE;
    const own = each.given();
    value = bdd.ite(holds, bdd.or(given, own), value);
    given = bdd.or(given, bdd.and(holds, own));
  });
  for (const [enumeration, cases] of choices) {
    const [givenBefore, valueBefore] = [given, value];
    const both = cases.map(({ values, given: own }): ValueCase => {
      const all = bdd.or(givenBefore, own());
      return { values, given: () => all };
    });
    value = choose(enumeration, both, () => valueBefore);
    given = choose(enumeration, both, () => givenBefore);
  }
  return value;
}

/**
 * Lowers one case after another, sorted by value, so that the order of the rules does not matter.
 */
export function chooseInTurn(
  bdd: Bdd,
  enumIn: (enumeration: Enumeration, values: readonly number[]) => Diagram,
): ChooseByValue {
  return (enumeration, cases, otherwise) => {
    const sorted = [...cases].sort((a, b) => Math.min(...a.values) - Math.min(...b.values));
    const conditions = sorted.map(({ values }) => enumIn(enumeration, values));
    return sorted.reduce(
      (value, { given }, at) => bdd.ite(conditions[at] ?? FALSE, given(), value),
      otherwise(),
    );
  };
}

/**
 * Separates alternatives under values of one enumeration that no other alternative names from all
 * others.
 */
function groupByEnumeration(alternatives: readonly Alternative[]): {
  readonly single: readonly Alternative[];
  readonly byEnumeration: ReadonlyMap<Enumeration, readonly ValueCase[]>;
} {
  const single: Alternative[] = [];
  const byEnumeration = new Map<Enumeration, ValueCase[]>();
  const taken = new Map<Enumeration, Set<number>>();
  for (const each of alternatives) {
    const { condition, given } = each;
    const known = condition.kind === "enum" ? taken.get(condition.enumeration) : undefined;
    if (condition.kind !== "enum" || condition.values.some((value) => known?.has(value))) {
      single.push(each);
      continue;
    }
    const { enumeration, values } = condition;
    addToList(byEnumeration, enumeration, { values, given });
    const all = known ?? new Set();
    for (const value of values) all.add(value);
    taken.set(enumeration, all);
  }
  return { single, byEnumeration };
}
