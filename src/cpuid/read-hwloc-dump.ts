/**
 * Reads a file of `hwloc-gather-cpuid`, which describes one processor. A line is `5 7 0 0 0 => 0
 * 29c6fbf 0 bc002400`: a mask of the registers that CPUID reads there, EAX to EDX before the
 * instruction, and EAX to EDX after it.
 */

import type { SourceText } from "../base/source-text.ts";
import type { Findings } from "./findings.ts";
import { type EntryLineFormat, readEntryLines } from "./read-entry-lines.ts";
import type { EntriesReading } from "./reading.ts";

const ROW =
  /^([0-9a-f]{1,2}) ([0-9a-f]{1,8}) [0-9a-f]{1,8} ([0-9a-f]{1,8}) [0-9a-f]{1,8} ?=> ([0-9a-f]{1,8}) ([0-9a-f]{1,8}) ([0-9a-f]{1,8}) ([0-9a-f]{1,8})\s*$/;
/** Bit of the mask that is set where CPUID reads ECX, the index. */
const READS_ECX = 4;

const HWLOC_DUMP: EntryLineFormat = {
  format: "hwloc",
  checks: ["order", "maxima"],
  expected: "`5 7 0 0 0 => 0 0 0 0`",
  unnamed: "this processor",
  headerOf: () => undefined,
  rowOf: (line) => {
    const [, mask, leaf, ecx, ...registers] = ROW.exec(line) ?? [];
    if (mask === undefined || leaf === undefined) return undefined;
    const hasIndex = (Number.parseInt(mask, 16) & READS_ECX) !== 0;
    // If the mask has no index, the tool asked for index 0 only.
    return { leaf, index: hasIndex ? ecx : "0", registers, isIndexSignificant: true };
  },
  isPadded: false,
  isOther: (line) => line.startsWith("#"),
};

/** True if a line can only be of this format. */
export function isHwlocLine(line: string): boolean {
  return ROW.test(line);
}

export function readHwlocDump(source: SourceText, findings: Findings): EntriesReading | undefined {
  return readEntryLines(source, HWLOC_DUMP, findings);
}
