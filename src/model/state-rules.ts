/**
 * Adds a capability set's own statements to the inherited ones. An `override` replaces statements
 * of earlier layers and of other blocks of the set. Statements of its own block stay, so the order
 * of statements never matters. A replaced statement is kept together with the overrides that
 * replace it, since a conditional override replaces it in some cases only.
 */

import { definitely } from "../base/unreachable.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { overridesNothing } from "../diagnostics/rules.ts";
import type { Identifier } from "../../grammar/syntax-tree.ts";
import { buildRule } from "./build-rule.ts";
import { addStatements, readAnew, replaceable, replaceStatements } from "./change-table.ts";
import { reportDuplicateDefaults, reportDuplicateRules } from "./check-duplicates.ts";
import type { RuleBlock, SetDraft } from "./collect-sets.ts";
import { ownReadsOf } from "./expressions.ts";
import { findWord } from "./find-bit.ts";
import { labelBits } from "./label-bits.ts";
import { allBits, type BitIndex, type Layout } from "./layout.ts";
import { OpenTable } from "./open-table.ts";
import { addReaders, bitsChangedBy, NO_READERS, type OwnReaders } from "./own-readers.ts";
import { placeRules, type PlacedRule } from "./place-rules.ts";
import { resolveRuleTargets } from "./resolve-targets.ts";
import type { Scope } from "./scope.ts";
import {
  defaultName,
  NOTHING_STATED,
  type Slot,
  type StatedRules,
  type Statement,
} from "./stated-rules.ts";

/** A set's own statements, added to the inherited ones. */
export interface StatedLayer {
  readonly rules: StatedRules;
  /** The number of layers so far, this one included. */
  readonly layers: number;
  /** True if no mistake removed a statement of any layer. */
  readonly isUnderstood: boolean;
  readonly readers: OwnReaders;
  /** The statements of this layer, in order. */
  readonly statements: readonly Statement[];
  /** The bits that may differ from the inherited ones, ascending. */
  readonly changedBits: readonly BitIndex[];
}

export const NO_LAYER: StatedLayer = {
  rules: NOTHING_STATED,
  layers: 0,
  isUnderstood: true,
  readers: NO_READERS,
  statements: [],
  changedBits: [],
};

/**
 * @param draft the set whose own blocks state the layer.
 * @param scope the scope of the set that the layer is for: the draft or a set that extends it.
 */
export function stateLayer(draft: SetDraft, scope: Scope, inherited: StatedLayer): StatedLayer {
  const { layout } = draft.scope.set;
  const layer = inherited.layers;
  const known = scope.diagnostics.length;
  const statements = statementsOf(draft, layer, scope);
  // A statement that could not be parsed or resolved may be the overridden or the overriding one.
  const isUnderstood =
    inherited.isUnderstood && scope.brokenNames.size === 0 && scope.diagnostics.length === known;
  const table = new OpenTable(inherited.rules);
  addStatements(
    table,
    statements.filter(({ isOverride }) => !isOverride),
  );
  const overriding = statements.filter(({ isOverride }) => isOverride);
  const effective = isUnderstood
    ? overriding.map((statement) => reportIdle(table, layout, scope, statement))
    : overriding;
  for (const statement of effective) replaceStatements(table, layout, scope, statement);
  addStatements(table, effective);
  reportDuplicateDefaults(table, layout, scope);
  reportDuplicateRules(table, { layout, layer, isUnderstood }, scope);
  const readers = addReaders(inherited.readers, statements);
  const slots = statements.flatMap((statement) => statement.slots);
  const changedBits = layer === 0 ? allBits(layout) : bitsChangedBy(layout, slots, readers);
  if (layer > 0) readAnew(table, layout, scope, changedBits);
  return {
    rules: table.close(),
    layers: layer + 1,
    isUnderstood,
    readers,
    statements,
    changedBits,
  };
}

function statementsOf(draft: SetDraft, layer: number, scope: Scope): readonly Statement[] {
  const { set } = scope;
  if (set === undefined) return [];
  return blocksOf(draft).flatMap((block) =>
    placeRules(scope, block).map((placed): Statement => {
      const rule = buildRule(scope, placed);
      set.rules.set(rule, rule);
      return {
        rule,
        ownReads: ownReadsOf(set.set, rule),
        placed,
        block,
        layer,
        isOverride: placed.statement.override,
        slots: slotsOf(scope, set.set.layout, placed),
      };
    }),
  );
}

/** Adds the prelude's default if the layer states none. */
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

/**
 * Reports, in one diagnostic, the slots of an `override` at which there is nothing to replace.
 * Returns the statement without those slots at which it would be a second rule of its block, since
 * that is the same mistake.
 */
function reportIdle(
  table: OpenTable,
  layout: Layout,
  scope: Scope,
  statement: Statement,
): Statement {
  const idle: Slot[] = [];
  const slots = statement.slots.filter((slot) => {
    const replaced = replaceable(table, slot, layout);
    if (replaced.some((each) => each.statement.block !== statement.block)) return true;
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

/** @param idle at least one slot; all belong to one statement, so they have the same part. */
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
