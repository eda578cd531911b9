/**
 * Gathers what a capability set states, layer by layer: first what it inherits, then its own.
 *
 * An `override` replaces what is stated elsewhere: in the layers before, and in other blocks of its
 * own. What stands in the same block stays, so the order of statements never matters. What is replaced
 * is kept with what replaces it, as that may be so in some cases only.
 */

import { addToList } from "../base/add-to-list.ts";
import { definitely } from "../base/unreachable.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { overridesNothing } from "../diagnostics/rules.ts";
import type { Identifier } from "../../grammar/syntax-tree.ts";
import { buildRule } from "./build-rule.ts";
import { reportDuplicateDefaults, reportDuplicateRules } from "./check-duplicates.ts";
import type { RuleBlock, SetDraft } from "./collect-sets.ts";
import { findWord } from "./find-bit.ts";
import { isInForce, replacesEverywhere } from "./govern-bit.ts";
import { labelBits } from "./label-bits.ts";
import type { Layout } from "./layout.ts";
import type { Part } from "./model.ts";
import { placeRules, type PlacedRule } from "./place-rules.ts";
import { resolveRuleTargets } from "./resolve-targets.ts";
import type { Scope } from "./scope.ts";
import { defaultName, type PlacedStatement, type Slot, type StatedRules } from "./stated-rules.ts";

type Table = Readonly<Record<Part, Map<number, PlacedStatement[]>>>;

interface Statement extends Pick<PlacedStatement, "rule" | "block" | "layer" | "isOverride"> {
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
  const known = scope.diagnostics.length;
  const layers = layersOf(draft).map((each, layer) => statementsOf(each, layer, scope, layout));
  // What could not be parsed or resolved may be what is overridden, or what overrides.
  const isUnderstood = scope.brokenNames.size === 0 && scope.diagnostics.length === known;
  for (const stated of layers) {
    for (const statement of stated) if (!statement.isOverride) add(table, statement);
    const overriding = stated.filter(({ isOverride }) => isOverride);
    const effective = isUnderstood
      ? overriding.map((statement) => reportIdle(table, layout, scope, statement))
      : overriding;
    for (const statement of effective) replace(table, layout, statement);
    for (const statement of effective) add(table, statement);
  }
  reportDuplicateDefaults(table, layout, scope);
  reportDuplicateRules(table, { layout, layer: layers.length - 1, isUnderstood }, scope);
  return table;
}

function layersOf(draft: SetDraft): readonly SetDraft[] {
  return draft.base === undefined ? [draft] : [...layersOf(draft.base), draft];
}

function statementsOf(
  draft: SetDraft,
  layer: number,
  scope: Scope,
  layout: Layout,
): readonly Statement[] {
  return blocksOf(draft).flatMap((block) =>
    placeRules(scope, block).map((placed) => ({
      rule: buildRule(scope, placed),
      block,
      layer,
      isOverride: placed.statement.override,
      slots: slotsOf(scope, layout, placed),
    })),
  );
}

/** The prelude's default serves where the layer does not state its own. */
function blocksOf({ blocks, fallback }: SetDraft): readonly RuleBlock[] {
  const hasDefault = blocks
    .flatMap(({ statements }) => statements)
    .some((each) => each.kind === "default" && each.leaves.length === 0 && !each.override);
  return hasDefault ? blocks : [fallback, ...blocks];
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

function add(table: Table, { slots, ...statement }: Statement): void {
  for (const { part, place } of slots) {
    addToList(table[part], place, { ...statement, part, replacedBy: [] });
  }
}

/** What an `override` of a slot replaces. */
function replacedSlots({ part, place }: Slot, { words }: Layout): readonly Slot[] {
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

/** Of what an `override` finds in other blocks, what is in force. */
function replaceable(table: Table, slot: Slot, layout: Layout): readonly PlacedStatement[] {
  return replacedSlots(slot, layout)
    .flatMap(({ part, place }) => table[part].get(place) ?? [])
    .filter(isInForce);
}

/**
 * What two statements replace everywhere is dropped: none of the two can be left out so that it would be
 * in force again.
 */
function replace(table: Table, layout: Layout, { rule, block, slots }: Statement): void {
  for (const slot of slots) {
    for (const { part, place } of replacedSlots(slot, layout)) {
      const statements = table[part].get(place);
      if (statements === undefined) continue;
      for (const each of statements) if (each.block !== block) each.replacedBy.push(rule);
      const isNeeded = ({ rule: replaced, replacedBy }: PlacedStatement): boolean =>
        replacedBy.filter((each) => replacesEverywhere(each, replaced)).length < 2;
      if (!statements.every(isNeeded)) table[part].set(place, statements.filter(isNeeded));
    }
  }
}

/**
 * Reports once the slots of an `override` at which nothing is to be replaced; without those at which it
 * would be a second rule of its block, for that is the same mistake.
 */
function reportIdle(table: Table, layout: Layout, scope: Scope, statement: Statement): Statement {
  const idle: Slot[] = [];
  const slots = statement.slots.filter((slot) => {
    const replaced = replaceable(table, slot, layout);
    if (replaced.some(({ block }) => block !== statement.block)) return true;
    idle.push(slot);
    return replaced.length === 0;
  });
  if (idle.length > 0) {
    const what = `${lacking(idle, layout)} elsewhere`;
    const isAll = idle.length === statement.slots.length;
    scope.diagnostics.push(report(overridesNothing, statement.rule.span, { what, isAll }));
  }
  return { ...statement, slots };
}

/** @param idle at least one; all of one statement, so all are about the same part of the rules. */
function lacking(idle: readonly Slot[], layout: Layout): string {
  const { part } = definitely(idle[0], "a statement about nothing");
  const has = idle.length === 1 ? "has" : "have";
  const bits = labelBits(
    layout,
    idle.map(({ place }) => place),
  );
  switch (part) {
    case "default":
    case "unnamed":
    case "leaf default":
      return idle.map((slot) => `${defaultName(slot, layout)} is not given`).join(", ");
    case "rules":
      return `${bits} ${has} no rule`;
    case "also":
    case "requires":
      return `${bits} ${has} no \`${part}\``;
  }
}
