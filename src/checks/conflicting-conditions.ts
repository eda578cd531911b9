/** Can two rules for one bit apply at the same time? */

import { FALSE, type Diagram } from "../bdd/bdd.ts";
import { definitely } from "../base/unreachable.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { conflictingConditions } from "../diagnostics/proofs.ts";
import { lowerExpr } from "../meaning/lower.ts";
import { describeAssignment, findWitness } from "../meaning/witness.ts";
import { labelBits } from "../model/label-bits.ts";
import type { BitIndex } from "../model/layout.ts";
import type { CapabilitySet, Rule } from "../model/model.ts";
import type { CheckInput, Finding } from "./finding.ts";

/** Two conditional rules and the bits that both are for. */
interface RulePair {
  readonly set: CapabilitySet;
  readonly first: Rule;
  readonly second: Rule;
  readonly bits: BitIndex[];
}

export function checkConflictingConditions(input: CheckInput): readonly Finding[] {
  return input.model.sets.flatMap(pairsOf).flatMap((pair) => checkPair(input, pair));
}

function pairsOf(set: CapabilitySet): readonly RulePair[] {
  const pairs = new Map<Rule, Map<Rule, RulePair>>();
  set.bits.forEach(({ conditional }, bit) => {
    conditional.forEach((first, place) => {
      for (const second of conditional.slice(place + 1)) {
        const bySecond = pairs.get(first) ?? new Map<Rule, RulePair>();
        const pair = bySecond.get(second) ?? { set, first, second, bits: [] };
        pair.bits.push(bit);
        pairs.set(first, bySecond.set(second, pair));
      }
    });
  });
  return [...pairs.values()].flatMap((bySecond) => [...bySecond.values()]);
}

function checkPair({ model, meaning }: CheckInput, pair: RulePair): readonly Finding[] {
  const { bdd, atoms, assumption } = meaning;
  const condition = (rule: Rule): Diagram =>
    lowerExpr(bdd, atoms, definitely(rule.condition, "a rule without a condition"), undefined);
  const both = bdd.and(assumption, bdd.and(condition(pair.first), condition(pair.second)));
  if (both === FALSE) return [];
  const witness = definitely(findWitness(meaning, model, both), "no witness for what can be");
  const diagnostic = report(
    conflictingConditions,
    pair.second.span,
    { bits: labelBits(pair.set.layout, pair.bits) },
    {
      related: [{ span: pair.first.span, label: "the other rule" }],
      notes: [`both apply in this case: ${describeAssignment(meaning, witness, both)}`],
    },
  );
  return [{ diagnostic }];
}
