/**
 * Records which bits of a set read which other bits of it, so that a set that extends it can find
 * the bits that it changes.
 */

import { EMPTY_LIST, valueAt, withValues, type SharedList } from "../base/shared-list.ts";
import { allBits, WORD_BITS, type BitIndex, type Layout } from "./layout.ts";
import type { Slot, Statement } from "./stated-rules.ts";

export interface OwnReaders {
  /**
   * By bit index, the bits whose statements name that bit. Replaced statements may still be
   * counted.
   */
  readonly ofBits: SharedList<readonly BitIndex[]>;
  /** Bits that defaults name, on which any bit may depend. */
  readonly ofDefaults: ReadonlySet<BitIndex>;
}

export const NO_READERS: OwnReaders = { ofBits: EMPTY_LIST, ofDefaults: new Set() };

export function addReaders(known: OwnReaders, statements: readonly Statement[]): OwnReaders {
  const added = new Map<BitIndex, BitIndex[]>();
  const ofDefaults = new Set<BitIndex>();
  for (const { ownReads, slots } of statements) {
    for (const read of ownReads) {
      const readers = added.get(read) ?? [...(valueAt(known.ofBits, read) ?? [])];
      added.set(read, readers);
      for (const slot of slots) {
        if (isOfBit(slot)) readers.push(slot.place);
        else ofDefaults.add(read);
      }
    }
  }
  return {
    ofBits: withValues(known.ofBits, added),
    ofDefaults:
      ofDefaults.size === 0 ? known.ofDefaults : new Set([...known.ofDefaults, ...ofDefaults]),
  };
}

/** The bits at the given slots and all bits of the set that depend on them, ascending. */
export function bitsChangedBy(
  layout: Layout,
  slots: readonly Slot[],
  { ofBits, ofDefaults }: OwnReaders,
): readonly BitIndex[] {
  const changed = new Set(slots.flatMap((slot) => bitsOfSlot(layout, slot)));
  // The loop also visits bits that are added to the set meanwhile.
  for (const bit of changed) {
    if (ofDefaults.has(bit)) return allBits(layout);
    for (const reader of valueAt(ofBits, bit) ?? []) changed.add(reader);
  }
  return [...changed].sort((a, b) => a - b);
}

function isOfBit({ part }: Slot): boolean {
  return part === "rules" || part === "also" || part === "requires";
}

function bitsOfSlot(layout: Layout, slot: Slot): readonly BitIndex[] {
  const { part, place } = slot;
  if (isOfBit(slot)) return [place];
  if (part !== "leaf default") return allBits(layout);
  return Array.from({ length: WORD_BITS }, (_, bit) => place * WORD_BITS + bit);
}
