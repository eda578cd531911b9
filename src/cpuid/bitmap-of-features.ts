/** Converts names of features to a bitmap over a layout. */

import { jsonShape } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Layout } from "../model/layout.ts";
import type { BitmapResult } from "./bitmap-result.ts";
import {
  addFeature,
  type CpuidBitmap,
  emptyBitmap,
  tellOff,
  unknownBitmap,
} from "./cpuid-bitmap.ts";
import { normalizeName, reportUnknownFeature } from "./feature-names.ts";
import { bitsOfFeature } from "./find-named-bits.ts";
import { reportNameOfTwoBits } from "./find-written-bits.ts";
import { Findings } from "./findings.ts";
import { shorten } from "./numbers.ts";
import type { FeaturesReading, StatedFeatures } from "./reading.ts";

export function bitmapOfFeatures(reading: FeaturesReading, layout: Layout): BitmapResult {
  const { features, isExhaustive, vendor, misstated } = reading;
  const findings = new Findings();
  const bitmap = isExhaustive ? emptyBitmap(layout, vendor) : unknownBitmap(layout, vendor);
  const unknown = addStatedFeatures(bitmap, layout, reading);
  for (const feature of features.filter(({ origin }) => origin === "written")) {
    const finding = unknown.includes(feature.name)
      ? reportUnknownFeature(layout, feature.name, feature.span)
      : reportNameOfTwoBits(layout, feature);
    if (finding !== undefined) findings.add(finding);
  }
  for (const { feature, found, span } of misstated) {
    if (bitsOfFeature(layout, feature).length === 0) continue;
    const shape = {
      what: `\`${shorten(feature.name)}\``,
      expected: '`true`, `false`, "on" or "off"',
      found,
    };
    findings.add(report(jsonShape, span, shape));
  }
  return { bitmap, unknown, diagnostics: findings.diagnostics };
}

/**
 * Changes the bitmap. Returns the names of features that are on but have no bit in the layout,
 * without duplicates.
 */
export function addStatedFeatures(
  bitmap: CpuidBitmap,
  layout: Layout,
  { features, off }: StatedFeatures,
): readonly string[] {
  for (const feature of off) tellOff(bitmap, layout, bitsOfFeature(layout, feature));
  const found = new Set<string>();
  const missed = new Map<string, string>();
  for (const feature of features) {
    const bits = bitsOfFeature(layout, feature);
    const name = normalizeName(feature.name);
    if (bits.length > 0) found.add(name);
    else if (!missed.has(name)) missed.set(name, feature.name);
    addFeature(bitmap, layout, bits);
  }
  return [...missed].flatMap(([normalized, name]) => (found.has(normalized) ? [] : [name]));
}
