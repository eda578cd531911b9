/**
 * Finds what a set inherits without looking at each bit of each set.
 *
 *     caps s0: x86 { default = host; AVX2 requires AVX }
 *     caps s1 extends s0 { AVX = guest }
 *     caps s2 extends s1 { MOVBE = guest }
 *
 * In `s1` the bits AVX and AVX2 are changed, as AVX2 reads its own set's AVX. In `s2` only MOVBE
 * is: its AVX2 has the value that it has in `s1`, though the two read different sets' AVX. A caller
 * that needs values can therefore use the set that changed the bit last, its *origin*. A caller
 * that needs all rules can skip inherited ones.
 */

import { definitely } from "../base/unreachable.ts";
import type { BitIndex } from "./layout.ts";
import type { BitGovernance, CapabilitySet, SetBit } from "./model.ts";

/** The set that changed the bit last. The bit has the same value there in every case. */
export function originOf({ set, bit }: SetBit): CapabilitySet {
  return set.inheritance === undefined ? set : set.inheritance.originOf(bit);
}

/** The governance of the bit in its origin. */
export function governanceAtOrigin(place: SetBit): BitGovernance {
  const { bit } = place;
  const origin = originOf(place);
  const { inheritance } = origin;
  const governance = inheritance === undefined ? origin.bits[bit] : inheritance.changed.get(bit);
  return definitely(governance, "a bit without a rule");
}

/** The bits that a set does not inherit unchanged, ascending, with what governs them. */
export function changedBits(set: CapabilitySet): Iterable<readonly [BitIndex, BitGovernance]> {
  return set.inheritance?.changed ?? set.bits.entries();
}

/** The governances of the bits that a set does not inherit unchanged. */
export function changedGovernances(set: CapabilitySet): Iterable<BitGovernance> {
  return set.inheritance?.changed.values() ?? set.bits;
}
