/** Finds the bit of a layout at a place of CPUID. */

import { type BitIndex, type Layout, WORD_BITS } from "../model/layout.ts";
import type { CpuidBit } from "./reading.ts";

/** Returns one bit, named or unnamed; empty if the layout has no such leaf. */
export function findCpuidBit(layout: Layout, { bit, ...place }: CpuidBit): readonly BitIndex[] {
  const word = layout.words.find(
    ({ address }) =>
      address?.function === place.function &&
      address.register === place.register &&
      (address.index ?? place.index) === place.index,
  );
  return word === undefined ? [] : [word.index * WORD_BITS + bit];
}
