/**
 * Matches the bits of two versions of a layout, in which words may move and bits may be renamed.
 */

import { bitOf, layoutBit, wordOf, type BitIndex, type Layout } from "../../model/layout.ts";

/** A bit of the new layout, of the old one, or of both. */
export interface BitPair {
  readonly old: BitIndex | undefined;
  readonly new: BitIndex | undefined;
}

/**
 * Pairs in order of the new layout, then the bits that only the old one has. Words are matched by
 * name, else by address.
 */
export function matchBits(old: Layout, fresh: Layout): readonly BitPair[] {
  const oldWords = new Map<string, number>();
  for (const { address, index } of old.words) {
    if (address === undefined) continue;
    const { function: leaf, index: subLeaf = 0, register } = address;
    oldWords.set(`${leaf}.${subLeaf} ${register}`, index);
  }
  for (const { name, index } of old.words) oldWords.set(name, index);
  const taken = new Set<number>();
  const pairs = fresh.words.flatMap(({ name, address, index }): BitPair[] => {
    const key =
      address === undefined ? "" : `${address.function}.${address.index ?? 0} ${address.register}`;
    const oldWord = oldWords.get(name) ?? oldWords.get(key);
    const isFree = oldWord !== undefined && !taken.has(oldWord);
    if (isFree) taken.add(oldWord);
    return Array.from({ length: 32 }, (_, bit) => ({
      old: isFree ? oldWord * 32 + bit : undefined,
      new: index * 32 + bit,
    }));
  });
  const left = old.words.filter(({ index }) => !taken.has(index));
  return [
    ...pairs,
    ...left.flatMap(({ index }) =>
      Array.from({ length: 32 }, (_, bit) => ({ old: index * 32 + bit, new: undefined })),
    ),
  ];
}

/** True if the layout names the bit. */
export function isNamed(layout: Layout, bit: BitIndex | undefined): boolean {
  return bit !== undefined && layoutBit(layout, bit) !== undefined;
}

export function wordName(layout: Layout, bit: BitIndex): string {
  return layout.words[wordOf(bit)]?.name ?? `word ${wordOf(bit)}`;
}

/** `CPUID_1_ECX[26]`, whatever its name is. */
export function placeName(layout: Layout, bit: BitIndex): string {
  return `${wordName(layout, bit)}[${bitOf(bit)}]`;
}
