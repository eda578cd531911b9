/** A bitmap over a layout, with which of the layout's CPUID entries were there. */

import { type BitIndex, bitOf, type Layout, wordOf } from "../model/layout.ts";
import { repeatsBits } from "./vendor.ts";

export interface CpuidBitmap {
  /** One for each of the layout's words. */
  readonly words: Uint32Array;
  /** 1 or 0 for each of the layout's entries. An entry that is absent has words of zero. */
  readonly present: Uint8Array;
  /** As CPUID spells it: `GenuineIntel`; undefined where it is not known. */
  readonly vendor: string | undefined;
}

export function emptyBitmap(layout: Layout, vendor: string | undefined): CpuidBitmap {
  const words = new Uint32Array(layout.words.length);
  return { words, present: new Uint8Array(layout.entries.length), vendor };
}

/** Every bit, whether the layout names it or not. */
export function fullBitmap(layout: Layout): CpuidBitmap {
  const words = new Uint32Array(layout.words.length).fill(0xffff_ffff);
  return { words, present: new Uint8Array(layout.entries.length).fill(1), vendor: undefined };
}

export function copyBitmap({ words, present, vendor }: CpuidBitmap): CpuidBitmap {
  return { words: words.slice(), present: present.slice(), vendor };
}

export function hasBit({ words }: CpuidBitmap, bit: BitIndex): boolean {
  return (((words[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1) === 1;
}

/**
 * Turns on a feature, and makes the entries present that it stands in. Of `bits`, which are namesakes
 * (see `findFeature`), it is the first; further ones are on where the vendor's processors repeat it.
 */
export function addFeature(bitmap: CpuidBitmap, layout: Layout, bits: readonly BitIndex[]): void {
  for (const [position, bit] of bits.entries()) {
    const address = layout.words[wordOf(bit)]?.address;
    if (position > 0 && !repeatsBits(bitmap.vendor, address)) continue;
    bitmap.words[wordOf(bit)] = (bitmap.words[wordOf(bit)] ?? 0) | (1 << bitOf(bit));
    if (address !== undefined) bitmap.present[address.entry] = 1;
  }
}

/** Turns off a feature with all its namesakes. Entries stay present. */
export function removeFeature(bitmap: CpuidBitmap, bits: readonly BitIndex[]): void {
  for (const bit of bits) {
    bitmap.words[wordOf(bit)] = (bitmap.words[wordOf(bit)] ?? 0) & ~(1 << bitOf(bit));
  }
}
