/**
 * A CPU policy that `xen-cpuid -p` prints as entries: `  00000007:00000000 -> 00000000:029c6fbf:00000000:bc002400`
 * below a line such as `Host policy: 30 leaves, 2 MSRs`. Leaves without a bit are not printed.
 */

import type { SourceText } from "../base/source-text.ts";
import { severalDumps } from "../diagnostics/cpuid-documents.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";
import { type EntryLineFormat, readEntryLines } from "./read-entry-lines.ts";
import type { CpuidEntry, EntriesReading } from "./reading.ts";

const HEADER = /^(\S.*) policy: \d+ leaves, \d+ MSRs\s*$/;
const ROW =
  /^\s*([0-9a-f]{8}):([0-9a-f]{8}) -> ([0-9a-f]{8}):([0-9a-f]{8}):([0-9a-f]{8}):([0-9a-f]{8})\s*$/;
/** Instead of an index: it is not significant. */
const NO_INDEX = "ffffffff";
/** Headings, and an MSR with its value. */
const OTHER =
  /^\s*(?:Xen reports .*|CPUID:|MSRs:|leaf +subleaf +-> .*|index +-> value|[0-9a-f]{8} -> [0-9a-f]{16})\s*$/;

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
  isOther: (line) => OTHER.test(line),
};

/** Whether a line can only be of this format. */
export function isXenPolicyLine(line: string): boolean {
  return HEADER.test(line) || ROW.test(line);
}

/** Several policies are of one machine, but each is for another purpose. */
export function readXenPolicy(source: SourceText, findings: Findings): EntriesReading | undefined {
  const reading = readEntryLines(source, XEN_POLICY, findings);
  if (reading === undefined) return undefined;
  const { processors } = reading;
  const contents = new Set(processors.map(({ entries }) => contentOf(entries)));
  if (contents.size < 2) return { ...reading, processors: processors.slice(0, 1) };
  const notes = [`in sections: ${processors.map(({ label }) => `\`${label}\``).join(", ")}`];
  const span = processors[0]?.entries[0]?.span;
  findings.add(report(severalDumps, span, { count: processors.length }, { notes }));
  return undefined;
}

function contentOf(entries: readonly CpuidEntry[]): string {
  const numbers = entries.map(({ function: leaf, index, eax, ebx, ecx, edx }) =>
    [leaf, index, eax, ebx, ecx, edx].join(),
  );
  return numbers.join(";");
}
