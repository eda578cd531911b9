/** A processor's vendor, and what its bits mean that other vendors' do not. */

import type { WordAddress } from "../model/layout.ts";
import type { CpuidEntry } from "./reading.ts";

/** The twelve characters of leaf 0; undefined where it is missing or holds no text. */
export function vendorOfEntries(entries: readonly CpuidEntry[]): string | undefined {
  const first = entries.find((entry) => entry.function === 0);
  if (first === undefined) return undefined;
  const bytes = [first.ebx, first.edx, first.ecx].flatMap((register) =>
    [0, 8, 16, 24].map((shift) => (register >>> shift) & 0xff),
  );
  const text = String.fromCharCode(...bytes);
  return /^[ -~]{12}$/.test(text) ? text : undefined;
}

/** Whether the processor has SVM rather than VMX, and AMD's other extensions: Hygon's descend from AMD's. */
export function isAmdOrHygon(vendor: string | undefined): boolean {
  return vendor === "AuthenticAMD" || vendor === "HygonGenuine";
}

/**
 * Whether the word repeats bits of CPUID_1_EDX on this vendor's processors: AMD's and Hygon's repeat all
 * such bits in CPUID_8000_0001_EDX; all others leave them zero.
 */
export function repeatsBits(vendor: string | undefined, address: WordAddress | undefined): boolean {
  return isAmdOrHygon(vendor) && address?.function === 0x8000_0001 && address.register === "edx";
}
