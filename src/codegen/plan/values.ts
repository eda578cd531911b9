/**
 * Finds the values of an enumeration that rules distinguish, and restricts atoms to one of them.
 */

import { addToList } from "../../base/add-to-list.ts";
import { chooseInTurn } from "../../meaning/alternatives.ts";
import type { Atoms } from "../../meaning/lower.ts";
import { visitAtoms } from "../../model/expressions.ts";
import type { Enumeration, Expr, Rule } from "../../model/model.ts";
import type { PlanAtoms } from "./atoms.ts";

/** Up to this many classes of values, the bits are planned as one function with conditions. */
const FEW = 16;

/** Values that no rule distinguishes, as positions. */
export type ValueClass = readonly number[];

export interface ManyValues {
  readonly enumeration: Enumeration;
  readonly classes: readonly ValueClass[];
}

/** The enumeration with the most classes of values, if it has more than `FEW`. */
export function manyValuesIn(rules: Iterable<Rule>): ManyValues | undefined {
  const lists = new Map<Enumeration, Map<string, readonly number[]>>();
  const add = (atom: Expr): void => {
    if (atom.kind !== "enum") return;
    const ofEnum = lists.get(atom.enumeration) ?? new Map<string, readonly number[]>();
    lists.set(atom.enumeration, ofEnum.set(atom.values.join(), atom.values));
  };
  for (const { condition, value } of new Set(rules)) {
    if (condition !== undefined) visitAtoms(condition, add);
    visitAtoms(value, add);
  }
  const found = [...lists].map(([enumeration, byKey]) => ({
    enumeration,
    classes: classesOf(enumeration, [...byKey.values()]),
  }));
  return found
    .filter(({ classes }) => classes.length > FEW)
    .sort((a, b) => b.classes.length - a.classes.length)[0];
}

function classesOf(
  { values }: Enumeration,
  lists: readonly (readonly number[])[],
): readonly ValueClass[] {
  const listsOf = values.map((): number[] => []);
  lists.forEach((list, at) => {
    for (const value of list) listsOf[value]?.push(at);
  });
  const classes = new Map<string, number[]>();
  listsOf.forEach((own, value) => {
    addToList(classes, own.join(), value);
  });
  return [...classes.values()];
}

/** The atoms, with the enumeration fixed to one value. */
export function withValue(
  { bdd }: PlanAtoms,
  atoms: Atoms,
  enumeration: Enumeration,
  value: number,
): Atoms {
  const enumIn: Atoms["enumIn"] = (each, values) =>
    each === enumeration ? bdd.constant(values.includes(value)) : atoms.enumIn(each, values);
  const inTurn = chooseInTurn(bdd, enumIn);
  return {
    ...atoms,
    enumIn,
    choose: (each, cases, otherwise) => {
      if (each !== enumeration) return inTurn(each, cases, otherwise);
      const own = cases.find(({ values }) => values.includes(value));
      return own === undefined ? otherwise() : own.given();
    },
  };
}
