/** The rules of a bit as written, before and after. */

import { stateRule, type StatedRule } from "../../evaluate/evaluate-sets.ts";
import type { BitIndex } from "../../model/layout.ts";
import { rulesOf, type CapabilitySet } from "../../model/model.ts";

export interface RulePair {
  readonly before: readonly StatedRule[];
  readonly after: readonly StatedRule[];
}

export function statedRules(set: CapabilitySet, bit: BitIndex | undefined): readonly StatedRule[] {
  const governance = bit === undefined ? undefined : set.bits[bit];
  return governance === undefined ? [] : rulesOf(governance).map(stateRule);
}

/** The rules whose text is on one side only; all rules if every text is on both sides. */
export function differingRules({ before, after }: RulePair): RulePair {
  const differing = {
    before: without(before, after, textOf),
    after: without(after, before, textOf),
  };
  return differing.before.length + differing.after.length === 0 ? { before, after } : differing;
}

/** The rules that are not on both sides with the same reason. */
export function differingReasons({ before, after }: RulePair): RulePair {
  const key = ({ text, because }: StatedRule): string => JSON.stringify([text, because]);
  return { before: without(before, after, key), after: without(after, before, key) };
}

/** True if both have the same rules with the same reasons. */
export function haveSameTexts({ before, after }: RulePair): boolean {
  return sameLists(before.map(textOf), after.map(textOf));
}

export function haveSameReasons({ before, after }: RulePair): boolean {
  const reason = ({ because = "" }: StatedRule): string => because;
  return sameLists(before.map(reason), after.map(reason));
}

function textOf({ text }: StatedRule): string {
  return text;
}

function without(
  rules: readonly StatedRule[],
  others: readonly StatedRule[],
  key: (rule: StatedRule) => string,
): readonly StatedRule[] {
  const known = new Set(others.map(key));
  return rules.filter((rule) => !known.has(key(rule)));
}

/** Compares lists regardless of order, since the order of statements never matters. */
function sameLists(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join("\n") === [...other].sort().join("\n");
}
