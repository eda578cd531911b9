/** Can two rules for one bit apply at the same time? */

import { FALSE, type Diagram } from "../bdd/bdd.ts";
import { limitedAt, type LimitPlace } from "../base/limit.ts";
import { definitely } from "../base/unreachable.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { conflictingConditions } from "../diagnostics/proofs.ts";
import { describeAssignment, findWitness } from "../meaning/witness.ts";
import { changedBits } from "../model/inheritance.ts";
import { labelBits } from "../model/label-bits.ts";
import type { BitIndex } from "../model/layout.ts";
import type { CapabilitySet, Rule } from "../model/model.ts";
import { haveOverlap, rememberCases, type CasesOf } from "./applicable-cases.ts";
import type { CheckInput, Finding } from "./finding.ts";

/** Two conditional rules, the bits that both govern, and the cases in which both apply. */
interface Conflict {
  readonly set: CapabilitySet;
  readonly first: Rule;
  readonly second: Rule;
  readonly bits: BitIndex[];
  readonly both: Diagram;
}

export function checkConflictingConditions(input: CheckInput): readonly Finding[] {
  const casesOf = rememberCases(input.meaning);
  return input.model.sets
    .flatMap((set) => conflictsOf(input, set, casesOf))
    .map((conflict) => describe(input, conflict));
}

/**
 * Compares each rule with the disjunction of all earlier ones of its bit, and reports it with the
 * first that overlaps. A thousand overlapping rules give a thousand diagnostics, not half a
 * million.
 */
function conflictsOf(
  { meaning }: CheckInput,
  set: CapabilitySet,
  casesOf: CasesOf,
): readonly Conflict[] {
  const { bdd } = meaning;
  const conflicts = new Map<Rule, Map<Rule, Conflict>>();
  for (const [bit, { conditional }] of changedBits(set)) {
    const isClear = limitedAt(
      () => heldApart(set, bit, conditional),
      () => !haveOverlap(meaning, conditional, casesOf),
    );
    if (isClear) continue;
    let earlier = FALSE;
    for (const second of conditional) {
      const own = casesOf(second);
      if (bdd.meets(own, earlier)) {
        const meets = (rule: Rule): boolean => bdd.meets(own, casesOf(rule));
        const first = definitely(conditional.find(meets), "no rule is met");
        const bySecond = conflicts.get(first) ?? new Map<Rule, Conflict>();
        const both = bdd.and(own, casesOf(first));
        const conflict = bySecond.get(second) ?? { set, first, second, bits: [], both };
        conflict.bits.push(bit);
        conflicts.set(first, bySecond.set(second, conflict));
      }
      earlier = bdd.or(earlier, own);
    }
  }
  return [...conflicts.values()].flatMap((bySecond) => [...bySecond.values()]);
}

function heldApart(set: CapabilitySet, bit: BitIndex, conditional: readonly Rule[]): LimitPlace {
  return {
    span: conditional[0]?.span ?? set.span,
    what: `whether two rules for ${labelBits(set.layout, [bit])} can apply at the same time`,
    help: "read less in the conditions, or make them values of one enum",
  };
}

function describe(
  { model, meaning }: CheckInput,
  { set, first, second, bits, both }: Conflict,
): Finding {
  const witness = definitely(findWitness(meaning, model, both), "no witness for what can be");
  const diagnostic = report(
    conflictingConditions,
    second.span,
    { bits: labelBits(set.layout, bits) },
    {
      related: [{ span: first.span, label: "the other rule" }],
      notes: [`both apply in this case: ${describeAssignment(meaning, witness, both)}`],
    },
  );
  return { diagnostic };
}
