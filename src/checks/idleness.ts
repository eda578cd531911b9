/**
 * Finds the idle rules of one bit: without them the bit has the same value in every case that the
 * assumptions allow. Lowering the bit again without each rule would be too slow for a bit with 300
 * rules. Instead, the parts of `(rule | every also) & every requires` are lowered once and
 * compared:
 *
 *     default = host & guest
 *     when f { A = guest }                 # 1
 *     A also guest & host                  # 2
 *     A also host & f                      # 3
 *     A requires g | !g                    # 4
 *
 * 4: `host & guest | …` without 4 never meets `!(g | !g)`, so 4 is idle. It is left out from here on.
 * 3: the other givers (the rule, 2) are off in some case of `host & f`, so 3 is needed.
 * 2: the rule and 3 cover `guest & host`, so 2 is idle and left out, too.
 * 1: conditions of one bit do not overlap, so where 1 applies `default` and `also` would decide without
 *    it. Their value differs from the bit's somewhere in `f`: 1 is needed.
 *
 * An idle rule is left out when later ones are judged, so all rules that are found can be removed
 * together: of two equal rules only the last is found.
 */

import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { lowerExpr, lowerGiven, type Meaning } from "../meaning/lower.ts";
import type { BitGovernance, Rule, SetBit, ThisBit } from "../model/model.ts";
import type { CasesOf } from "./applicable-cases.ts";

export type Idleness = "never applies" | "covered" | "changes nothing";

/** A bit and the rules to judge. All other rules are kept. */
export interface JudgedBit {
  readonly place: SetBit;
  readonly governance: BitGovernance;
  readonly isAsked: (rule: Rule) => boolean;
}

/**
 * The idle rules among those to judge.
 * @param bit its conditional rules must never apply together.
 * @throws LimitExceeded when a diagram grows beyond the limits.
 */
export function idleRules(
  meaning: Meaning,
  casesOf: CasesOf,
  { place, governance, isAsked }: JudgedBit,
): ReadonlyMap<Rule, Idleness> {
  const { bdd, atoms, assumption } = meaning;
  const { base, fallback } = governance;
  const thisBit = { layout: place.set.layout, bit: place.bit };
  const idle = new Map<Rule, Idleness>();
  const judge = (rule: Rule, changes: () => boolean): void => {
    if (casesOf(rule) === FALSE) idle.set(rule, "never applies");
    // An applied class documents the kind of a bit, so it is useful even if the default says the
    // same.
    else if (rule.origin !== "class" && !changes()) idle.set(rule, "changes nothing");
  };
  const isKept = (rule: Rule): boolean => !idle.has(rule);
  const isPossible = (cases: Diagram): boolean => bdd.meets(assumption, cases);
  const given = (changed: Partial<BitGovernance>): Diagram =>
    lowerGiven(bdd, atoms, { ...governance, ...changed }, thisBit);

  const isRequiredAsked = governance.requires.some(isAsked);
  const givenInAll = isRequiredAsked ? given({}) : TRUE;
  const required = foldOthers(
    governance.requires,
    { isAsked, neutral: TRUE, join: (one, other) => bdd.and(one, other) },
    (rule) => bdd.implies(condition(meaning, rule), value(meaning, rule, thisBit)),
    (rule, own, others) => {
      const without = bdd.and(givenInAll, others);
      // A requirement of a bit that is never on documents a dependency, so it is not idle.
      judge(rule, () => !isPossible(without) || isPossible(bdd.and(without, bdd.not(own))));
      return isKept(rule);
    },
  );

  const isAlsoAsked = governance.also.some(isAsked);
  const ruled = isAlsoAsked ? given({ also: [] }) : FALSE;
  foldOthers(
    governance.also,
    { isAsked, neutral: FALSE, join: (one, other) => bdd.or(one, other) },
    (rule) => bdd.and(condition(meaning, rule), value(meaning, rule, thisBit)),
    (rule, own, others) => {
      const without = bdd.or(ruled, others);
      judge(rule, () => isPossible(bdd.and(bdd.and(own, required), bdd.not(without))));
      return isKept(rule);
    },
  );

  const final = meaning.valueOf(place.set, place.bit);
  const also = governance.also.filter(isKept);
  const differing = (changed: Partial<BitGovernance>): Diagram =>
    bdd.xor(final, bdd.and(given({ also, ...changed }), required));
  const asked = governance.conditional.filter(isAsked);
  const unconditional = asked.length > 0 ? differing({ conditional: [] }) : FALSE;
  for (const rule of asked) judge(rule, () => bdd.meets(casesOf(rule), unconditional));

  if (base !== fallback && isAsked(base)) {
    const conditional = governance.conditional.filter(isKept);
    const covered = conditional.map(casesOf).reduce((any, each) => bdd.or(any, each), FALSE);
    if (covered === assumption) idle.set(base, "covered");
    else judge(base, () => isPossible(differing({ base: fallback, conditional })));
  }
  return idle;
}

function condition({ bdd, atoms }: Meaning, rule: Rule): Diagram {
  return rule.condition === undefined
    ? bdd.constant(true)
    : lowerExpr(bdd, atoms, rule.condition, undefined);
}

function value({ bdd, atoms }: Meaning, rule: Rule, thisBit: ThisBit): Diagram {
  return lowerExpr(bdd, atoms, rule.value, thisBit);
}

interface Joining {
  readonly isAsked: (rule: Rule) => boolean;
  readonly neutral: Diagram;
  readonly join: (one: Diagram, other: Diagram) => Diagram;
}

/**
 * Compares each rule to judge with the join of all others, the last rule first.
 * @param isNeeded decides whether a rule stays; a rule that does not is left out of all later
 * joins.
 * @returns the join of the rules that stay.
 */
function foldOthers(
  rules: readonly Rule[],
  { isAsked, neutral, join }: Joining,
  lower: (rule: Rule) => Diagram,
  isNeeded: (rule: Rule, own: Diagram, others: Diagram) => boolean,
): Diagram {
  const isOther = (rule: Rule): boolean => !isAsked(rule);
  const fixed = rules.filter(isOther).map(lower).reduce(join, neutral);
  const asked = rules.filter(isAsked);
  const lowered = asked.map(lower);
  // `before[i]` joins the fixed rules and all judged rules before rule `i`.
  const before = [fixed];
  for (const each of lowered) before.push(join(before.at(-1) ?? neutral, each));
  let kept = neutral;
  for (let at = asked.length - 1; at >= 0; at--) {
    const own = definitely(lowered[at], "every rule is lowered");
    const others = join(definitely(before[at], "what stands before every rule"), kept);
    if (isNeeded(definitely(asked[at], "a rule"), own, others)) kept = join(own, kept);
  }
  return join(fixed, kept);
}
