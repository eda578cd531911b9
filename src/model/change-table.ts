/**
 * Applies a set's own statements to the table that it inherits: additions, overrides, and inherited
 * statements that must be resolved again.
 */

import { addToList } from "../base/add-to-list.ts";
import { definitely } from "../base/unreachable.ts";
import { isInForce, replacesEverywhere } from "./govern-bit.ts";
import { bitCount, type BitIndex, type Layout } from "./layout.ts";
import type { OpenTable } from "./open-table.ts";
import { readPlaced } from "./read-statement.ts";
import type { Scope } from "./scope.ts";
import { byPart, type PlacedStatement, type Slot, type Statement } from "./stated-rules.ts";

export function addStatements(table: OpenTable, statements: readonly Statement[]): void {
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
      const before = table.at({ part, place });
      table.put({ part, place }, before.length === 0 ? placed : [...before, ...placed]);
    }
  }
}

/** The slots whose statements an `override` of this slot replaces. */
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

/** The statements in force that an `override` of this slot would replace. */
export function replaceable(
  table: OpenTable,
  slot: Slot,
  layout: Layout,
): readonly PlacedStatement[] {
  return replacedSlots(slot, layout)
    .flatMap((each) => table.at(each))
    .filter(isInForce);
}

/**
 * Marks the statements of other blocks as replaced. A statement that two overrides replace in every
 * case is dropped: leaving out either override could not bring it back.
 */
export function replaceStatements(
  table: OpenTable,
  layout: Layout,
  scope: Scope,
  statement: Statement,
): void {
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

/** Resolves inherited statements again, in this set, where they name changed bits. */
export function readAnew(
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
  // If all bits changed, the defaults may read a changed bit, too.
  if (changedBits.length < bitCount(layout)) return;
  for (const part of ["default", "unnamed"] as const) read({ part, place: 0 });
  for (const { index } of layout.words) read({ part: "leaf default", place: index });
}
