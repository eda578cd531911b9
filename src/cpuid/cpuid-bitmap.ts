/**
 * A bitmap over a layout, the presence of the layout's CPUID entries, and which of these values are
 * known.
 */

import { type BitIndex, bitOf, type Layout, wordOf } from "../model/layout.ts";
import { isRepeat, repeatsBits } from "./vendor.ts";

/** A word with all bits set. */
export const EVERY_BIT = 0xffff_ffff;

export interface CpuidBitmap {
  /** One element for each word of the layout. Unknown bits are 0. */
  readonly words: Uint32Array;
  /** 1 or 0 for each of the layout's entries. An entry that is absent has words of zero. */
  readonly present: Uint8Array;
  /** For each word of the layout, a mask of the known bits. */
  readonly knownWords: Uint32Array;
  /** 1 for each of the layout's entries whose presence is known. */
  readonly knownPresent: Uint8Array;
  /** The vendor as CPUID spells it, such as `GenuineIntel`; undefined if unknown. */
  readonly vendor: string | undefined;
}

/** A bitmap in which all bits are known to be off and all entries known to be absent. */
export function emptyBitmap(layout: Layout, vendor: string | undefined): CpuidBitmap {
  const words = new Uint32Array(layout.words.length);
  return {
    words,
    present: new Uint8Array(layout.entries.length),
    knownWords: words.slice().fill(EVERY_BIT),
    knownPresent: new Uint8Array(layout.entries.length).fill(1),
    vendor,
  };
}

/** A bitmap in which nothing is known. */
export function unknownBitmap(layout: Layout, vendor: string | undefined): CpuidBitmap {
  const bitmap = emptyBitmap(layout, vendor);
  bitmap.knownWords.fill(0);
  bitmap.knownPresent.fill(0);
  return bitmap;
}

/** A bitmap in which every bit is on, unnamed bits included. */
export function fullBitmap(layout: Layout): CpuidBitmap {
  const bitmap = emptyBitmap(layout, undefined);
  bitmap.words.fill(EVERY_BIT);
  bitmap.present.fill(1);
  return bitmap;
}

export function copyBitmap(bitmap: CpuidBitmap): CpuidBitmap {
  return {
    words: bitmap.words.slice(),
    present: bitmap.present.slice(),
    knownWords: bitmap.knownWords.slice(),
    knownPresent: bitmap.knownPresent.slice(),
    vendor: bitmap.vendor,
  };
}

export function hasBit({ words }: CpuidBitmap, bit: BitIndex): boolean {
  return isSet(words, bit);
}

export function isKnownBit({ knownWords }: CpuidBitmap, bit: BitIndex): boolean {
  return isSet(knownWords, bit);
}

function isSet(words: Uint32Array, bit: BitIndex): boolean {
  return (((words[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1) === 1;
}

function set(words: Uint32Array, bit: BitIndex, isOn: boolean): void {
  const word = words[wordOf(bit)] ?? 0;
  const mask = 1 << bitOf(bit);
  words[wordOf(bit)] = isOn ? word | mask : word & ~mask;
}

/**
 * Selects the bits that are on with a feature.
 * @param bits the feature's bit, then its namesakes (see `findFeature`). A namesake is on only if the vendor's
 *   processors repeat the bit there.
 */
export function bitsWithFeature(
  { vendor }: CpuidBitmap,
  layout: Layout,
  bits: readonly BitIndex[],
): readonly BitIndex[] {
  return bits.filter(
    (bit, position) => position === 0 || repeatsBits(vendor, layout.words[wordOf(bit)]?.address),
  );
}

/** Turns on a feature (see `bitsWithFeature`), and makes the entries present that it stands in. */
export function addFeature(bitmap: CpuidBitmap, layout: Layout, bits: readonly BitIndex[]): void {
  const on = bitsWithFeature(bitmap, layout, bits);
  for (const bit of bits) {
    const address = layout.words[wordOf(bit)]?.address;
    if (!on.includes(bit)) {
      if (isRepeat(bitmap.vendor, address)) set(bitmap.knownWords, bit, true);
      continue;
    }
    set(bitmap.words, bit, true);
    set(bitmap.knownWords, bit, true);
    if (address === undefined) continue;
    bitmap.present[address.entry] = 1;
    bitmap.knownPresent[address.entry] = 1;
  }
}

/**
 * Marks a feature as known to be off, with those namesakes in which the vendor's processors may
 * repeat it.
 */
export function tellOff(bitmap: CpuidBitmap, layout: Layout, bits: readonly BitIndex[]): void {
  for (const [position, bit] of bits.entries()) {
    const address = layout.words[wordOf(bit)]?.address;
    if (position === 0 || isRepeat(bitmap.vendor, address)) set(bitmap.knownWords, bit, true);
  }
}

/** Turns off a feature with all its namesakes. Entries stay present. */
export function removeFeature(bitmap: CpuidBitmap, bits: readonly BitIndex[]): void {
  for (const bit of bits) {
    set(bitmap.words, bit, false);
    set(bitmap.knownWords, bit, true);
  }
}
