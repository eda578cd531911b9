/** Finds rules that never apply, or without which the bit has the same value in every case. */

import { LimitExceeded } from "../base/limit.ts";
import type { Span } from "../base/span.ts";
import { FALSE } from "../bdd/bdd.ts";
import { report, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { deadRule, equalsDefault } from "../diagnostics/lints.ts";
import { lintSkipped } from "../diagnostics/proofs.ts";
import { overridingSpans } from "../model/govern-bit.ts";
import { changedBits } from "../model/inheritance.ts";
import { labelBits } from "../model/label-bits.ts";
import type { BitIndex } from "../model/layout.ts";
import { rulesOf, type BitGovernance, type CapabilitySet, type Rule } from "../model/model.ts";
import { haveOverlap, rememberCases, type CasesOf } from "./applicable-cases.ts";
import type { CheckInput, Finding } from "./finding.ts";
import { idlenessOfOverride } from "./idle-overrides.ts";
import { idleRules, type Idleness } from "./idleness.ts";

/** The lint's own node limit. It does not use up the limit of the proofs. */
const MOST_NODES = 1_000_000;

/** @param mostNodes the lint stops at this many nodes and reports that it did. */
export function checkIdleRules(
  input: CheckInput,
  mostNodes: number = MOST_NODES,
): readonly Finding[] {
  try {
    return input.meaning.bdd.apart(mostNodes, () => findIdleRules(input));
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    const what = "rules that change nothing";
    return [{ diagnostic: report(lintSkipped, error.place?.span, { what, limit: error.message }) }];
  }
}

function findIdleRules({ model, meaning, roots }: CheckInput): readonly Finding[] {
  const casesOf = rememberCases(meaning);
  const statements = new Map<Span, StatedUse>();
  for (const set of model.sets) {
    for (const [bit, governance] of changedBits(set)) {
      const isAsked = (rule: Rule): boolean =>
        roots.has(rule.span.source.name) && statements.get(rule.span)?.useful.has(bit) !== true;
      const asked = ownRules(governance).filter(
        (rule) => isAsked(rule) && !isReplaced(rule, casesOf),
      );
      // Overlapping rules are reported as CR0401; their effect cannot be judged.
      if (asked.length === 0 || haveOverlap(meaning, governance.conditional, casesOf)) continue;
      const place = { set, bit };
      const isJudged = new Set(asked);
      const overriding = overridingSpans(governance);
      const isOverride = ({ span }: Rule): boolean => overriding.has(span);
      const idle = idleRules(meaning, casesOf, {
        place,
        governance,
        isAsked: (rule) => isJudged.has(rule) && !isOverride(rule),
      });
      for (const rule of asked) {
        const use = statements.get(rule.span) ?? { set, rule, useful: new Set(), idle: new Map() };
        statements.set(rule.span, use);
        const idleness = isOverride(rule)
          ? idlenessOfOverride(meaning, casesOf, place, rule)
          : idle.get(rule);
        if (idleness === undefined) use.useful.add(bit);
        else use.idle.set(bit, idleness);
      }
    }
  }
  return [...statements.values()].flatMap(describe).map((diagnostic) => ({ diagnostic }));
}

/** True if overrides in other blocks cover every case in which the rule would apply. */
function isReplaced(rule: Rule, casesOf: CasesOf): boolean {
  return rule.exceptionSpans.length > 0 && casesOf(rule) === FALSE;
}

/** The rules of the bit, without the default that would govern it anyway. */
function ownRules(governance: BitGovernance): readonly Rule[] {
  const rules = rulesOf(governance);
  return governance.base === governance.fallback ? rules.slice(1) : rules;
}

/** The effect of one statement in all sets that state or inherit it. */
interface StatedUse {
  /** The first of these sets, and its rule. */
  readonly set: CapabilitySet;
  readonly rule: Rule;
  /** Bits whose value the statement changes in at least one of the sets. */
  readonly useful: Set<BitIndex>;
  readonly idle: Map<BitIndex, Idleness>;
}

function describe({ set, rule, useful, idle }: StatedUse): readonly Diagnostic[] {
  const byIdleness = new Map<Idleness, BitIndex[]>();
  for (const [bit, idleness] of idle) {
    if (useful.has(bit)) continue;
    byIdleness.set(idleness, [...(byIdleness.get(idleness) ?? []), bit]);
  }
  const isWholeStatement = useful.size === 0 && byIdleness.size === 1;
  return [...byIdleness].map(([idleness, bits]) => {
    const idleBits = { bits: labelBits(set.layout, bits), isWholeStatement };
    switch (idleness) {
      case "never applies":
        return report(deadRule, rule.span, { ...idleBits, why: "its condition never holds" });
      case "covered":
        return report(deadRule, rule.span, {
          ...idleBits,
          why: "the conditions of its other rules cover every case",
        });
      case "changes nothing":
        return report(equalsDefault, rule.span, idleBits);
    }
  });
}
