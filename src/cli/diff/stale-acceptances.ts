/** Of what was accepted, what accepts nothing: because no such change is made, or because it cannot be read. */

import type { AcceptedChange } from "../../acceptance/accepted-change.ts";
import type { AcceptedItem, FileChange } from "./accepted-file.ts";
import { isOfProgram, type Acceptances } from "./acceptances.ts";
import type { Sides } from "./side.ts";
import type { ProgramResult } from "./totals.ts";

export interface IdleAcceptances {
  /** In order of the file; of bits that stand together there, those that are stale. */
  readonly stale: readonly StaleChange[];
  readonly unreadable: readonly UnreadableItem[];
}

export interface StaleChange {
  readonly change: FileChange;
  readonly because: string;
  /** Empty where `change` is of no bits. */
  readonly bits: readonly string[];
}

export interface UnreadableItem {
  readonly item: AcceptedItem;
  /** Why, in words. */
  readonly problem: string;
}

/** Of programs that could not be compared nothing is known. */
export function idleAcceptances(
  { items }: Acceptances,
  results: readonly ProgramResult[],
  covers: Sides["covers"],
): IdleAcceptances {
  const used = new Set<AcceptedChange>();
  const problems = new Map<AcceptedChange, string>();
  for (const { result } of results) {
    const { acceptance } = result.diff ?? {};
    for (const each of acceptance?.used ?? []) used.add(each);
    for (const { accepted, problem } of acceptance?.unreadable ?? [])
      problems.set(accepted, problem);
  }
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
  return { stale: together(items.filter(isStale)), unreadable: firstOfEach(unreadable) };
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

/** Bits that stand together have one condition. */
function firstOfEach(unreadable: readonly UnreadableItem[]): readonly UnreadableItem[] {
  return [
    ...new Map(unreadable.toReversed().map((each) => [each.item.change, each])).values(),
  ].toReversed();
}
