/** The bit of a layout at a place of CPUID. */

import { type BitIndex, type Layout, WORD_BITS } from "../model/layout.ts";
import type { CpuidBit } from "./reading.ts";

/** One bit, whether the layout names it or not; none if the layout has no such leaf. */
export function findCpuidBit(layout: Layout, { bit, ...place }: CpuidBit): readonly BitIndex[] {
  const word = layout.words.find(
    ({ address }) =>
      address?.function === place.function &&
      address.register === place.register &&
      (address.index ?? place.index) === place.index,
  );
  return word === undefined ? [] : [word.index * WORD_BITS + bit];
}
