/** Matches the bits of two layouts by CPUID address, else by canonical name. */

import {
  bitCount,
  bitsNamed,
  WORD_BITS,
  type BitIndex,
  type Layout,
  type LayoutBit,
  type Word,
} from "./layout.ts";

export type Counterpart = BitIndex | "none" | "ambiguous";

const tables = new WeakMap<Layout, WeakMap<Layout, readonly Counterpart[]>>();

/**
 * The bit of `other` that a bit of `layout` means there: the one at the same CPUID address and bit
 * number, else the one of the same name.
 */
export function counterpart(layout: Layout, bit: BitIndex, other: Layout): Counterpart {
  if (layout === other) return bit;
  return counterparts(layout, other)[bit] ?? "none";
}

/** The counterparts of all bits of `layout`, by bit index. */
export function counterparts(layout: Layout, other: Layout): readonly Counterpart[] {
  let byOther = tables.get(layout);
  if (byOther === undefined) tables.set(layout, (byOther = new WeakMap()));
  let table = byOther.get(other);
  if (table === undefined) byOther.set(other, (table = buildTable(layout, other)));
  return table;
}

function buildTable(layout: Layout, other: Layout): readonly Counterpart[] {
  if (layout === other) return Array.from({ length: bitCount(layout) }, (_, bit) => bit);
  const wordsAt = new Map<string, Word>();
  for (const word of other.words) {
    const key = addressKey(word);
    if (key !== undefined) wordsAt.set(key, word);
  }
  return layout.words.flatMap((word): readonly Counterpart[] => {
    const key = addressKey(word);
    const there = key === undefined ? undefined : wordsAt.get(key);
    return there === undefined
      ? word.bits.map((bit) => namesake(bit, other))
      : word.bits.map((_, number) => there.index * WORD_BITS + number);
  });
}

function namesake(bit: LayoutBit | undefined, other: Layout): Counterpart {
  const namesakes = bit === undefined ? [] : bitsNamed(other, bit.name);
  if (namesakes.length > 1) return "ambiguous";
  return namesakes[0]?.index ?? "none";
}

function addressKey({ address }: Word): string | undefined {
  if (address === undefined) return undefined;
  const { function: leaf, index, register } = address;
  return `${leaf}.${index ?? 0}.${register}`;
}
