/** The output of `cpuid -r` and `cpuid -1 -r` as entries. */

import type { SourceText } from "../base/source-text.ts";
import { decodedDump } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";
import { type EntryLineFormat, readEntryLines } from "./read-entry-lines.ts";
import type { EntriesReading } from "./reading.ts";
import { textLines } from "./text-lines.ts";

const HEADER = /^(CPU(?: \d+)?):\s*$/;
const ROW =
  /^\s*(0x[0-9a-f]+)\s+(0x[0-9a-f]+):\s+eax=(0x[0-9a-f]+)\s+ebx=(0x[0-9a-f]+)\s+ecx=(0x[0-9a-f]+)\s+edx=(0x[0-9a-f]+)\s*$/i;

/** Decoded lines that the command prints first without `-r`. */
const DECODED = /^\s+(?:vendor_id|version information)\b/;

const RAW_DUMP: EntryLineFormat = {
  format: "cpuid -r",
  checks: ["order", "maxima"],
  expected: "`CPU 0:` or `0x00000001 0x00: eax=0x… ebx=0x… ecx=0x… edx=0x…`",
  unnamed: "CPU",
  headerOf: (line) => HEADER.exec(line)?.[1],
  rowOf: (line) => {
    const [, leaf, index, ...registers] = ROW.exec(line) ?? [];
    return leaf === undefined ? undefined : { leaf, index, registers, isIndexSignificant: true };
  },
  isPadded: true,
  isOther: () => false,
};

/** True if a line can only be of this format. */
export function isRawDumpLine(line: string): boolean {
  return HEADER.test(line) || ROW.test(line);
}

export function readRawDump(source: SourceText, findings: Findings): EntriesReading | undefined {
  for (const line of textLines(source)) {
    if (DECODED.test(line.text)) {
      findings.add(report(decodedDump, line.span, {}));
      return undefined;
    }
    if (ROW.test(line.text)) break;
  }
  return readEntryLines(source, RAW_DUMP, findings);
}
