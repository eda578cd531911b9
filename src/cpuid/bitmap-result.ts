/** The result of converting a reading of CPUID to a bitmap. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CpuidBitmap } from "./cpuid-bitmap.ts";

/**
 * The owner of the CPUID. A physical processor (`host`) has no leaf above its range's highest one; a
 * hypervisor answers its guest with whichever entries it was given.
 */
export type CpuidRole = "host" | "guest";

export interface BitmapResult {
  readonly bitmap: CpuidBitmap;
  /** Names of features which the dump says are on, and for which the layout has no bit, each once. */
  readonly unknown: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
