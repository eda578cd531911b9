/** The table of a set while what it states itself is added to what it inherits. */

import { valueAt, withValues } from "../base/shared-list.ts";
import type { Part } from "./model.ts";
import { byPart, type PlacedStatement, type Slot, type StatedRules } from "./stated-rules.ts";

export class OpenTable {
  /** By part and place, what is other than inherited. */
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
