/** Builds a CPUID entry from six numbers. */

import type { Span } from "../base/span.ts";
import type { CpuidEntry } from "./reading.ts";

/** `words` are function, index, eax, ebx, ecx, edx. */
export function buildEntry(
  words: readonly number[],
  { isIndexSignificant, span }: { isIndexSignificant: boolean; span: Span },
): CpuidEntry {
  const [leaf = 0, index = 0, eax = 0, ebx = 0, ecx = 0, edx = 0] = words;
  return { function: leaf, index, isIndexSignificant, eax, ebx, ecx, edx, span };
}
