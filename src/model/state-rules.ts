/**
 * Gathers what a capability set states, layer by layer: first what it inherits, then its own.
 *
 * An `override` replaces what is stated elsewhere: in the layers before, and in other blocks of its
 * own. What stands in the same block stays, so the order of statements never matters.
 */

import { report } from "../diagnostics/diagnostic.ts";
import { duplicateDefault, duplicateRule, overridesNothing } from "../diagnostics/rules.ts";
import type { Identifier } from "../../grammar/syntax-tree.ts";
import { buildRule } from "./build-rule.ts";
import type { RuleBlock, SetDraft } from "./collect-sets.ts";
import { findWord } from "./find-bit.ts";
import { labelBits } from "./label-bits.ts";
import { bitLabel, type BitIndex, type Layout } from "./layout.ts";
import type { Rule } from "./model.ts";
import { placeRules, type PlacedRule } from "./place-rules.ts";
import { resolveRuleTargets } from "./resolve-targets.ts";
import type { Scope } from "./scope.ts";

/** What a rule can be stated for. */
export type Part = "default" | "unnamed" | "leaf default" | "rules" | "also" | "requires";

/** By part, and in it by word index for a leaf default, by bit index for what is stated of bits, else by 0. */
export type StatedRules = Readonly<Record<Part, ReadonlyMap<number, readonly Rule[]>>>;

type Table = Readonly<Record<Part, Map<number, Rule[]>>>;

/** One place in the table. */
interface Slot {
  readonly part: Part;
  readonly place: number;
}

interface StatedRule {
  readonly rule: Rule;
  readonly block: RuleBlock;
  readonly isOverride: boolean;
  readonly slots: readonly Slot[];
}

/** @param scope that of the set's expressions. */
export function stateRules(draft: SetDraft, scope: Scope): StatedRules {
  const { layout } = draft.scope.set;
  const table: Table = {
    default: new Map(),
    unnamed: new Map(),
    "leaf default": new Map(),
    rules: new Map(),
    also: new Map(),
    requires: new Map(),
  };
  const blockOf = new Map<Rule, RuleBlock>();
  for (const layer of layersOf(draft)) {
    const stated = blocksOf(layer).flatMap((block) =>
      placeRules(scope, block).map((placed) => stateRule(scope, layout, placed, block)),
    );
    for (const { rule, block } of stated) blockOf.set(rule, block);
    const isElsewhere =
      (block: RuleBlock) =>
      (rule: Rule): boolean =>
        blockOf.get(rule) !== block;

    for (const each of stated) if (!each.isOverride) add(table, each);
    const overriding = stated
      .filter(({ isOverride }) => isOverride)
      .map((each) => reportIdle(table, layout, scope, each, isElsewhere(each.block)));
    for (const each of overriding) removeReplaced(table, layout, each, isElsewhere(each.block));
    for (const each of overriding) add(table, each);
  }
  reportDuplicateDefaults(table, layout, scope);
  reportDuplicateRules(table, layout, scope);
  return table;
}

function layersOf(draft: SetDraft): readonly SetDraft[] {
  return draft.base === undefined ? [draft] : [...layersOf(draft.base), draft];
}

/** The prelude's default serves where the layer does not state its own. */
function blocksOf({ blocks, fallback }: SetDraft): readonly RuleBlock[] {
  const hasDefault = blocks
    .flatMap(({ statements }) => statements)
    .some((each) => each.kind === "default" && each.leaves.length === 0 && !each.override);
  return hasDefault ? blocks : [fallback, ...blocks];
}

function stateRule(scope: Scope, layout: Layout, placed: PlacedRule, block: RuleBlock): StatedRule {
  const rule = buildRule(scope, placed);
  return {
    rule,
    block,
    isOverride: placed.statement.override,
    slots: slotsOf(scope, layout, placed),
  };
}

function slotsOf(scope: Scope, layout: Layout, { statement }: PlacedRule): readonly Slot[] {
  switch (statement.kind) {
    case "unnamed":
      return [{ part: "unnamed", place: 0 }];
    case "default":
      return statement.leaves.length === 0
        ? [{ part: "default", place: 0 }]
        : leafSlots(scope, layout, statement.leaves);
    case "apply":
    case "rule":
    case "also":
    case "requires": {
      const isRule = statement.kind === "apply" || statement.kind === "rule";
      const part = isRule ? "rules" : statement.kind;
      const bits = resolveRuleTargets(scope, layout, statement.targets);
      return [...bits].map((place) => ({ part, place }));
    }
  }
}

