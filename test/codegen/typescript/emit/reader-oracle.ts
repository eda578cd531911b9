/**
 * The expected results of every module's functions, computed from the layout alone, one bit and one
 * entry at a time.
 */

import type { Layout } from "../../../../src/model/layout.ts";

export interface Entry {
  readonly function: number;
  readonly index: number;
  readonly flags: number;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

/** True if an entry matches a leaf. */
type Answers = (entry: Entry, leaf: number, index: number | undefined) => boolean;

/** The bitmap that a guest's entries give. */
export function guestBitmap(layout: Layout, entries: readonly Entry[]): number[] {
  return bitmapOf(layout, (leaf, index) =>
    entries.find((entry) => answersGuest(entry, leaf, index)),
  );
}

/** The bitmap that a physical CPU's rows give. */
export function hostBitmap(layout: Layout, rows: readonly Entry[]): number[] {
  return bitmapOf(layout, (leaf, index) => {
    const first = Math.floor(leaf / 0x1_0000) * 0x1_0000;
    const maximum = rows.find((row) => row.function === first)?.eax;
    if (maximum === undefined || maximum < leaf) return undefined;
    return rows.find((row) => answersHost(row, leaf, index));
  });
}

const answersGuest: Answers = (entry, leaf, index) =>
  entry.function === leaf &&
  (index === undefined || entry.flags % 2 === 0 || entry.index === index);

const answersHost: Answers = (row, leaf, index) =>
  row.function === leaf && (index === undefined || row.index === index);

function bitmapOf(
  layout: Layout,
  find: (leaf: number, index: number | undefined) => Entry | undefined,
): number[] {
  const words = layout.words.map(({ address }) => {
    if (address === undefined) return 0;
    return find(address.function, address.index)?.[address.register] ?? 0;
  });
  const present = layout.entries.map((key) => find(key.function, key.index) !== undefined);
  const presenceWords = Array.from({ length: Math.ceil(present.length / 32) }, (_, word) =>
    present
      .slice(word * 32, word * 32 + 32)
      .reduce((sum, isPresent, bit) => sum + (isPresent ? 2 ** bit : 0), 0),
  );
  return [...words, ...presenceWords];
}

/**
 * The entries in the memory layout of KVM_SET_CPUID2: ten words each, with three words of padding
 * at the end.
 */
export function memoryOf(entries: readonly Entry[]): Uint32Array {
  return Uint32Array.from(
    entries.flatMap(({ function: leaf, index, flags, eax, ebx, ecx, edx }) => [
      leaf,
      index,
      flags,
      eax,
      ebx,
      ecx,
      edx,
      7,
      8,
      9,
    ]),
  );
}

/** The labels of the bits that are on, by decimal arithmetic. */
export function namesOn(layout: Layout, words: readonly number[]): string[] {
  return layout.words.flatMap((word, at) =>
    Array.from({ length: 32 }, (_, bit) => bit)
      .filter((bit) => Math.floor((words[at] ?? 0) / 2 ** bit) % 2 === 1)
      .map((bit) => word.bits[bit]?.name ?? `${word.name}[${bit}]`),
  );
}
