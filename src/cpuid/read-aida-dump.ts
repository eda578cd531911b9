/**
 * Reads CPUID registers from reports of AIDA64 and files of InstLatx64. Each entry is a line such
 * as `CPUID 00000007: 00000000-029C6FBF-00000000-BC002400 [SL 00]` among many others: a line in
 * brackets names the processor, `[SL 00]` the index where it is significant, and other brackets
 * repeat registers as text. MSRs stand in lines such as `MSR 0000010A: 0000-0000-0000-0001`, or
 * `MSR 00000300: < FAILED >` where reading one failed.
 */

import type { SourceText } from "../base/source-text.ts";
import type { Findings } from "./findings.ts";
import { featuresOfMsrs, type MsrValue } from "./msr-features.ts";
import { type EntryLineFormat, readEntryLines } from "./read-entry-lines.ts";
import type { EntriesReading } from "./reading.ts";
import { textLines } from "./text-lines.ts";

const HEADER = /(?:Logical CPU|CPUID Registers.*\(CPU) #(\d+)/i;
const ENTRY = /^\s*CPUID [0-9A-F]{8}(?::|\s)/i;
const ROW =
  /^\s*CPUID ([0-9A-F]{8})(?::\s*|\s+)([0-9A-F]{8})-([0-9A-F]{8})-([0-9A-F]{8})-([0-9A-F]{8})(?:\s+\[SL ([0-9A-F]{1,8})\])?(?:\s+\[.*\])?\s*$/i;

const MSR =
  /^\s*MSR ([0-9A-F]{8})(?::\s*|\s+)([0-9A-F]{4})-([0-9A-F]{4})-([0-9A-F]{4})-([0-9A-F]{4})(?:\s+\[.*\])?\s*$/i;

const AIDA_DUMP: EntryLineFormat = {
  format: "AIDA64",
  checks: ["maxima"],
  expected: "`CPUID 00000007: 00000000-00000000-00000000-00000000 [SL 00]`",
  unnamed: "CPU 0",
  headerOf: (line) => {
    const number = ENTRY.test(line) ? undefined : HEADER.exec(line)?.[1];
    return number === undefined ? undefined : `CPU ${number}`;
  },
  rowOf: (line) => {
    const [, leaf, ...rest] = ROW.exec(line) ?? [];
    const [registers, index] = [rest.slice(0, 4), rest[4]];
    return leaf === undefined ? undefined : { leaf, index, registers, isIndexSignificant: true };
  },
  isPadded: true,
  isOther: (line) => !ENTRY.test(line),
};

/** True if a line can only be of this format. */
export function isAidaLine(line: string): boolean {
  return ROW.test(line);
}

export function readAidaDump(source: SourceText, findings: Findings): EntriesReading | undefined {
  const reading = readEntryLines(source, AIDA_DUMP, findings);
  return reading && { ...reading, outside: featuresOfMsrs(readMsrs(source)) };
}

/**
 * Reads each MSR once. A report repeats an MSR that was read on several processors: a bit is on if
 * all of them have it.
 */
function readMsrs(source: SourceText): readonly MsrValue[] {
  const byIndex = new Map<number, MsrValue>();
  for (const { text, span } of textLines(source)) {
    const [, number, ...parts] = MSR.exec(text) ?? [];
    if (number === undefined) continue;
    const [edx = 0, eax = 0] = [parts.slice(0, 2), parts.slice(2)].map((each) =>
      Number.parseInt(each.join(""), 16),
    );
    const index = Number.parseInt(number, 16);
    const before = byIndex.get(index) ?? { index, eax, edx, span };
    byIndex.set(index, {
      ...before,
      eax: (before.eax & eax) >>> 0,
      edx: (before.edx & edx) >>> 0,
    });
  }
  return [...byIndex.values()];
}
