/** Reads all CPUID entries of a processor. */

import type { CpuidEntryKey } from "../model/layout.ts";
import type { Span } from "../base/span.ts";
import { rangeBase } from "./build-entries-reading.ts";
import type { CpuidEntry } from "./reading.ts";
import { type AskCpuid, subLeavesOf } from "./sub-leaves.ts";
import { mayHaveRange, vendorOfEntries } from "./vendor.ts";

/** The first leaves of ranges that only some processors have. */
const EXTENDED = [0x8000_0000, 0x8086_0000, 0xc000_0000];
const HYPERVISOR = 0x4000_0000;

/** The limit for one range. No processor has as many; a hypervisor might name any number. */
const MOST_LEAVES = 512;

/**
 * @param wanted entries to read even if the leaf is not known to have sub-leaves.
 * @param span the span of every entry.
 */
export function readRegisters(
  ask: AskCpuid,
  wanted: readonly CpuidEntryKey[],
  span: Span,
): readonly CpuidEntry[] {
  const entry = (leaf: number, index: number): CpuidEntry => ({
    ...{ function: leaf, index, isIndexSignificant: true },
    ...ask(leaf, index),
    span,
  });
  const readLeaf = (leaf: number): readonly CpuidEntry[] => {
    const known = subLeavesOf(leaf, ask) ?? [
      0,
      ...wanted.flatMap((key) => (key.function === leaf && key.index ? [key.index] : [])),
    ];
    return [...new Set(known)].map((index) => entry(leaf, index));
  };
  const readRange = (base: number): readonly CpuidEntry[] => {
    const highest = ask(base, 0).eax;
    // Processors return unrelated data for a range that does not exist.
    const last = rangeBase(highest) === base ? Math.min(highest, base + MOST_LEAVES - 1) : base;
    const leaves = Array.from({ length: last - base + 1 }, (_, offset) => base + offset);
    return leaves.flatMap(readLeaf);
  };
  const basic = readRange(0);
  const vendor = vendorOfEntries(basic);
  const others = EXTENDED.filter((base) => mayHaveRange(vendor, base));
  return [
    basic,
    ...[...(hasHypervisor(basic) ? [HYPERVISOR] : []), ...others].map(readRange),
  ].flat();
}

/** CPUID_1_ECX[31], which no processor sets by itself. */
function hasHypervisor(entries: readonly CpuidEntry[]): boolean {
  return entries.some((entry) => entry.function === 1 && entry.ecx >>> 31 === 1);
}
