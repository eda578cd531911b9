/** How bitmaps of two layouts meet: bit by bit, by CPUID address, else by canonical name. */

import {
  bitCount,
  bitOf,
  bitsNamed,
  layoutBit,
  wordOf,
  type BitIndex,
  type Layout,
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

/** Those of all bits of `layout`, by bit index. */
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
  return Array.from({ length: bitCount(layout) }, (_, bit) => {
    const key = addressKey(layout.words[wordOf(bit)]);
    const word = key === undefined ? undefined : wordsAt.get(key);
    if (word !== undefined) return word.index * 32 + bitOf(bit);
    const name = layoutBit(layout, bit)?.name;
    const namesakes = name === undefined ? [] : bitsNamed(other, name);
    if (namesakes.length > 1) return "ambiguous";
    return namesakes[0]?.index ?? "none";
  });
}

function addressKey(word: Word | undefined): string | undefined {
  if (word?.address === undefined) return undefined;
  const { function: leaf, index, register } = word.address;
  return `${leaf}.${index ?? 0}.${register}`;
}
