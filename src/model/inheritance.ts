/**
 * What sets take from the sets that they extend, without looking at each bit of each set.
 *
 *     caps s0: x86 { default = host; AVX2 requires AVX }
 *     caps s1 extends s0 { AVX = guest }
 *     caps s2 extends s1 { MOVBE = guest }
 *
 * In `s1` the bits AVX and AVX2 are changed, as AVX2 reads its own set's AVX. In `s2` only MOVBE is: its
 * AVX2 has the value that it has in `s1`, though the two read different sets' AVX. So who asks for values can
 * ask the set that changed a bit last, its *origin*, and who looks at all rules can leave out what is inherited.
 */

import { definitely } from "../base/unreachable.ts";
import type { BitIndex } from "./layout.ts";
import type { BitGovernance, CapabilitySet, SetBit } from "./model.ts";

/** The bit of the set that changed it last: it has the same value in every case. */
export function originOf({ set, bit }: SetBit): CapabilitySet {
  return set.inheritance === undefined ? set : set.inheritance.originOf(bit);
}

/** What governs the bit in its origin. */
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

/** What governs them. */
export function changedGovernances(set: CapabilitySet): Iterable<BitGovernance> {
  return set.inheritance?.changed.values() ?? set.bits;
}
