/** Slices of a model: some bits of capability sets, with all on whose final values they depend. */

import { definitely } from "../base/unreachable.ts";
import { rememberDependencies } from "./dependencies.ts";
import { bitCount, bitOf, WORD_BITS } from "./layout.ts";
import type { Model, SetBit } from "./model.ts";

export interface Slices {
  /** Each bit comes after those on which it depends. */
  readonly bits: (targets: readonly SetBit[]) => readonly SetBit[];
  /** The same, of whole words: what code computes to get at the bits. */
  readonly words: (targets: readonly SetBit[]) => readonly SetBit[];
}

const known = new WeakMap<Model, Slices>();

/** A slice takes as long as it is large, but for the first one of a model. */
export function slicesOf(model: Model): Slices {
  let slices = known.get(model);
  if (slices === undefined) known.set(model, (slices = sliceModel(model)));
  return slices;
}

function sliceModel({ order, sets }: Model): Slices {
  const places = new Map(sets.map((set) => [set, new Int32Array(bitCount(set.layout))]));
  order.forEach(({ set, bit }, place) => {
    definitely(places.get(set), "a set of another model")[bit] = place;
  });
  const placeOf = ({ set, bit }: SetBit): number =>
    definitely(places.get(set)?.[bit], "a bit of another model");
  const dependenciesOf = rememberDependencies();

  const slice = (
    targets: readonly SetBit[],
    withNeighbours: (bit: SetBit) => readonly SetBit[],
  ): readonly SetBit[] => {
    const found = new Set<number>();
    const open = [...targets];
    for (let target = open.pop(); target !== undefined; target = open.pop()) {
      if (found.has(placeOf(target))) continue;
      for (const each of withNeighbours(target)) {
        found.add(placeOf(each));
        open.push(...dependenciesOf(each));
      }
    }
    return Array.from(Int32Array.from(found).sort(), (place) =>
      definitely(order[place], "a place in the order"),
    );
  };
  return {
    bits: (targets) => slice(targets, (bit) => [bit]),
    words: (targets) => slice(targets, wordAround),
  };
}

function wordAround({ set, bit }: SetBit): readonly SetBit[] {
  const first = bit - bitOf(bit);
  return Array.from({ length: WORD_BITS }, (_, offset) => ({ set, bit: first + offset }));
}
