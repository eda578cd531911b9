/**
 * Adds what a capability set states itself to what it inherits.
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
import { ownReadsOf } from "./expressions.ts";
import { findWord } from "./find-bit.ts";
import { isInForce, replacesEverywhere } from "./govern-bit.ts";
import { labelBits } from "./label-bits.ts";
import { bitCount, type BitIndex, type Layout } from "./layout.ts";
import { OpenTable } from "./open-table.ts";
import { addReaders, bitsChangedBy, NO_READERS, type OwnReaders } from "./own-readers.ts";
import { placeRules, type PlacedRule } from "./place-rules.ts";
import { readPlaced } from "./read-statement.ts";
import { resolveRuleTargets } from "./resolve-targets.ts";
import type { Scope } from "./scope.ts";
import {
  byPart,
  defaultName,
  NOTHING_STATED,
  type PlacedStatement,
  type Slot,
  type StatedRules,
  type Statement,
} from "./stated-rules.ts";

/** What a set states, on top of what it inherits. */
export interface StatedLayer {
  readonly rules: StatedRules;
  /** How many layers have been stated, this one included. */
  readonly layers: number;
  /** Nothing in any of them was left out because of a mistake. */
  readonly isUnderstood: boolean;
  readonly readers: OwnReaders;
  /** Its own, in order. */
  readonly statements: readonly Statement[];
  /** The bits that may be other than inherited, ascending. */
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
 * @param draft whose own blocks state the layer.
 * @param scope of the set that has it, the draft's own or one that extends it.
 */
export function stateLayer(draft: SetDraft, scope: Scope, inherited: StatedLayer): StatedLayer {
  const { layout } = draft.scope.set;
  const layer = inherited.layers;
  const known = scope.diagnostics.length;
  const statements = statementsOf(draft, layer, scope);
  // What could not be parsed or resolved may be what is overridden, or what overrides.
  const isUnderstood =
    inherited.isUnderstood && scope.brokenNames.size === 0 && scope.diagnostics.length === known;
  const table = new OpenTable(inherited.rules);
  add(
    table,
    statements.filter(({ isOverride }) => !isOverride),
  );
  const overriding = statements.filter(({ isOverride }) => isOverride);
  const effective = isUnderstood
    ? overriding.map((statement) => reportIdle(table, layout, scope, statement))
    : overriding;
  for (const statement of effective) replace(table, layout, scope, statement);
  add(table, effective);
  reportDuplicateDefaults(table, layout, scope);
  reportDuplicateRules(table, { layout, layer, isUnderstood }, scope);
  const readers = addReaders(inherited.readers, statements);
  const changedBits = bitsChangedBy(
    layout,
    statements.flatMap(({ slots }) => slots),
    readers,
  );
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

function add(table: OpenTable, statements: readonly Statement[]): void {
  const added = byPart(() => new Map<number, PlacedStatement[]>());
  for (const statement of statements) {
    const { rule } = statement;
    for (const { part, place } of statement.slots) {
      addToList(added[part], place, { part, rule, statement, replacedBy: [], replacing: [] });
    }
  }
  for (const ofPart of Object.values(added)) {
    for (const [place, placed] of ofPart) {
      const { part } = definitely(placed[0], "a place without a statement");
      table.put({ part, place }, [...table.at({ part, place }), ...placed]);
    }
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
function replaceable(table: OpenTable, slot: Slot, layout: Layout): readonly PlacedStatement[] {
  return replacedSlots(slot, layout)
    .flatMap((each) => table.at(each))
    .filter(isInForce);
}

/**
 * What two statements replace everywhere is dropped: none of the two can be left out so that it would be
 * in force again.
 */
function replace(table: OpenTable, layout: Layout, scope: Scope, statement: Statement): void {
  const { block, rule } = statement;
  const isNeeded = ({ rule: replaced, replacedBy }: PlacedStatement): boolean =>
    replacedBy.filter((each) => replacesEverywhere(each, replaced)).length < 2;
  for (const slot of statement.slots.flatMap((each) => replacedSlots(each, layout))) {
    const placed = table.at(slot);
    if (placed.every((each) => each.statement.block === block)) continue;
    const replaced = placed.map((each): PlacedStatement => {
      if (each.statement.block === block) return each;
      const { replacedBy, replacing, ...read } = readPlaced(scope, each);
      return { ...read, replacedBy: [...replacedBy, rule], replacing: [...replacing, statement] };
    });
    table.put(slot, replaced.every(isNeeded) ? replaced : replaced.filter(isNeeded));
  }
}

/** Inherited statements that name changed bits, as the set around reads them. */
function readAnew(
  table: OpenTable,
  layout: Layout,
  scope: Scope,
  changedBits: readonly BitIndex[],
): void {
  const isChanged = new Set(changedBits);
  const namesChanged = ({ statement, replacing }: PlacedStatement): boolean =>
    [statement, ...replacing].some(({ ownReads }) => ownReads.some((bit) => isChanged.has(bit)));
  const read = (slot: Slot): void => {
    const placed = table.at(slot);
    if (!placed.some(namesChanged)) return;
    table.put(
      slot,
      placed.map((each) => (namesChanged(each) ? readPlaced(scope, each) : each)),
    );
  };
  for (const bit of changedBits) {
    for (const part of ["rules", "also", "requires"] as const) read({ part, place: bit });
  }
  // What a default names changes all bits.
  if (changedBits.length < bitCount(layout)) return;
  for (const part of ["default", "unnamed"] as const) read({ part, place: 0 });
  for (const { index } of layout.words) read({ part: "leaf default", place: index });
}

/**
 * Reports once the slots of an `override` at which nothing is to be replaced; without those at which it
 * would be a second rule of its block, for that is the same mistake.
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
