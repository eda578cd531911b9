/** Walks from bits to the bits on which they depend. */

import type { Dependency } from "./dependencies.ts";
import { bitCount } from "./layout.ts";
import type { CapabilitySet, SetBit } from "./model.ts";
import { DONE, walk, type Cycle, type Walk } from "./walk.ts";

export type BitWalk = Walk<SetBit, Dependency>;

export type BitCycle = Cycle<SetBit, Dependency>;

export function walkBits(
  starts: readonly SetBit[],
  dependenciesOf: (bit: SetBit) => readonly Dependency[],
): BitWalk {
  const marks = new Map<CapabilitySet, Uint8Array>();
  const marksOf = (set: CapabilitySet): Uint8Array => {
    let ofSet = marks.get(set);
    if (ofSet === undefined) marks.set(set, (ofSet = new Uint8Array(bitCount(set.layout))));
    return ofSet;
  };
  const { order, cycles } = walk(starts, {
    linksOf: dependenciesOf,
    markOf: ({ set, bit }) => marksOf(set)[bit] ?? DONE,
    mark: ({ set, bit }, mark) => {
      marksOf(set)[bit] = mark;
    },
    isSame: (one, other) => one.set === other.set && one.bit === other.bit,
  });
  return { order: order.map(({ set, bit }) => ({ set, bit })), cycles };
}
