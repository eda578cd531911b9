/** Converts a reading of CPUID to a bitmap over a layout. */

import { unreachable } from "../base/unreachable.ts";
import type { Layout } from "../model/layout.ts";
import { bitmapOfEntries } from "./bitmap-of-entries.ts";
import { bitmapOfFeatures } from "./bitmap-of-features.ts";
import type { BitmapResult, CpuidRole } from "./bitmap-result.ts";
import type { CpuidReading } from "./reading.ts";

/**
 * For registers, the first entry wins whose function matches and whose index matches or is not
 * significant. Names are found by `bitsOfFeature`. An unknown name is an error only if a person
 * wrote it, since a kernel or QEMU may know features that the layout leaves out.
 */
export function toBitmap(reading: CpuidReading, layout: Layout, role: CpuidRole): BitmapResult {
  switch (reading.kind) {
    case "entries":
      return bitmapOfEntries(reading, layout, role);
    case "features":
      return bitmapOfFeatures(reading, layout);
    default:
      return unreachable(reading);
  }
}
