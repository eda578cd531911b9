/**
 * What governs a bit, from all that is stated about it.
 *
 * An `override` under a `when` replaces what it overrides where its condition holds, and nowhere else:
 *
 *     caps base { when vendor == amd { XSAVES = host } }
 *     caps product extends base { when secure { override XSAVES = none } }
 *
 * leaves the base's rule `= host, when vendor == amd, unless secure`. So rules that replace each other
 * never apply together, and what governs a bit stays one list of rules with conditions.
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
  // What replaces it goes before it anyway.
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
 * What would govern the bit if the statement of this rule were not there: what an `override` replaces
 * would be in force again. Undefined if nothing would.
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

/** Of the statements that replace anything about the bit. */
export function overridingSpans({ stated }: BitGovernance): ReadonlySet<Span> {
  return new Set(stated.flatMap(({ replacedBy }) => replacedBy.map(({ span }) => span)));
}

/** No `override` replaces it in every case in which it applies, as far as that can be read. */
export function isInForce({ rule, replacedBy }: Pick<StatedRule, "rule" | "replacedBy">): boolean {
  return !replacedBy.some((other) => replacesEverywhere(other, rule));
}

/** Each `when` around the override is around the rule, too. */
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
 * The rule with exceptions where the others apply: one object for the same others, which bits share, and by which
 * a rule is known to be as before.
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

/** @param others under `when`s, at least one. */
function addExceptions(rule: Rule, others: readonly Rule[]): Rule {
  const byPlace = new Map(others.map((other) => [placeOf(other.conditionSpans), other]));
  const replacing = [...byPlace.values()];
  const conditions = replacing.flatMap(({ condition }) => condition ?? []);
  // What joins the conditions is written nowhere.
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

/** Of the `when`s around a rule. */
function writtenConditions({ condition, conditionSpans }: Rule): readonly Expr[] {
  if (condition === undefined) return [];
  return condition.kind === "and" && conditionSpans.length > 1 ? condition.operands : [condition];
}

/** The same for the conditions of the same `when`s. */
function placeOf(spans: readonly Span[]): string {
  return spans.map(({ source, start }) => `${source.name}:${start}`).join();
}
