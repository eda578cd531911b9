/**
 * CPUID registers in reports of AIDA64, and in the files of InstLatx64, as entries. Each stands in a line such as
 * `CPUID 00000007: 00000000-029C6FBF-00000000-BC002400 [SL 00]` among many others: a line in brackets names the
 * processor, `[SL 00]` the index where it is significant, and other brackets repeat registers as text.
 */

import type { SourceText } from "../base/source-text.ts";
import type { Findings } from "./findings.ts";
import { type EntryLineFormat, readEntryLines } from "./read-entry-lines.ts";
import type { EntriesReading } from "./reading.ts";

const HEADER = /(?:Logical CPU|CPUID Registers.*\(CPU) #(\d+)/i;
const ENTRY = /^\s*CPUID [0-9A-F]{8}(?::|\s)/i;
const ROW =
  /^\s*CPUID ([0-9A-F]{8})(?::\s*|\s+)([0-9A-F]{8})-([0-9A-F]{8})-([0-9A-F]{8})-([0-9A-F]{8})(?:\s+\[SL ([0-9A-F]{1,8})\])?(?:\s+\[.*\])?\s*$/i;

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

/** Whether a line can only be of this format. */
export function isAidaLine(line: string): boolean {
  return ROW.test(line);
}

export function readAidaDump(source: SourceText, findings: Findings): EntriesReading | undefined {
  return readEntryLines(source, AIDA_DUMP, findings);
}
