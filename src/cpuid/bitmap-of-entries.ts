/** Converts CPUID registers to a bitmap over a layout. */

import { hiddenLeaf, missingMaximum, processorsDiffer } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { bitLabel, type CpuidEntryKey, type Layout } from "../model/layout.ts";
import { addStatedFeatures } from "./bitmap-of-features.ts";
import type { BitmapResult, CpuidRole } from "./bitmap-result.ts";
import { rangeBase } from "./build-entries-reading.ts";
import { type CpuidBitmap, emptyBitmap, EVERY_BIT, hasBit, unknownBitmap } from "./cpuid-bitmap.ts";
import { Findings } from "./findings.ts";
import { hexadecimal } from "./numbers.ts";
import type { CpuidEntry, EntriesReading } from "./reading.ts";
import { shareBitmaps } from "./shared-bitmap.ts";
import { namesLastSubLeaf } from "./sub-leaves.ts";
import { mayHaveRange } from "./vendor.ts";

export function bitmapOfEntries(
  { processors, vendor, format, outside }: EntriesReading,
  layout: Layout,
  role: CpuidRole,
): BitmapResult {
  const findings = new Findings();
  const isWhole = WHOLE.has(format) || (role === "guest" && !PARTIAL.has(format));
  const bitmaps = processors.map(({ entries }) =>
    fillBitmap(entries, { layout, role, vendor, isWhole }),
  );
  const [bitmap = emptyBitmap(layout, vendor), ...others] = bitmaps;
  const [first, ...otherProcessors] = processors;
  if (role === "host" && format !== "QEMU feature-words") {
    reportMissingMaxima(first?.entries ?? [], layout, findings);
    reportHiddenLeaves(first?.entries ?? [], layout, findings);
  }
  const { bitmap: shared, differing } = shareBitmaps(layout, bitmap, others);
  if (differing.length > 0) {
    const differs = (other: CpuidBitmap): boolean =>
      differing.some((bit) => hasBit(other, bit) !== hasBit(bitmap, bit));
    const odd = otherProcessors[others.findIndex(differs)];
    const notes = [`differing: ${listed(differing.map((bit) => bitLabel(layout, bit)))}`];
    const taken = { taken: "only features of all of them are used" };
    findings.add(report(processorsDiffer, odd?.entries[0]?.span, taken, { notes }));
  }
  const unknown = outside === undefined ? [] : addStatedFeatures(shared, layout, outside);
  return { bitmap: shared, unknown, diagnostics: findings.diagnostics };
}

/** Formats that list every existing entry, for physical processors, too. */
const WHOLE: ReadonlySet<EntriesReading["format"]> = new Set(["caprules JSON", "CPUID"]);

/** Formats that leave out entries or registers which the processor has. */
const PARTIAL: ReadonlySet<EntriesReading["format"]> = new Set([
  "hwloc",
  "libcpuid",
  "QEMU feature-words",
]);

interface Filling {
  readonly layout: Layout;
  readonly role: CpuidRole;
  readonly vendor: string | undefined;
  /**
   * True if the dump lists every existing entry, because a person wrote it or a guest was given it.
   */
  readonly isWhole: boolean;
}

/**
 * Registers determine every bit of their leaf. A word without a leaf stays unknown for a host,
 * whose kernel fills it in its own way. A guest that is given registers has zero there.
 */
function fillBitmap(
  entries: readonly CpuidEntry[],
  { layout, role, vendor, isWhole }: Filling,
): CpuidBitmap {
  const bitmap = unknownBitmap(layout, vendor);
  const found = layout.entries.map((key) => {
    const isReadable = role === "guest" || isWithinMaximum(entries, key);
    return isReadable ? entries.find((entry) => answers(entry, key)) : undefined;
  });
  const isTold = layout.entries.map(
    (key, position) =>
      found[position] !== undefined || isWhole || isKnownAbsent(entries, key, vendor),
  );
  for (const [position, entry] of found.entries()) {
    bitmap.present[position] = entry === undefined ? 0 : 1;
    bitmap.knownPresent[position] = isTold[position] === true ? 1 : 0;
  }
  for (const { index, address } of layout.words) {
    const entry = address === undefined ? undefined : found[address.entry];
    if (address !== undefined && entry !== undefined) {
      bitmap.words[index] = entry[address.register];
    }
    const isKnown =
      address === undefined
        ? role === "guest"
        : isTold[address.entry] === true && entry?.registers?.includes(address.register) !== false;
    bitmap.knownWords[index] = isKnown ? EVERY_BIT : 0;
  }
  return bitmap;
}

function answers(entry: CpuidEntry, key: CpuidEntryKey): boolean {
  if (entry.function !== key.function) return false;
  return key.index === undefined || !entry.isIndexSignificant || entry.index === key.index;
}

function isWithinMaximum(entries: readonly CpuidEntry[], key: CpuidEntryKey): boolean {
  const base = rangeBase(key.function);
  const first = entries.find((entry) => entry.function === base);
  return first === undefined || key.function <= first.eax;
}

/** An entry that the dump lacks does not exist. The dump may also be cut, or its tool may be older than the leaf. */
function isKnownAbsent(
  entries: readonly CpuidEntry[],
  key: CpuidEntryKey,
  vendor: string | undefined,
): boolean {
  const base = rangeBase(key.function);
  const first = entries.find((entry) => entry.function === base);
  if (first === undefined) return !mayHaveRange(vendor, base);
  if (key.function > first.eax) return true;
  const begin = entries.find((entry) => entry.function === key.function && entry.index === 0);
  const lastIndex = namesLastSubLeaf(key.function) ? begin?.eax : undefined;
  return lastIndex !== undefined && key.index !== undefined && key.index > lastIndex;
}

function reportMissingMaxima(
  entries: readonly CpuidEntry[],
  layout: Layout,
  findings: Findings,
): void {
  const functions = new Set(entries.map((entry) => entry.function));
  const reported = new Set<number>();
  for (const key of layout.entries) {
    const base = rangeBase(key.function);
    const entry = entries.find((candidate) => answers(candidate, key));
    if (entry === undefined || functions.has(base) || reported.has(base)) continue;
    reported.add(base);
    findings.add(report(missingMaximum, entry.span, { base: hexadecimal(base) }));
  }
}

/** A maximum that is too low is more likely a mistake in the dump than in the processor. */
function reportHiddenLeaves(
  entries: readonly CpuidEntry[],
  layout: Layout,
  findings: Findings,
): void {
  const reported = new Set<number>();
  for (const key of layout.entries) {
    const base = rangeBase(key.function);
    const maximum = entries.find((entry) => entry.function === base)?.eax;
    if (maximum === undefined || isWithinMaximum(entries, key) || reported.has(base)) continue;
    // Processors return unrelated data for a range that does not exist.
    if (maximum !== 0 && rangeBase(maximum) !== base) continue;
    const hidden = entries.find((entry) => answers(entry, key) && !isZero(entry));
    if (hidden === undefined) continue;
    reported.add(base);
    const leaf = hexadecimal(hidden.function);
    const parameters = { base: hexadecimal(base), maximum: hexadecimal(maximum), leaf };
    findings.add(report(hiddenLeaf, hidden.span, parameters));
  }
}

function isZero({ eax, ebx, ecx, edx }: CpuidEntry): boolean {
  return eax === 0 && ebx === 0 && ecx === 0 && edx === 0;
}

const MOST_LISTED = 12;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
