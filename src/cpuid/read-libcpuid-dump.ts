/**
 * Reads a raw dump of libcpuid (`cpuid_tool --save`), with lines such as `basic_cpuid[7]=00000000
 * 029c6fbf 00000000 bc002400`. The lists of the two ranges of leaves have index 0 only. Some leaves
 * have a separate list for further indexes.
 */

import type { SourceText } from "../base/source-text.ts";
import type { Findings } from "./findings.ts";
import { type EntryLineFormat, type EntryRow, readEntryLines } from "./read-entry-lines.ts";
import type { EntriesReading } from "./reading.ts";

const HEADER = /^_+ Logical CPU #(\d+) _+\s*$/;
const ROW = /^(\w+)\[(\d{1,3})\]=([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8})\s*$/;

/** The first leaf of each range, and the leaf of each list of indexes. */
const RANGES: ReadonlyMap<string, number> = new Map([
  ["basic_cpuid", 0],
  ["ext_cpuid", 0x8000_0000],
]);
const INDEXED_LEAVES: ReadonlyMap<string, number> = new Map([
  ["intel_fn4", 0x4],
  ["intel_fn11", 0xb],
  ["intel_fn12h", 0x12],
  ["intel_fn14h", 0x14],
  ["amd_fn8000001dh", 0x8000_001d],
  ["amd_fn80000026h", 0x8000_0026],
]);

const LIBCPUID_DUMP: EntryLineFormat = {
  format: "libcpuid",
  checks: [],
  expected: "`basic_cpuid[0]=00000000 00000000 00000000 00000000`",
  unnamed: "CPU 0",
  headerOf: (line) => {
    const number = HEADER.exec(line)?.[1];
    return number === undefined ? undefined : `CPU ${number}`;
  },
  rowOf: (line) => {
    const [, list = "", position = "", ...registers] = ROW.exec(line) ?? [];
    const place = placeOf(list, Number(position));
    return place && { ...place, registers, isIndexSignificant: true };
  },
  isPadded: true,
  isOther: (line) => !line.includes("[") && (line.includes("=") || line.startsWith("#")),
  // Index 0 stands among the leaves of its range as well, and there it is filled for every vendor.
  isRepeated: ({ leaf, index }, before) =>
    index === "0" && before.some((entry) => entry.function === Number.parseInt(leaf, 16)),
};

function placeOf(list: string, position: number): Pick<EntryRow, "leaf" | "index"> | undefined {
  const first = RANGES.get(list);
  if (first !== undefined) return { leaf: (first + position).toString(16), index: "0" };
  const leaf = INDEXED_LEAVES.get(list);
  return leaf === undefined ? undefined : { leaf: leaf.toString(16), index: position.toString(16) };
}

/** True if a line can only be of this format. */
export function isLibcpuidLine(line: string): boolean {
  return LIBCPUID_DUMP.rowOf(line) !== undefined;
}

export function readLibcpuidDump(
  source: SourceText,
  findings: Findings,
): EntriesReading | undefined {
  return readEntryLines(source, LIBCPUID_DUMP, findings);
}
