/** Slices a model: some bits of capability sets with all bits on whose final values they depend. */

import { rememberDependencies, type Dependency } from "./dependencies.ts";
import type { Model, SetBit } from "./model.ts";
import { walkBits } from "./walk-bits.ts";

const known = new WeakMap<Model, (bit: SetBit) => readonly Dependency[]>();

/**
 * Returns the targets and all their dependencies, each bit after the bits on which it depends.
 * Takes time linear in the size of the slice.
 */
export function sliceModel(model: Model, targets: readonly SetBit[]): readonly SetBit[] {
  let dependenciesOf = known.get(model);
  if (dependenciesOf === undefined) known.set(model, (dependenciesOf = rememberDependencies()));
  return walkBits(targets, dependenciesOf).order;
}
