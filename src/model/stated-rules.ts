/** What is stated about the bits of one capability set, by what it is for. */

import type { RuleBlock } from "./collect-sets.ts";
import type { Layout } from "./layout.ts";
import type { Part, Rule, StatedRule } from "./model.ts";

/** By part, and in it by word index for a leaf default, by bit index for what is stated of bits, else by 0. */
export type StatedRules = Readonly<Record<Part, ReadonlyMap<number, readonly PlacedStatement[]>>>;

/** A statement, as it is for one place in the table. */
export interface PlacedStatement extends StatedRule {
  readonly block: RuleBlock;
  /** Position of the layer among those of the set, the one of the set itself being the last. */
  readonly layer: number;
  readonly isOverride: boolean;
  readonly replacedBy: Rule[];
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
