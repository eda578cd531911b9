/**
 * Reports bits that have two rules or two defaults. The order of statements has no meaning, so it
 * cannot decide between them.
 */

import { addToList } from "../base/add-to-list.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { duplicateDefault, duplicateRule, type Duplicate } from "../diagnostics/rules.ts";
import type { RuleBlock } from "./collect-sets.ts";
import { isInForce } from "./govern-bit.ts";
import { labelBits } from "./label-bits.ts";
import type { BitIndex, Layout } from "./layout.ts";
import type { Rule } from "./model.ts";
import type { OpenTable } from "./open-table.ts";
import type { Scope } from "./scope.ts";
import { defaultName, type PlacedStatement, type Statement } from "./stated-rules.ts";

export function reportDuplicateDefaults(table: OpenTable, layout: Layout, scope: Scope): void {
  for (const part of ["default", "unnamed", "leaf default"] as const) {
    for (const [place, stated] of table.changed[part]) {
      const [first, ...others] = stated.filter(isInForce);
      if (first === undefined) continue;
      const related = [{ span: first.rule.span, label: "the first one is here" }];
      const what = defaultName({ part, place }, layout);
      for (const { rule } of others) {
        scope.diagnostics.push(report(duplicateDefault, rule.span, { what }, { related }));
      }
    }
  }
}

interface CheckedSet {
  readonly layout: Layout;
  /**
   * The set's own layer. Duplicates in earlier layers are reported for the sets that those belong
   * to.
   */
  readonly layer: number;
  /** False if a mistake removed a statement of the set. */
  readonly isUnderstood: boolean;
}

/** Reports one diagnostic for each pair of statements, not for each bit. */
export function reportDuplicateRules(
  table: OpenTable,
  { layout, layer, isUnderstood }: CheckedSet,
  scope: Scope,
): void {
  const pairs = new Map<Rule, Map<string, Pair>>();
  for (const [bit, stated] of table.changed.rules) {
    const added = table.at({ part: "also", place: bit });
    // Most bits that have a rule have one.
    if (stated.length + added.length < 2) continue;
    const rules = inForce(stated);
    const also = inForce(added);
    for (const { first, second, why } of duplicatesOf(rules, also, layer)) {
      if (why !== "in one block" && !isUnderstood) continue;
      const bySecond = pairs.get(second.rule) ?? new Map<string, Pair>();
      pairs.set(second.rule, bySecond);
      const key = `${first.rule.span.source.name}:${first.rule.span.start}`;
      const pair = bySecond.get(key) ?? { first: first.rule, why, bits: [] };
      pair.bits.push(bit);
      bySecond.set(key, pair);
    }
  }
  for (const [second, bySecond] of pairs) {
    for (const { first, why, bits } of bySecond.values()) {
      const label = why === "beside an also" ? "the `also` is here" : "the first rule is here";
      const related = [{ span: first.span, label }];
      const found = { bits: labelBits(layout, bits), why };
      scope.diagnostics.push(report(duplicateRule, second.span, found, { related }));
    }
  }
}

/**
 * Statements of this layer and inherited ones, without those that an `override` replaces in every
 * case.
 */
function inForce(stated: readonly PlacedStatement[]): readonly Statement[] {
  return stated.filter(isInForce).map(({ statement }) => statement);
}

interface Pair {
  readonly first: Rule;
  readonly why: Duplicate;
  readonly bits: BitIndex[];
}

interface FoundPair {
  readonly first: Statement;
  readonly second: Statement;
  readonly why: Duplicate;
}

/**
 * Pairs each rule of the layer with the first statement that conflicts with it.
 * @param rules in order of their layers.
 */
function duplicatesOf(
  rules: readonly Statement[],
  also: readonly Statement[],
  layer: number,
): readonly FoundPair[] {
  const found: FoundPair[] = [];
  const added = rememberKinds();
  for (const each of also) added.add(each);
  const earlier = rememberKinds();
  for (const second of rules) {
    if (second.layer === layer) {
      const first = earlier.find((each) => whyDuplicate(each, second) !== undefined);
      const why = first && whyDuplicate(first, second);
      if (first !== undefined && why !== undefined) found.push({ first, second, why });
      const hidden = added.find((each) => isHiddenAlso(each, second));
      if (hidden !== undefined) found.push({ first: hidden, second, why: "beside an also" });
    }
    earlier.add(second);
  }
  return found;
}

/**
 * Keeps one statement of each kind and block. A bit may have thousands of statements, but those of
 * one kind conflict with the same others.
 */
function rememberKinds(): {
  readonly add: (statement: Statement) => void;
  readonly find: (isWanted: (kind: Statement) => boolean) => Statement | undefined;
} {
  const byBlock = new Map<RuleBlock, Statement[]>();
  return {
    add: (statement) => {
      const known = byBlock.get(statement.block);
      if (known?.some((each) => isSameKind(each, statement)) === true) return;
      addToList(byBlock, statement.block, statement);
    },
    find: (isWanted) => {
      for (const kinds of byBlock.values()) {
        const found = kinds.find(isWanted);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** Compares two statements of one block. */
function isSameKind(one: Statement, other: Statement): boolean {
  return one.isOverride === other.isOverride && isConditional(one) === isConditional(other);
}

function isConditional({ rule }: Statement): boolean {
  return rule.condition !== undefined;
}

/** @param first precedes `second`, and its layer is the same or an earlier one. */
function whyDuplicate(first: Statement, second: Statement): Duplicate | undefined {
  const areBothConditional = isConditional(first) && isConditional(second);
  const isOneConditional = isConditional(first) || isConditional(second);
  if (first.block === second.block) return isOneConditional ? undefined : "in one block";
  if (first.layer < second.layer) return second.isOverride ? undefined : "in two blocks";
  if (first.isOverride !== second.isOverride) return undefined;
  if (!first.isOverride) return "in two blocks";
  // A later check proves that the conditions of the two exclude each other, as for rules of one
  // block.
  return areBothConditional ? undefined : "two overrides";
}

/**
 * True if an `also` of an earlier layer or block still applies to the new rule. It would turn the
 * bit on whatever the rule says, so the author of the rule must see it.
 */
function isHiddenAlso(also: Statement, rule: Statement): boolean {
  if (rule.isOverride || also.block === rule.block) return false;
  if (also.layer !== rule.layer) return also.layer < rule.layer;
  return rule.block.isAddition;
}
