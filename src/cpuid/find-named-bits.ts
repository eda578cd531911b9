/** Finds the bits of a layout that a feature of a reading means. */

import { type BitIndex, bitsNamed, type Layout, type LayoutBit, wordOf } from "../model/layout.ts";
import { unreachable } from "../base/unreachable.ts";
import { findFeature, normalizeName } from "./feature-names.ts";
import { findCpuidBit } from "./find-cpuid-bit.ts";
import { findWrittenBits } from "./find-written-bits.ts";
import type { FeatureName } from "./reading.ts";

/** The named bit, then its namesakes (see `findFeature`); empty if the layout has no such bit. */
export function bitsOfFeature(layout: Layout, feature: FeatureName): readonly BitIndex[] {
  if (feature.bit !== undefined) return findCpuidBit(layout, feature.bit);
  switch (feature.origin) {
    case "written":
      return findWrittenBits(layout, feature.name);
    case "name":
      return findFeature(layout, feature.name);
    case "flag":
      // In a layout without leaves, such as one of bugs, a flag of the same name means something else.
      return layout.entries.length === 0 ? [] : findForeignName(layout, feature.name);
    case "paravirtual":
      return findForeignName(layout, feature.name);
    case "bug":
      return findOutsideCpuid(layout, ({ aliases }) => aliases.includes(feature.name));
    case "outside CPUID":
      return findOutsideCpuid(layout, (bit) => isKnownAs(bit, feature.name));
    default:
      return unreachable(feature.origin);
  }
}

/**
 * Finds a bit by the name that another program uses. A bit with aliases is found by these only,
 * because the program may use its canonical name for another bit: `constant_tsc` of Linux is not
 * the CPUID bit that KVM calls CONSTANT_TSC.
 */
function findForeignName(layout: Layout, name: string): readonly BitIndex[] {
  const bit = bitsByForeignName(layout).get(normalizeName(name));
  if (bit === undefined) return [];
  const namesakes = bitsNamed(layout, bit.name).map(({ index }) => index);
  return namesakes[0] === bit.index ? namesakes : [bit.index];
}

function findOutsideCpuid(
  layout: Layout,
  isMeant: (bit: LayoutBit) => boolean,
): readonly BitIndex[] {
  const isOutside = ({ index }: LayoutBit) => layout.words[wordOf(index)]?.address === undefined;
  const bit = layout.bits.find((candidate) => isOutside(candidate) && isMeant(candidate));
  return bit === undefined ? [] : [bit.index];
}

/**
 * Compares aliases exactly as spelled: QEMU's `split-lock-detect` is not Linux's
 * `split_lock_detect`.
 */
function isKnownAs({ name, aliases }: LayoutBit, wanted: string): boolean {
  return aliases.length === 0
    ? normalizeName(name) === normalizeName(wanted)
    : aliases.includes(wanted);
}

const bitsByForeignNameOf = new WeakMap<Layout, ReadonlyMap<string, LayoutBit>>();

/** Bits by normalized name. Aliases win over canonical names, and earlier bits over later ones. */
function bitsByForeignName(layout: Layout): ReadonlyMap<string, LayoutBit> {
  const known = bitsByForeignNameOf.get(layout);
  if (known !== undefined) return known;
  const byName = new Map<string, LayoutBit>();
  const add = (name: string, bit: LayoutBit) => {
    const key = normalizeName(name);
    if (!byName.has(key)) byName.set(key, bit);
  };
  for (const bit of layout.bits) for (const alias of bit.aliases) add(alias, bit);
  for (const bit of layout.bits) if (bit.aliases.length === 0) add(bit.name, bit);
  bitsByForeignNameOf.set(layout, byName);
  return byName;
}
