/** Formats the names of bits for messages. */

import { bitLabel, type BitIndex, type Layout } from "./layout.ts";
import type { SetBit } from "./model.ts";

const SHOWN = 6;

/** Lists up to six bits by name, in back-ticks, and counts the rest. */
export function labelBits(layout: Layout, bits: readonly BitIndex[]): string {
  const labels = bits.slice(0, SHOWN).map((bit) => `\`${bitLabel(layout, bit)}\``);
  const rest = bits.length - labels.length;
  return rest > 0 ? `${labels.join(", ")} and ${rest} more` : labels.join(", ");
}

/** `vcpu.XSAVES` */
export function setBitName({ set, bit }: SetBit): string {
  return `${set.name}.${bitLabel(set.layout, bit)}`;
}
