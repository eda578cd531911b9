/** A set's table of statements while its own statements are added to the inherited ones. */

import { valueAt, withValues } from "../base/shared-list.ts";
import type { Part } from "./model.ts";
import { byPart, type PlacedStatement, type Slot, type StatedRules } from "./stated-rules.ts";

export class OpenTable {
  /** By part and place, the statements that differ from the inherited ones. */
  readonly changed: Readonly<Record<Part, Map<number, readonly PlacedStatement[]>>> = byPart(
    () => new Map(),
  );
  readonly #inherited: StatedRules;

  constructor(inherited: StatedRules) {
    this.#inherited = inherited;
  }

  at({ part, place }: Slot): readonly PlacedStatement[] {
    return this.changed[part].get(place) ?? valueAt(this.#inherited[part], place) ?? [];
  }

  put({ part, place }: Slot, statements: readonly PlacedStatement[]): void {
    this.changed[part].set(place, statements);
  }

  close(): StatedRules {
    return byPart((part) => withValues(this.#inherited[part], this.changed[part]));
  }
}
