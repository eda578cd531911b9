/** Finds idle acceptances: no such change is made, or the condition cannot be read. */

import type { AcceptedChange } from "../accept/accepted-change.ts";
import type { BroaderChange } from "../accept/broader-changes.ts";
import type { AcceptedItem, FileChange } from "../accept/accepted-file.ts";
import { isOfProgram, type Acceptances } from "./acceptances.ts";
import type { Sides } from "./side.ts";
import type { ProgramResult } from "./program-result.ts";

export interface IdleAcceptances {
  /** In order of the file. If only some bits of an item are stale, only these are listed. */
  readonly stale: readonly StaleChange[];
  readonly unreadable: readonly UnreadableItem[];
  /** Acceptances that accept more than the change that is made. */
  readonly broader: readonly BroaderItem[];
}

export interface BroaderItem {
  readonly item: AcceptedItem;
  /** The first bit for which the acceptance is too broad. */
  readonly bit: string;
  /** The accepted cases in which the bit does not change in that direction, as a condition. */
  readonly excess: string;
  readonly isWhole: boolean;
  /**
   * The condition to write instead; undefined if it is too long, or if the bits need different
   * ones.
   */
  readonly instead: string | undefined;
}

export interface StaleChange {
  readonly change: FileChange;
  readonly because: string;
  /** Empty if the change is not one of bits. */
  readonly bits: readonly string[];
}

export interface UnreadableItem {
  readonly item: AcceptedItem;
  /** The reason, in words. */
  readonly problem: string;
}

/** Acceptances of programs that could not be compared are never reported as idle. */
export function idleAcceptances(
  { items }: Acceptances,
  results: readonly ProgramResult[],
  covers: Sides["covers"],
): IdleAcceptances {
  const used = new Set<AcceptedChange>();
  const problems = new Map<AcceptedChange, string>();
  const excesses = new Map<AcceptedChange | undefined, BroaderChange>();
  for (const { result } of results) {
    const { acceptance } = result.diff ?? {};
    for (const each of acceptance?.used ?? []) used.add(each);
    for (const each of acceptance?.broader ?? []) excesses.set(each.accepted, each);
    for (const { accepted, problem } of acceptance?.unreadable ?? [])
      problems.set(accepted, problem);
  }
  const broader = items.flatMap((item): BroaderItem[] => {
    const found = excesses.get(item.accepted);
    return found === undefined ? [] : [broaderItem(item, found, items, excesses)];
  });
  const unreadable = items.flatMap((item) => {
    const problem = item.accepted && problems.get(item.accepted);
    return problem === undefined ? [] : [{ item, problem }];
  });
  const isStale = (item: AcceptedItem): boolean => {
    const { program, accepted } = item;
    const result = results.find(({ file }) => file === program);
    if (result === undefined) return covers(program);
    if (result.result.diff?.isCompared !== true) return false;
    return accepted === undefined
      ? result.change === "changed" || !isOfProgram(item, program, result.change)
      : !used.has(accepted) && !problems.has(accepted);
  };
  return {
    stale: together(items.filter(isStale)),
    unreadable: firstOfEach(unreadable),
    broader: firstOfEach(broader),
  };
}

function together(items: readonly AcceptedItem[]): readonly StaleChange[] {
  const byChange = new Map<FileChange, { because: string; bits: string[] }>();
  for (const { change, because, accepted } of items) {
    const known = byChange.get(change) ?? { because, bits: [] };
    byChange.set(change, known);
    if (accepted?.kind === "bit") known.bits.push(accepted.bit);
  }
  return [...byChange].map(([change, { because, bits }]) => ({ change, because, bits }));
}

/** The bits of one item share a condition, so a replacement must fit all of them. */
function broaderItem(
  item: AcceptedItem,
  { accepted, excess, isWhole, instead, insteadOfBits }: BroaderChange,
  items: readonly AcceptedItem[],
  excesses: ReadonlyMap<AcceptedChange | undefined, BroaderChange>,
): BroaderItem {
  const alike = items.filter(({ change }) => change === item.change);
  const fitsAll = alike.every(
    (each) => excesses.get(each.accepted)?.insteadOfBits === insteadOfBits,
  );
  return {
    item,
    bit: `${accepted.set}.${accepted.bit}`,
    excess,
    isWhole,
    instead: alike.length === 1 ? instead : fitsAll ? insteadOfBits : undefined,
  };
}

/** Keeps one element for each item, since the bits of one item share a condition. */
function firstOfEach<Of extends { readonly item: AcceptedItem }>(
  all: readonly Of[],
): readonly Of[] {
  return [
    ...new Map(all.toReversed().map((each) => [each.item.change, each])).values(),
  ].toReversed();
}
