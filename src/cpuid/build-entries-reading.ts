/** Makes a reading of the entries of a dump, after checking that one machine can have them all. */

import type { Span } from "../base/span.ts";
import {
  duplicateEntry,
  emptyDump,
  entriesOutOfOrder,
  truncatedDump,
} from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { type Findings, reportSecond } from "./findings.ts";
import { entryLabel, hexadecimal } from "./numbers.ts";
import type { CpuidEntry, CpuidFormat, EntriesReading, Processor } from "./reading.ts";
import { vendorOfEntries } from "./vendor.ts";

export interface Section extends Processor {
  /** The place where the section begins. */
  readonly span: Span;
}

/** First leaves of the ranges: EAX of each is the highest leaf of its range. */
const RANGE_BASES = [0, 0x8000_0000, 0xc000_0000];

/** Checks that are valid for some formats only. Repetitions are reported for every format. */
export type EntryCheck = "order" | "maxima";

/** Undefined if the findings include an error. */
export function buildEntriesReading(
  { format, checks }: { readonly format: CpuidFormat; readonly checks: readonly EntryCheck[] },
  sections: readonly Section[],
  findings: Findings,
): EntriesReading | undefined {
  if (sections.length === 0 && !findings.hasError()) {
    findings.add(report(emptyDump, undefined, { what: "this text" }));
  }
  for (const section of sections) {
    if (findings.isFull()) break;
    checkDuplicates(section.entries, findings);
    if (checks.includes("order")) checkOrder(section.entries, findings);
    if (checks.includes("maxima")) checkMaxima(section.entries, findings);
    if (section.entries.length === 0 && !findings.hasError()) {
      findings.add(report(emptyDump, section.span, { what: `\`${section.label}\`` }));
    }
  }
  if (findings.hasError()) return undefined;
  const processors = sections.map(({ label, entries }) => ({ label, entries }));
  const vendor = vendorOfEntries(processors[0]?.entries ?? []);
  return { kind: "entries", format, vendor, processors };
}

function checkDuplicates(entries: readonly CpuidEntry[], findings: Findings): void {
  const firstOf = new Map<string, CpuidEntry>();
  for (const entry of entries) {
    const label = entryLabel(entry);
    const first = firstOf.get(label);
    if (first === undefined) {
      firstOf.set(label, entry);
    } else {
      const places = { first: first.span, second: entry.span };
      findings.add(reportSecond(duplicateEntry, { entry: `\`${label}\`` }, places));
    }
  }
}

/** Reports only the first entry that is out of order. */
function checkOrder(entries: readonly CpuidEntry[], findings: Findings): void {
  for (const [position, entry] of entries.entries()) {
    const before = entries[position - 1];
    if (before === undefined || isInOrder(before, entry)) continue;
    const names = { entry: `\`${entryLabel(entry)}\``, before: `\`${entryLabel(before)}\`` };
    findings.add(report(entriesOutOfOrder, entry.span, names));
    return;
  }
}

function isInOrder(before: CpuidEntry, after: CpuidEntry): boolean {
  if (before.function !== after.function) return before.function < after.function;
  return before.index <= after.index;
}

function checkMaxima(entries: readonly CpuidEntry[], findings: Findings): void {
  for (const base of RANGE_BASES) {
    const first = entries.find((entry) => entry.function === base);
    const maximum = first?.eax ?? 0;
    // Processors return unrelated data for a range that does not exist.
    if (first === undefined || rangeBase(maximum) !== base) continue;
    const last = entries
      .filter((entry) => rangeBase(entry.function) === base)
      .reduce((highest, entry) => Math.max(highest, entry.function), base);
    if (last >= maximum) continue;
    const leaves = {
      base: hexadecimal(base),
      maximum: hexadecimal(maximum),
      last: hexadecimal(last),
    };
    findings.add(report(truncatedDump, first.span, leaves));
  }
}

/** The leaf whose EAX is the highest leaf in the range of this one. */
export function rangeBase(leaf: number): number {
  return (leaf & 0xffff_0000) >>> 0;
}
