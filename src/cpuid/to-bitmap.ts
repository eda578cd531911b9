/** A reading of CPUID as a bitmap over a layout. */

import { unreachable } from "../base/unreachable.ts";
import type { Layout } from "../model/layout.ts";
import { bitmapOfEntries } from "./bitmap-of-entries.ts";
import { bitmapOfFeatures } from "./bitmap-of-features.ts";
import type { BitmapResult, CpuidRole } from "./bitmap-result.ts";
import type { CpuidReading } from "./reading.ts";

/**
 * From registers: the first entry wins whose function matches and whose index matches or is not
 * significant. From names: as `bitsOfFeature` reads them; a name that the layout does not have is an error
 * where a person wrote it. A kernel or QEMU may know features that the layout leaves out.
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
