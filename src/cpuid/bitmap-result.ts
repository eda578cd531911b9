/** The bitmap that a reading of CPUID becomes, and the input that it is for. */

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