function leafSlots(scope: Scope, layout: Layout, leaves: readonly Identifier[]): readonly Slot[] {
  return leaves.flatMap((leaf): readonly Slot[] => {
    const word = findWord(layout, leaf);
    if (!("problem" in word)) return [{ part: "leaf default", place: word.index }];
    if (!scope.brokenNames.has(leaf.text)) scope.diagnostics.push(word.problem);
    return [];
  });
}

function add(table: Table, { rule, slots }: StatedRule): void {
  for (const { part, place } of slots) {
    const rules = table[part].get(place);
    if (rules === undefined) table[part].set(place, [rule]);
    else rules.push(rule);
  }
}

/** What an `override` of a slot replaces. */
function replacedBy({ part, place }: Slot, { words }: Layout): readonly Slot[] {
  switch (part) {
    case "default":
      return [
        { part, place },
        ...words.map(({ index }): Slot => ({ part: "leaf default", place: index })),
      ];
    case "rules":
      return [
        { part, place },
        { part: "also", place },
      ];
    default:
      return [{ part, place }];
  }
}

function removeReplaced(
  table: Table,
  layout: Layout,
  { slots }: StatedRule,
  isElsewhere: (rule: Rule) => boolean,
): void {
  for (const { part, place } of slots.flatMap((slot) => replacedBy(slot, layout))) {
    const rules = table[part].get(place);
    if (rules === undefined) continue;
    table[part].set(
      place,
      rules.filter((rule) => !isElsewhere(rule)),
    );
  }
}

/**
 * Reports the slots of an `override` at which nothing is to be replaced; without those at which it
 * would be a second rule of its block, for that is the same mistake.
 */
function reportIdle(
  table: Table,
  layout: Layout,
  scope: Scope,
  stated: StatedRule,
  isElsewhere: (rule: Rule) => boolean,
): StatedRule {
  // What could not be parsed may have stated it.
  if (scope.brokenNames.size > 0) return stated;
  const slots = stated.slots.filter((slot) => {
    const replaced = replacedBy(slot, layout).flatMap(
      ({ part, place }) => table[part].get(place) ?? [],
    );
    if (replaced.some(isElsewhere)) return true;
    const what = `${lacking(slot, layout)} elsewhere`;
    scope.diagnostics.push(report(overridesNothing, stated.rule.span, { what }));
    return replaced.length === 0;
  });
  return { ...stated, slots };
}

function lacking({ part, place }: Slot, layout: Layout): string {
  switch (part) {
    case "default":
    case "unnamed":
    case "leaf default":
      return `${defaultName({ part, place }, layout)} is not given`;
    case "rules":
      return `\`${bitLabel(layout, place)}\` has no rule`;
    case "also":
    case "requires":
      return `\`${bitLabel(layout, place)}\` has no \`${part}\``;
  }
}

function defaultName({ part, place }: Slot, { words }: Layout): string {
  if (part === "leaf default") return `the default of \`${words[place]?.name ?? ""}\``;
  return part === "unnamed" ? "`unnamed`" : "the default";
}

function reportDuplicateDefaults(table: Table, layout: Layout, scope: Scope): void {
  for (const part of ["default", "unnamed", "leaf default"] as const) {
    for (const [place, [first, ...others]] of table[part]) {
      if (first === undefined) continue;
      const related = [{ span: first.span, label: "the first one is here" }];
      const what = defaultName({ part, place }, layout);
      for (const { span } of others) {
        scope.diagnostics.push(report(duplicateDefault, span, { what }, { related }));
      }
    }
  }
}

/** One diagnostic for each pair of statements, whatever the number of bits. */
function reportDuplicateRules(table: Table, layout: Layout, scope: Scope): void {
  const pairs = new Map<Rule, Map<Rule, BitIndex[]>>();
  for (const [bit, rules] of table.rules) {
    const [first, ...others] = rules.filter(({ condition }) => condition === undefined);
    if (first === undefined) continue;
    for (const second of others) {
      const byFirst = pairs.get(second) ?? new Map<Rule, BitIndex[]>();
      pairs.set(second, byFirst.set(first, [...(byFirst.get(first) ?? []), bit]));
    }
  }
  for (const [second, byFirst] of pairs) {
    for (const [first, bits] of byFirst) {
      const related = [{ span: first.span, label: "the first rule is here" }];
      const labels = labelBits(layout, bits);
      scope.diagnostics.push(report(duplicateRule, second.span, { bits: labels }, { related }));
    }
  }
}
