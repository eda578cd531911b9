/**
 * Computes the rules that govern a bit from the statements about it.
 *
 * An `override` under a `when` replaces other rules where its condition holds, and nowhere else:
 *
 *     caps base { when vendor == amd { XSAVES = host } }
 *     caps product extends base { when secure { override XSAVES = none } }
 *
 * leaves the base's rule `= host, when vendor == amd, unless secure`. Rules that replace each other
 * therefore never apply together, and a bit is governed by one flat list of conditional rules.
 */

import { startOf, type Span } from "../base/span.ts";
import { isSameExpression } from "./expressions.ts";
import type { BitGovernance, Expr, Rule, StatedRule } from "./model.ts";

/**
 * @param stated with the defaults that are for this bit; of several that are not replaced the first one serves.
 * @returns undefined if no default is stated for the bit.
 */
export function governBit(stated: readonly StatedRule[]): BitGovernance | undefined {
  const inForce = stated.filter(isInForce);
  const rulesOf = (part: StatedRule["part"]): readonly StatedRule[] =>
    inForce.filter((each) => each.part === part);
  const restricted = (statedRules: readonly StatedRule[]): readonly Rule[] =>
    statedRules.map(({ rule, replacedBy }) =>
      replacedBy.length === 0 ? rule : exceptWhere(rule, replacedBy),
    );
  const fallback = [...rulesOf("unnamed"), ...rulesOf("leaf default"), ...rulesOf("default")][0];
  if (fallback === undefined) return undefined;
  const rules = rulesOf("rules");
  // A default in force replaces `fallback`.
  const base = rules.find(({ rule }) => rule.condition === undefined) ?? fallback;
  return {
    base: base.rule,
    fallback: fallback.rule,
    conditional: restricted(rules.filter(({ rule }) => rule.condition !== undefined)),
    also: restricted(rulesOf("also")),
    requires: restricted(rulesOf("requires")),
    stated,
  };
}

/**
 * The governance of the bit without this rule's statement. If the statement is an `override`, the
 * rules that it replaces are in force again. Undefined if no rule is left.
 */
export function governWithout(
  { stated }: BitGovernance,
  { span }: Rule,
): BitGovernance | undefined {
  const isKept = (rule: Rule): boolean =>
    rule.span.start !== span.start || rule.span.source !== span.source;
  return governBit(
    stated
      .filter(({ rule }) => isKept(rule))
      .map((each) => ({ ...each, replacedBy: each.replacedBy.filter(isKept) })),
  );
}

/** The spans of all `override`s that replace a statement about the bit. */
export function overridingSpans({ stated }: BitGovernance): ReadonlySet<Span> {
  return new Set(stated.flatMap(({ replacedBy }) => replacedBy.map(({ span }) => span)));
}

/**
 * False if an `override` replaces the rule in every case. Decided on the text of the conditions
 * alone, not by proof.
 */
export function isInForce({ rule, replacedBy }: Pick<StatedRule, "rule" | "replacedBy">): boolean {
  return !replacedBy.some((other) => replacesEverywhere(other, rule));
}

/** True if each `when` around the override is around the rule, too. */
export function replacesEverywhere(override: Rule, rule: Rule): boolean {
  const around = writtenConditions(rule);
  return writtenConditions(override).every((condition) =>
    around.some((each) => isSameExpression(each, condition)),
  );
}

interface WithExceptions {
  readonly others: readonly Rule[];
  readonly result: Rule;
}

const known = new WeakMap<Rule, WithExceptions[]>();

/**
 * The rule, with an exception for each of the others. The same arguments return the same object:
 * bits share it, and comparisons by identity recognize it.
 */
function exceptWhere(rule: Rule, others: readonly Rule[]): Rule {
  const ofRule = known.get(rule) ?? [];
  known.set(rule, ofRule);
  const same = ofRule.find((each) => isSameList(each.others, others));
  if (same !== undefined) return same.result;
  const result = addExceptions(rule, others);
  ofRule.push({ others, result });
  return result;
}

function isSameList(ones: readonly Rule[], others: readonly Rule[]): boolean {
  return ones.length === others.length && ones.every((each, at) => each === others[at]);
}

/** @param others at least one rule, each under a `when`. */
function addExceptions(rule: Rule, others: readonly Rule[]): Rule {
  const byPlace = new Map(others.map((other) => [placeOf(other.conditionSpans), other]));
  const replacing = [...byPlace.values()];
  const conditions = replacing.flatMap(({ condition }) => condition ?? []);
  // The operators that join the conditions are implicit, so they get an empty span.
  const span = startOf(rule.span);
  const [first, ...more] = conditions;
  if (first === undefined) return rule;
  const anyOther: Expr = more.length === 0 ? first : { kind: "or", operands: conditions, span };
  const unless: Expr = { kind: "not", operand: anyOther, span };
  return {
    ...rule,
    condition: { kind: "and", operands: [...writtenConditions(rule), unless], span },
    exceptionSpans: replacing.map(({ conditionSpans }) => conditionSpans),
  };
}

/** The conditions of the `when`s around a rule. */
function writtenConditions({ condition, conditionSpans }: Rule): readonly Expr[] {
  if (condition === undefined) return [];
  return condition.kind === "and" && conditionSpans.length > 1 ? condition.operands : [condition];
}

/** A key that is equal for the same list of `when`s. */
function placeOf(spans: readonly Span[]): string {
  return spans.map(({ source, start }) => `${source.name}:${start}`).join();
}
