/**
 * Finds the changed text behind a changed bit: the rules before and after, and the declarations
 * that they read. The first rule on each side is one whose text changed, so that it can be
 * annotated there.
 */

import { addToList } from "../../base/add-to-list.ts";
import { positionAt } from "../../base/source-text.ts";
import type { Span } from "../../base/span.ts";
import { stateRule, type StatedRule } from "../../evaluate/evaluate-sets.ts";
import { rulesOf, type CapabilitySet, type Rule, type SetBit } from "../../model/model.ts";
import { oneLine, ruleText } from "../../model/rule-text.ts";
import { bitsOfLayouts, declarationsOf, declarationsRead, rulesIn } from "./read-declarations.ts";
import type { RulePair } from "./stated-rules.ts";

/** @param before the bit in the old program; undefined where a program does not have it. */
export function statedChange(before: SetBit | undefined, after: SetBit | undefined): RulePair {
  const declared = differingDeclarations(before, after);
  const [old, fresh] = [rulesAt(before), rulesAt(after)];
  const differing = {
    before: without(old, fresh),
    after: without(fresh, old),
  };
  const rules = {
    before: differing.before.map((rule) => stateWhereChanged(rule, after?.set)),
    after: differing.after.map((rule) => stateWhereChanged(rule, before?.set)),
  };
  const isRewritten =
    differing.before.some((rule) => isNewStatement(rule, after?.set)) ||
    differing.after.some((rule) => isNewStatement(rule, before?.set));
  const [first, second] = isRewritten ? [rules, declared] : [declared, rules];
  const pair = joined(first, second);
  if (!isEmpty(pair)) return pair;
  const moved = differingBits(before, after);
  return isEmpty(moved) ? { before: old.map(stateRule), after: fresh.map(stateRule) } : moved;
}

/** The rule that the new program has for a bit, and the old one does not; else the one that it begins with. */
export function firstNewRule(
  before: SetBit | undefined,
  after: SetBit | undefined,
): Rule | undefined {
  const fresh = rulesAt(after);
  return without(fresh, rulesAt(before))[0] ?? fresh[0];
}

function rulesAt(place: SetBit | undefined): readonly Rule[] {
  const governance = place?.set.bits[place.bit];
  return governance === undefined ? [] : rulesOf(governance);
}

function without(rules: readonly Rule[], others: readonly Rule[]): readonly Rule[] {
  const known = new Set(others.map(ruleText));
  return rules.filter((rule) => !known.has(ruleText(rule)));
}

/** Declarations that the bit's rules read in either program, and that the other one has otherwise. */
function differingDeclarations(before: SetBit | undefined, after: SetBit | undefined): RulePair {
  if (before === undefined || after === undefined) return { before: [], after: [] };
  const [old, fresh] = [declarationsOf(before.set), declarationsOf(after.set)];
  const read = new Set(
    [...rulesAt(after), ...rulesAt(before)].flatMap((rule) =>
      declarationsRead(rule).map(({ key }) => key),
    ),
  );
  const differing = [...read].flatMap((key) => {
    const [was, is] = [old.get(key)?.stated, fresh.get(key)?.stated];
    return was === undefined || is === undefined || was.text === is.text ? [] : [{ was, is }];
  });
  return { before: differing.map(({ was }) => was), after: differing.map(({ is }) => is) };
}

/** Bits that the same rules read at another place now, or no longer. */
function differingBits(before: SetBit | undefined, after: SetBit | undefined): RulePair {
  const readAt = (place: SetBit | undefined): ReadonlyMap<string, StatedRule> =>
    new Map(
      place === undefined
        ? []
        : rulesAt(place)
            .flatMap((rule) => bitsOfLayouts(rule, { layout: place.set.layout, bit: place.bit }))
            .map(({ key, stated }) => [key, stated]),
    );
  const [old, fresh] = [readAt(before), readAt(after)];
  return {
    before: [...old].flatMap(([key, stated]) => (fresh.has(key) ? [] : [stated])),
    after: [...fresh].flatMap(([key, stated]) => (old.has(key) ? [] : [stated])),
  };
}

/** The rule, at the condition of a `when` around it if that is what is written otherwise. */
function stateWhereChanged(rule: Rule, other: CapabilitySet | undefined): StatedRule {
  const place = newCondition(rule, other) ?? rule.span;
  return { ...stateRule(rule), line: positionAt(place.source, place.start).line };
}

function isNewStatement(rule: Rule, other: CapabilitySet | undefined): boolean {
  return twinsOf(rule, other).length === 0 || newCondition(rule, other) !== undefined;
}

/** The first of the conditions that no rule with the same statement has. */
function newCondition(rule: Rule, other: CapabilitySet | undefined): Span | undefined {
  const twins = twinsOf(rule, other);
  if (twins.length === 0) return undefined;
  const known = new Set(twins.flatMap(({ conditionSpans }) => conditionSpans.map(oneLine)));
  return rule.conditionSpans.find((span) => !known.has(oneLine(span)));
}

/** Rules of the other program that are written alike. */
function twinsOf({ span }: Rule, other: CapabilitySet | undefined): readonly Rule[] {
  return (other === undefined ? undefined : statementsOf(other).get(oneLine(span))) ?? [];
}

const statementsOfSet = new WeakMap<CapabilitySet, ReadonlyMap<string, readonly Rule[]>>();

function statementsOf(set: CapabilitySet): ReadonlyMap<string, readonly Rule[]> {
  let known = statementsOfSet.get(set);
  if (known === undefined) {
    const byText = new Map<string, Rule[]>();
    for (const rule of rulesIn(set)) addToList(byText, oneLine(rule.span), rule);
    statementsOfSet.set(set, (known = byText));
  }
  return known;
}

function joined(one: RulePair, other: RulePair): RulePair {
  return {
    before: [...one.before, ...other.before],
    after: [...one.after, ...other.after],
  };
}

function isEmpty({ before, after }: RulePair): boolean {
  return before.length + after.length === 0;
}
