/** Finds the bits that a person means by a name in a list of features or in JSON. */

import { nameOfTwoBits } from "../diagnostics/feature-lists.ts";
import { type Diagnostic, report } from "../diagnostics/diagnostic.ts";
import { type BitIndex, bitLabel, bitsNamed, type Layout } from "../model/layout.ts";
import type { Span } from "../base/span.ts";
import { findFeature } from "./feature-names.ts";
import { findCpuidBit } from "./find-cpuid-bit.ts";
import { bitOfOneVendor } from "./qemu-names.ts";

/**
 * Like `findFeature`, but `ibpb`, `ibrs`, `ssbd` and `stibp` mean QEMU's bits if the layout has
 * them. A name spelled exactly as in the rules always means that bit.
 */
export function findWrittenBits(layout: Layout, name: string): readonly BitIndex[] {
  const named = findFeature(layout, name);
  const place = bitsNamed(layout, name).length === 0 ? bitOfOneVendor(name) : undefined;
  const bits = place === undefined ? [] : findCpuidBit(layout, place);
  return bits.length === 0 ? named : bits;
}

/** Reports which bit is taken if the layout has another bit by that name. */
export function reportNameOfTwoBits(
  layout: Layout,
  { name, span }: { readonly name: string; readonly span: Span },
): Diagnostic | undefined {
  const [taken] = findWrittenBits(layout, name);
  const [other] = findFeature(layout, name);
  if (taken === undefined || other === undefined || taken === other) return undefined;
  const labels = { taken: bitLabel(layout, taken), other: bitLabel(layout, other) };
  return report(nameOfTwoBits, span, { name, ...labels });
}
