/** Reads the CPUID registers of this machine's own processors. */

import type { CpuidEntryKey } from "../model/layout.ts";
import { readRegisters } from "./read-registers.ts";
import type { EntriesReading } from "./reading.ts";
import type { AskCpuid } from "./sub-leaves.ts";
import { vendorOfEntries } from "./vendor.ts";

/** The name of the source in messages. Its text has one line for each processor. */
const SOURCE_NAME = "CPUID of this machine";

/**
 * @param numbers the numbers of the processors; at least one.
 * @param askProcessor calls `use` with a function that asks one of them.
 * @param wanted as for `readRegisters`.
 * @throws whatever `askProcessor` throws.
 */
export function readProcessors(
  numbers: readonly number[],
  askProcessor: <T>(number: number, use: (ask: AskCpuid) => T) => T,
  wanted: readonly CpuidEntryKey[],
): EntriesReading {
  const labels = numbers.map((number) => `CPU ${number}`);
  const source = { name: SOURCE_NAME, text: labels.map((label) => `${label}\n`).join("") };
  let start = 0;
  const processors = numbers.map((number, position) => {
    const label = labels[position] ?? "";
    const span = { source, start, end: start + label.length };
    start = span.end + 1;
    return { label, entries: askProcessor(number, (ask) => readRegisters(ask, wanted, span)) };
  });
  const vendor = vendorOfEntries(processors[0]?.entries ?? []);
  return { kind: "entries", format: "CPUID", vendor, processors };
}
