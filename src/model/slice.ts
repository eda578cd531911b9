/** Slices of a model: some bits of capability sets, with all on whose final values they depend. */

import { definitely } from "../base/unreachable.ts";
import { rememberDependencies } from "./dependencies.ts";
import { bitCount } from "./layout.ts";
import type { Model, SetBit } from "./model.ts";

/** The bits and what they depend on, each after those on which it depends itself. */
type Slice = (targets: readonly SetBit[]) => readonly SetBit[];

const known = new WeakMap<Model, Slice>();

/** Takes as long as the slice is large, but for the first one of a model. */
export function sliceModel(model: Model, targets: readonly SetBit[]): readonly SetBit[] {
  let slice = known.get(model);
  if (slice === undefined) known.set(model, (slice = slicer(model)));
  return slice(targets);
}

function slicer({ order, sets }: Model): Slice {
  const places = new Map(sets.map((set) => [set, new Int32Array(bitCount(set.layout))]));
  order.forEach(({ set, bit }, place) => {
    definitely(places.get(set), "a set of another model")[bit] = place;
  });
  const placeOf = ({ set, bit }: SetBit): number =>
    definitely(places.get(set)?.[bit], "a bit of another model");
  const dependenciesOf = rememberDependencies();

  return (targets) => {
    const found = new Set<number>();
    const open = [...targets];
    for (let target = open.pop(); target !== undefined; target = open.pop()) {
      if (found.has(placeOf(target))) continue;
      found.add(placeOf(target));
      open.push(...dependenciesOf(target));
    }
    return Array.from(Int32Array.from(found).sort(), (place) =>
      definitely(order[place], "a place in the order"),
    );
  };
}
