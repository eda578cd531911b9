/** Slices of a model: some bits of capability sets, with all on whose final values they depend. */

import { rememberDependencies, type Dependency } from "./dependencies.ts";
import type { Model, SetBit } from "./model.ts";
import { walkBits } from "./walk-bits.ts";

const known = new WeakMap<Model, (bit: SetBit) => readonly Dependency[]>();

/** Takes as long as the slice is large: the bits and what they depend on, each after those on which it depends itself. */
export function sliceModel(model: Model, targets: readonly SetBit[]): readonly SetBit[] {
  let dependenciesOf = known.get(model);
  if (dependenciesOf === undefined) known.set(model, (dependenciesOf = rememberDependencies()));
  return walkBits(targets, dependenciesOf).order;
}
