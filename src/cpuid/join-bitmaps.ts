/** Joins two bitmaps of one machine. */

import type { Layout } from "../model/layout.ts";
import { copyBitmap, type CpuidBitmap } from "./cpuid-bitmap.ts";

/** Words that a leaf of CPUID fills come from `registers`, and all others from `kernel`. */
export function joinBitmaps(
  layout: Layout,
  registers: CpuidBitmap,
  kernel: CpuidBitmap,
): CpuidBitmap {
  const joined = copyBitmap(registers);
  for (const { index, address } of layout.words) {
    if (address !== undefined) continue;
    joined.words[index] = kernel.words[index] ?? 0;
    joined.knownWords[index] = kernel.knownWords[index] ?? 0;
  }
  return joined;
}
