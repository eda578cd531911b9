/** Which rules never decide anything, or say what would hold without them? */

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
  return model.sets
    .flatMap((set) => idleRules(meaning, set))
    .filter(({ rule }) => roots.has(rule.span.source.name))
    .map((idle) => ({ diagnostic: describe(idle) }));
}

interface IdleRule {
  readonly set: CapabilitySet;
  readonly rule: Rule;
  readonly idleness: Idleness;
  readonly bits: BitIndex[];
}

function idleRules(meaning: Meaning, set: CapabilitySet): readonly IdleRule[] {
  const found = new Map<Rule, Map<Idleness, IdleRule>>();
  set.bits.forEach((governance, bit) => {
    for (const [rule, without] of withoutEach(governance)) {
      const idleness = idlenessOf(meaning, set, bit, governance, rule, without);
      if (idleness === undefined) continue;
      const byIdleness = found.get(rule) ?? new Map<Idleness, IdleRule>();
      const idle = byIdleness.get(idleness) ?? { set, rule, idleness, bits: [] };
      idle.bits.push(bit);
      found.set(rule, byIdleness.set(idleness, idle));
    }
  });
  return [...found.values()].flatMap((byIdleness) => [...byIdleness.values()]);
}

/** Each rule of a bit's own, with what would govern the bit if it were not there. */
function withoutEach(governance: BitGovernance): readonly [Rule, BitGovernance][] {
  const { base, fallback, conditional, also, requires } = governance;
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

function idlenessOf(
  { bdd, atoms, assumption, valueOf }: Meaning,
  set: CapabilitySet,
  bit: BitIndex,
  governance: BitGovernance,
  rule: Rule,
  without: BitGovernance,
): Idleness | undefined {
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
  const difference = bdd.xor(value, valueOf(set, bit));
  return bdd.and(assumption, difference) === FALSE ? "changes nothing" : undefined;
}

function describe({ set, rule, idleness, bits }: IdleRule): Diagnostic {
  const label = labelBits(set.layout, bits);
  switch (idleness) {
    case "never applies":
      return report(deadRule, rule.span, { bits: label, why: "its condition never holds" });
    case "covered":
      return report(deadRule, rule.span, {
        bits: label,
        why: "the conditions of its other rules cover every case",
      });
    case "changes nothing":
      return report(equalsDefault, rule.span, { bits: label });
  }
}
