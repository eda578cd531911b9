/**
 * Reads a CPU policy that `xen-cpuid -p` prints: lines such as ` 00000007:00000000 ->
 * 00000000:029c6fbf:00000000:bc002400` below a line such as `Host policy: 30 leaves, 2 MSRs`.
 * Leaves without any bit set are not printed.
 */

import { addToList } from "../base/add-to-list.ts";
import type { SourceText } from "../base/source-text.ts";
import { severalDumps } from "../diagnostics/cpuid-documents.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";
import type { MsrValue } from "./msr-features.ts";
import { type EntryLineFormat, readEntryLines } from "./read-entry-lines.ts";
import type { CpuidEntry, EntriesReading } from "./reading.ts";
import { stateMsrs } from "./state-msrs.ts";
import { textLines } from "./text-lines.ts";

const HEADER = /^(\S.*) policy: \d+ leaves, \d+ MSRs\s*$/;
const ROW =
  /^\s*([0-9a-f]{8}):([0-9a-f]{8}) -> ([0-9a-f]{8}):([0-9a-f]{8}):([0-9a-f]{8}):([0-9a-f]{8})\s*$/;
/** Stands for an index that is not significant. */
const NO_INDEX = "ffffffff";
/** An MSR and its value, which is 16 digits or blanks wide. */
const MSR = /^\s*([0-9a-f]{8}) -> (?=.{16}$) *([0-9a-f]+)$/;
/** Headings. */
const OTHER = /^\s*(?:Xen reports .*|CPUID:|MSRs:|leaf +subleaf +-> .*|index +-> value)\s*$/;

const XEN_POLICY: EntryLineFormat = {
  format: "xen-cpuid -p",
  checks: [],
  expected: "`00000007:00000000 -> 00000000:00000000:00000000:00000000`",
  unnamed: "this policy",
  headerOf: (line) => HEADER.exec(line)?.[1],
  rowOf: (line) => {
    const [, leaf, index, ...registers] = ROW.exec(line) ?? [];
    if (leaf === undefined) return undefined;
    const isIndexSignificant = index !== NO_INDEX;
    return { leaf, index: isIndexSignificant ? index : "0", registers, isIndexSignificant };
  },
  isPadded: true,
  isOther: (line) => OTHER.test(line) || MSR.test(line),
};

/** True if a line can only be of this format. */
export function isXenPolicyLine(line: string): boolean {
  return HEADER.test(line) || ROW.test(line);
}

/**
 * A text with several policies is an error: they describe one machine, but for different purposes.
 */
export function readXenPolicy(source: SourceText, findings: Findings): EntriesReading | undefined {
  const reading = readEntryLines(source, XEN_POLICY, findings);
  if (reading === undefined) return undefined;
  const { processors } = reading;
  const msrs = readMsrs(source);
  const contents = new Set(
    processors.map(({ label, entries }) => contentOf(entries, msrs.get(label) ?? [])),
  );
  if (contents.size < 2) {
    const outside = stateMsrs(msrs.get(processors[0]?.label ?? "") ?? [], findings);
    return findings.hasError()
      ? undefined
      : { ...reading, processors: processors.slice(0, 1), outside };
  }
  const notes = [`in sections: ${processors.map(({ label }) => `\`${label}\``).join(", ")}`];
  const span = processors[0]?.entries[0]?.span;
  findings.add(report(severalDumps, span, { count: processors.length }, { notes }));
  return undefined;
}

/** The MSRs of each policy, by its label. */
function readMsrs(source: SourceText): ReadonlyMap<string, readonly MsrValue[]> {
  const byLabel = new Map<string, MsrValue[]>();
  let label = XEN_POLICY.unnamed;
  for (const { text, span } of textLines(source)) {
    label = XEN_POLICY.headerOf(text) ?? label;
    const [, index, value] = MSR.exec(text) ?? [];
    if (index === undefined || value === undefined) continue;
    const digits = value.padStart(16, "0");
    const [edx, eax] = [digits.slice(0, 8), digits.slice(8)].map(parseHexadecimal);
    const msr = { index: parseHexadecimal(index), eax: eax ?? 0, edx: edx ?? 0, span };
    addToList(byLabel, label, msr);
  }
  return byLabel;
}

function parseHexadecimal(digits: string): number {
  return Number.parseInt(digits, 16);
}

function contentOf(entries: readonly CpuidEntry[], msrs: readonly MsrValue[]): string {
  const numbers = entries.map(({ function: leaf, index, eax, ebx, ecx, edx }) =>
    [leaf, index, eax, ebx, ecx, edx].join(),
  );
  const values = msrs.map(({ index, eax, edx }) => [index, eax, edx].join());
  return [...numbers, "MSRs", ...values].join(";");
}
