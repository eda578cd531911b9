/**
 * Finds the inputs that a bit follows: a reader will compare the bit with the same bit of these
 * inputs.
 */

import { counterpart } from "../model/counterpart.ts";
import { bitmapReads, type BitmapReads } from "../model/expressions.ts";
import { bitCount, type BitIndex } from "../model/layout.ts";
import {
  rulesOf,
  type Bitmap,
  type BitGovernance,
  type CapabilitySet,
  type Input,
  type SetBit,
} from "../model/model.ts";

/**
 * Returns the inputs whose same bit is read by the bit's rules or by the default that they replace,
 * directly or through other sets. A bit whose rules read no input at all, such as a hidden one
 * under `default = none`, follows the inputs that any bit of its set follows.
 */
export type FollowedInputs = (bit: BitIndex) => ReadonlySet<Input>;

export function followedInputs(
  sets: readonly CapabilitySet[],
): ReadonlyMap<CapabilitySet, FollowedInputs> {
  const readsOf = cachedReads();
  // A set mostly reads sets that are declared earlier, whose results are known by then.
  const known = new Map<CapabilitySet, readonly ReadonlySet<Input>[]>();
  for (const set of sets) {
    const bits = Array.from({ length: bitCount(set.layout) }, (_, bit) => bit);
    known.set(
      set,
      bits.map((bit) => inputsRead({ set, bit }, readsOf, known)),
    );
  }
  return new Map([...known].map(([set, byBit]) => [set, orInputsOfSet(byBit)]));
}

function orInputsOfSet(byBit: readonly ReadonlySet<Input>[]): FollowedInputs {
  const ofSet = new Set(byBit.flatMap((inputs) => [...inputs]));
  return (bit) => {
    const own = byBit[bit];
    return own === undefined || own.size === 0 ? ofSet : own;
  };
}

type ReadsOf = (governance: BitGovernance) => readonly BitmapReads[];

/** Most bits share the few governances that defaults make. */
function cachedReads(): ReadsOf {
  const known = new Map<BitGovernance, readonly BitmapReads[]>();
  return (governance) => {
    const reads =
      known.get(governance) ??
      [governance.fallback, ...rulesOf(governance)].map(({ value }) => bitmapReads(value));
    known.set(governance, reads);
    return reads;
  };
}

/** Visits each set once, because replaced defaults of two sets may name each other. */
function inputsRead(
  start: SetBit,
  readsOf: ReadsOf,
  known: ReadonlyMap<CapabilitySet, readonly ReadonlySet<Input>[]>,
): ReadonlySet<Input> {
  const inputs = new Set<Input>();
  const bitOfSet = new Map([[start.set, start.bit]]);
  for (const [set, bit] of bitOfSet) {
    const governance = set.bits[bit];
    const answer = known.get(set)?.[bit];
    for (const input of answer ?? []) inputs.add(input);
    if (governance === undefined || answer !== undefined) continue;
    for (const bitmap of readsOf(governance).flatMap((reads) => readAtBit(reads, { set, bit }))) {
      const other = counterpart(set.layout, bit, bitmap.layout);
      if (typeof other !== "number") continue;
      if (bitmap.kind === "input") inputs.add(bitmap);
      else if (!bitOfSet.has(bitmap)) bitOfSet.set(bitmap, other);
    }
  }
  return inputs;
}

/** Bitmaps of which the rules read "this bit", or name the same bit. */
function readAtBit({ thisBitmaps, namedBits }: BitmapReads, { set, bit }: SetBit): Bitmap[] {
  const named = namedBits.filter(
    (each) => each.bit === counterpart(set.layout, bit, each.bitmap.layout),
  );
  return [...thisBitmaps, ...named.map(({ bitmap }) => bitmap)];
}
