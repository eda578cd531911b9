/**
 * Computes the cases in which a rule applies, and whether two rules of a bit ever apply together.
 */

import { remembered } from "../base/remembered.ts";
import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { lowerExpr, type Meaning } from "../meaning/lower.ts";
import type { Model, Rule } from "../model/model.ts";

/** The cases allowed by the assumptions in which a rule applies; computed once for each rule. */
export type CasesOf = (rule: Rule) => Diagram;

export function rememberCases({ bdd, atoms, assumption }: Meaning): CasesOf {
  const known = new Map<Rule, Diagram>();
  return (rule) => {
    if (rule.condition === undefined) return assumption;
    let cases = known.get(rule);
    if (cases === undefined) {
      cases = bdd.and(assumption, lowerExpr(bdd, atoms, rule.condition, undefined));
      known.set(rule, cases);
    }
    return cases;
  };
}

/** True if two of the rules apply in the same case. */
export function haveOverlap({ bdd }: Meaning, rules: readonly Rule[], casesOf: CasesOf): boolean {
  if (rules.length < 2 || haveDistinctValues(rules)) return false;
  let covered = FALSE;
  for (const rule of rules) {
    const cases = casesOf(rule);
    if (bdd.meets(covered, cases)) return true;
    covered = bdd.or(covered, cases);
  }
  return false;
}

/**
 * Tells whether two conditional rules of a bit apply in the same case, including cases that the
 * assumptions exclude. Without assumptions there is no such case, since CR0401 would report it.
 */
export function rememberOverlaps(
  { assumptions }: Model,
  meaning: Meaning,
): (conditional: readonly Rule[]) => boolean {
  if (assumptions.length === 0) return () => false;
  const casesOf = rememberCases({ ...meaning, assumption: TRUE });
  return remembered((conditional) => haveOverlap(meaning, conditional, casesOf));
}

/** `when model == a { … }`, `when model in (b c) { … }` and so on: no diagram is needed to see that at most one applies. */
function haveDistinctValues(rules: readonly Rule[]): boolean {
  const conditions = rules.flatMap(({ condition }) =>
    condition?.kind === "enum" ? condition : [],
  );
  const isOne = new Set(conditions.map(({ enumeration }) => enumeration)).size === 1;
  const values = conditions.flatMap((condition) => condition.values);
  return isOne && conditions.length === rules.length && new Set(values).size === values.length;
}
