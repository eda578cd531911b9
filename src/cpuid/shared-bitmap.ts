/** Computes the bits that all processors of one machine have. */

import { type BitIndex, type Layout, WORD_BITS, type Word } from "../model/layout.ts";
import { copyBitmap, type CpuidBitmap } from "./cpuid-bitmap.ts";

export interface SharedBitmap {
  readonly bitmap: CpuidBitmap;
  /** Bits that only some processors have. */
  readonly differing: readonly BitIndex[];
}

/**
 * The bits and entries that all processors have. A bit is known if it is known for all processors,
 * or known to be off for one. Unnamed bits in leaves of topology hold numbers, such as the
 * processor's own, and are taken from the first processor.
 */
export function shareBitmaps(
  layout: Layout,
  first: CpuidBitmap,
  others: readonly CpuidBitmap[],
): SharedBitmap {
  const bitmap = copyBitmap(first);
  const all = [first, ...others];
  const differing: BitIndex[] = [];
  for (const word of layout.words) {
    const { index } = word;
    const values = all.map(({ words }) => words[index] ?? 0);
    const inAll = values.reduce((one, other) => one & other);
    const off = all
      .map(({ words, knownWords }) => (knownWords[index] ?? 0) & ~(words[index] ?? 0))
      .reduce((one, other) => one | other);
    const inSome = values.reduce((one, other) => one | other);
    const features = featuresOf(word);
    bitmap.words[index] = ((values[0] ?? 0) & ~features) | (inAll & features);
    bitmap.knownWords[index] =
      ((bitmap.knownWords[index] ?? 0) & ~features) | ((inAll | off) & features);
    differing.push(...bitsOf(word, inSome & off & features));
  }
  for (const entry of layout.entries.keys()) {
    const isLacking = all.some(
      ({ present, knownPresent }) => present[entry] === 0 && knownPresent[entry] === 1,
    );
    const isEverywhere = all.every(({ present }) => present[entry] === 1);
    bitmap.present[entry] = isEverywhere ? 1 : 0;
    bitmap.knownPresent[entry] = isEverywhere || isLacking ? 1 : 0;
  }
  return { bitmap, differing };
}

/** Leaves that describe a processor's place in the topology, its caches or its type of core. */
const TOPOLOGY_LEAVES = new Set([
  ...[0x2, 0x4, 0xb, 0x18, 0x1a, 0x1f, 0x8000_001d, 0x8000_001e, 0x8000_0026],
]);

/** The bits of a word that should be equal for all processors. */
function featuresOf({ address, bits }: Word): number {
  const isTopology =
    address !== undefined &&
    (TOPOLOGY_LEAVES.has(address.function) ||
      (address.function === 1 && address.register === "ebx"));
  if (!isTopology) return 0xffff_ffff;
  return bits.reduce(
    (mask, bit, position) => (bit === undefined ? mask : mask | (1 << position)),
    0,
  );
}

function bitsOf({ index }: Word, mask: number): readonly BitIndex[] {
  const positions = Array.from({ length: WORD_BITS }, (_, position) => position);
  return positions
    .filter((position) => ((mask >>> position) & 1) === 1)
    .map((position) => index * WORD_BITS + position);
}
