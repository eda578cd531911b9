/** The table of a set while its own statements are added to what it inherits. */

import { valueAt, withValues, type SharedList } from "../base/shared-list.ts";
import type { Part, Rule } from "./model.ts";
import { readPlaced } from "./read-statement.ts";
import type { Scope } from "./scope.ts";
import type { PlacedStatement, Slot, Statement, StatedRules } from "./stated-rules.ts";

/** A statement at a place where the set states something itself. */
export interface OpenStatement extends PlacedStatement {
  readonly replacedBy: Rule[];
  readonly replacing: Statement[];
}

const PARTS: readonly Part[] = ["default", "unnamed", "leaf default", "rules", "also", "requires"];

export class OpenTable {
  /** The places at which the set states something itself. */
  readonly changed: Readonly<Record<Part, Map<number, OpenStatement[]>>> = {
    default: new Map(),
    unnamed: new Map(),
    "leaf default": new Map(),
    rules: new Map(),
    also: new Map(),
    requires: new Map(),
  };
  readonly #inherited: StatedRules;
  readonly #scope: Scope;

  /** @param scope of the set. */
  constructor(inherited: StatedRules, scope: Scope) {
    this.#inherited = inherited;
    this.#scope = scope;
  }

  at({ part, place }: Slot): readonly PlacedStatement[] {
    return this.changed[part].get(place) ?? valueAt(this.#inherited[part], place) ?? [];
  }

  /** The statements of a place that is going to be changed. */
  open({ part, place }: Slot): OpenStatement[] {
    let statements = this.changed[part].get(place);
    if (statements === undefined) {
      statements = (valueAt(this.#inherited[part], place) ?? []).map((each) => {
        const read = readPlaced(this.#scope, each);
        return { ...read, replacedBy: [...read.replacedBy], replacing: [...read.replacing] };
      });
      this.changed[part].set(place, statements);
    }
    return statements;
  }

  put({ part, place }: Slot, statements: OpenStatement[]): void {
    this.changed[part].set(place, statements);
  }

  changedSlots(): readonly Slot[] {
    return PARTS.flatMap((part) =>
      Array.from(this.changed[part].keys(), (place) => ({ part, place })),
    );
  }

  close(): StatedRules {
    const closed = (part: Part): SharedList<readonly PlacedStatement[]> =>
      withValues(this.#inherited[part], this.changed[part]);
    return {
      default: closed("default"),
      unnamed: closed("unnamed"),
      "leaf default": closed("leaf default"),
      rules: closed("rules"),
      also: closed("also"),
      requires: closed("requires"),
    };
  }
}
