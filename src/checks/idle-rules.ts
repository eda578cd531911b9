/** Which rules never decide anything, or say what would hold without them? */

import type { Span } from "../base/span.ts";
import { FALSE, TRUE, type Diagram } from "../bdd/bdd.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { deadRule, equalsDefault } from "../diagnostics/lints.ts";
import { lowerExpr, lowerGovernance, type Meaning } from "../meaning/lower.ts";
import { labelBits } from "../model/label-bits.ts";
import type { BitIndex } from "../model/layout.ts";
import type { BitGovernance, CapabilitySet, Rule } from "../model/model.ts";
import type { CheckInput, Finding } from "./finding.ts";

type Idleness = "never applies" | "covered" | "changes nothing";

export function checkIdleRules({ model, meaning, roots }: CheckInput): readonly Finding[] {
  const statements = new Map<Span, StatedUse>();
  for (const set of model.sets) {
    set.bits.forEach((governance, bit) => {
      // Which of two rules applies where both do is no question; that they do is reported.
      if (haveOverlap(meaning, governance)) return;
      for (const [rule, without] of withoutEach(governance)) {
        if (!roots.has(rule.span.source.name)) continue;
        const use = statements.get(rule.span) ?? { set, rule, useful: new Set(), idle: new Map() };
        statements.set(rule.span, use);
        if (use.useful.has(bit)) continue;
        const idleness = idlenessOf(meaning, set, bit, governance, rule, without);
        if (idleness === undefined) use.useful.add(bit);
        else use.idle.set(bit, idleness);
      }
    });
  }
  return [...statements.values()].flatMap(describe).map((diagnostic) => ({ diagnostic }));
}

/** What one statement does in all sets that have it, of its own or inherited. */
interface StatedUse {
  /** The first of these sets, and its rule. */
  readonly set: CapabilitySet;
  readonly rule: Rule;
  /** Bits for which it matters in at least one of the sets. */
  readonly useful: Set<BitIndex>;
  readonly idle: Map<BitIndex, Idleness>;
}

/** Leaving out each rule of a bit in turn takes the square of their number; so many are no policy. */
const MOST_RULES = 300;

/** Each rule of a bit's own, with what would govern the bit if it were not there. */
function withoutEach(governance: BitGovernance): readonly [Rule, BitGovernance][] {
  const { base, fallback, conditional, also, requires } = governance;
  if (conditional.length + also.length + requires.length > MOST_RULES) return [];
  const others = (rules: readonly Rule[], rule: Rule): readonly Rule[] =>
    rules.filter((each) => each !== rule);
  return [
    ...(base === fallback ? [] : [withoutBase(governance)]),
    ...conditional.map((rule): [Rule, BitGovernance] => [
      rule,
      { ...governance, conditional: others(conditional, rule) },
    ]),
    ...also.map((rule): [Rule, BitGovernance] => [
      rule,
      { ...governance, also: others(also, rule) },
    ]),
    ...requires.map((rule): [Rule, BitGovernance] => [
      rule,
      { ...governance, requires: others(requires, rule) },
    ]),
  ];
}

function withoutBase(governance: BitGovernance): [Rule, BitGovernance] {
  return [governance.base, { ...governance, base: governance.fallback }];
}

function haveOverlap({ bdd, atoms, assumption }: Meaning, governance: BitGovernance): boolean {
  let covered = FALSE;
  for (const { condition } of governance.conditional) {
    const cases = condition === undefined ? TRUE : lowerExpr(bdd, atoms, condition, undefined);
    if (bdd.and(assumption, bdd.and(covered, cases)) !== FALSE) return true;
    covered = bdd.or(covered, cases);
  }
  return false;
}

function idlenessOf(
  meaning: Meaning,
  set: CapabilitySet,
  bit: BitIndex,
  governance: BitGovernance,
  rule: Rule,
  without: BitGovernance,
): Idleness | undefined {
  const { bdd, atoms, assumption } = meaning;
  const condition = ({ condition: when }: Rule): Diagram =>
    when === undefined ? TRUE : lowerExpr(bdd, atoms, when, undefined);
  if (bdd.and(assumption, condition(rule)) === FALSE) return "never applies";
  if (rule === governance.base) {
    const covered = governance.conditional.reduce(
      (any, each) => bdd.or(any, condition(each)),
      FALSE,
    );
    if (bdd.implies(assumption, covered) === TRUE) return "covered";
  }
  const value = lowerGovernance(bdd, atoms, without, { layout: set.layout, bit });
  const final = meaning.valueOf(set, bit);
  if (value === final) return "changes nothing";
  if (assumption === TRUE) return undefined;
  return bdd.and(assumption, bdd.xor(value, final)) === FALSE ? "changes nothing" : undefined;
}

function describe({ set, rule, useful, idle }: StatedUse): readonly Diagnostic[] {
  const byIdleness = new Map<Idleness, BitIndex[]>();
  for (const [bit, idleness] of idle) {
    if (useful.has(bit)) continue;
    byIdleness.set(idleness, [...(byIdleness.get(idleness) ?? []), bit]);
  }
  return [...byIdleness]
    .map(([idleness, bits]) => describeIdle(rule, idleness, labelBits(set.layout, bits)))
    .filter((diagnostic) => diagnostic !== undefined);
}

function describeIdle(
  { origin, span }: Rule,
  idleness: Idleness,
  bits: string,
): Diagnostic | undefined {
  switch (idleness) {
    case "never applies":
      return report(deadRule, span, { bits, why: "its condition never holds" });
    case "covered":
      return report(deadRule, span, {
        bits,
        why: "the conditions of its other rules cover every case",
      });
    case "changes nothing":
      // To say of which kind a bit is means something even where that kind is what the default says.
      return origin === "class" ? undefined : report(equalsDefault, span, { bits });
  }
}
