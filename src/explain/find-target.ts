/** Finds the bit of a capability set that a user's name means. */

import { nearestName } from "../base/nearest-name.ts";
import { findFeature } from "../cpuid/feature-names.ts";
import { bitLabel } from "../model/layout.ts";
import type { Model, SetBit } from "../model/model.ts";

/** The bit that a name means, or the reason in words why there is none. */
export function findTarget(model: Model, name: string): SetBit | string {
  const named = model.sets.find((set) => name.startsWith(`${set.name}.`));
  const bitName = named === undefined ? name : name.slice(named.name.length + 1);
  if (bitName === "")
    return `the name of a bit is missing${name === "" ? "" : ` after \`${name}\``}`;
  const candidates = named === undefined ? [...model.sets].reverse() : [named];
  for (const set of candidates) {
    const [bit, ...others] = findFeature(set.layout, bitName);
    if (bit === undefined) continue;
    if (others.length === 0) return { set, bit };
    const labels = [bit, ...others].map((each) => `\`${bitLabel(set.layout, each)}\``);
    return `more than one bit is named \`${bitName}\`: write ${labels.join(" or ")}`;
  }
  if (model.sets.some((set) => set.name === name)) {
    return `\`${name}\` is a capability set, not a bit: write \`${name}.BIT\``;
  }
  const names = candidates.flatMap(({ layout }) => layout.bits.map((each) => each.name));
  const nearest = nearestName(bitName, names);
  const hint = nearest === undefined ? "" : `; did you mean \`${nearest}\`?`;
  return `no bit is named \`${bitName}\`${hint}`;
}
