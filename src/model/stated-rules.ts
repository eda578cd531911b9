/**
 * What is stated about the bits of one capability set, by what it is for.
 *
 * A set shares the table of the set that it extends but for the places about which it states something itself.
 */

import { EMPTY_LIST, type SharedList } from "../base/shared-list.ts";
import type { RuleBlock } from "./collect-sets.ts";
import type { BitIndex, Layout } from "./layout.ts";
import type { Part, Rule, StatedRule } from "./model.ts";
import type { PlacedRule } from "./place-rules.ts";

/** By part, and in it by word index for a leaf default, by bit index for what is stated of bits, else at 0. */
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
  /** As the first set reads it that has it. */
  readonly rule: Rule;
  /** The bits of that set which it names: each set that inherits it means bits of its own. */
  readonly ownReads: readonly BitIndex[];
  readonly placed: PlacedRule;
  readonly block: RuleBlock;
  /** Position of the layer among those of the set, the one of the set itself being the last. */
  readonly layer: number;
  readonly isOverride: boolean;
  readonly slots: readonly Slot[];
}

/**
 * A statement, for one place in the table. It is as some set reads it: the one that has the table, or one that this one
 * extends, of which all bits that the statement names have the same values.
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

/** In words, of a slot for defaults. */
export function defaultName({ part, place }: Slot, { words }: Layout): string {
  if (part === "leaf default") return `the default of \`${words[place]?.name ?? ""}\``;
  return part === "unnamed" ? "`unnamed`" : "the default";
}
