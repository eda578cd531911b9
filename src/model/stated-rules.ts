/**
 * The table of all statements about one capability set. A set shares the table of its base, except
 * for the places about which it has statements of its own.
 */

import { EMPTY_LIST, type SharedList } from "../base/shared-list.ts";
import type { RuleBlock } from "./collect-sets.ts";
import type { BitIndex, Layout } from "./layout.ts";
import type { Part, Rule, StatedRule } from "./model.ts";
import type { PlacedRule } from "./place-rules.ts";

/**
 * By part, then by place: the word index for a leaf default, the bit index for rules, `also` and
 * `requires`, else 0.
 */
export type StatedRules = Readonly<Record<Part, SharedList<readonly PlacedStatement[]>>>;

export function byPart<T>(make: (part: Part) => T): Readonly<Record<Part, T>> {
  return {
    default: make("default"),
    unnamed: make("unnamed"),
    "leaf default": make("leaf default"),
    rules: make("rules"),
    also: make("also"),
    requires: make("requires"),
  };
}

export const NOTHING_STATED: StatedRules = byPart(() => EMPTY_LIST);

/** A resolved statement of a block. */
export interface Statement {
  /** The rule, resolved in the set that states it. */
  readonly rule: Rule;
  /**
   * The set's own bits that the rule names. In each set that inherits the rule these mean bits of
   * that set.
   */
  readonly ownReads: readonly BitIndex[];
  readonly placed: PlacedRule;
  readonly block: RuleBlock;
  /** The number of layers before this one. A set's own layer is the last. */
  readonly layer: number;
  readonly isOverride: boolean;
  readonly slots: readonly Slot[];
}

/**
 * A statement at one place of the table. It is resolved in the set that has the table, or in a base
 * where all bits that the statement names have the same values.
 */
export interface PlacedStatement extends StatedRule {
  readonly statement: Statement;
  /** The statements of `replacedBy`. */
  readonly replacing: readonly Statement[];
}

/** One place in the table. */
export interface Slot {
  readonly part: Part;
  readonly place: number;
}

/** Describes a slot for defaults in words. */
export function defaultName({ part, place }: Slot, { words }: Layout): string {
  if (part === "leaf default") return `the default of \`${words[place]?.name ?? ""}\``;
  return part === "unnamed" ? "`unnamed`" : "the default";
}
