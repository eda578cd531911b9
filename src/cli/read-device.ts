/** Reads one processor of this machine through its device. */

import { readProcessors } from "../cpuid/read-processors.ts";
import type { EntriesReading } from "../cpuid/reading.ts";
import type { CpuidEntryKey } from "../model/layout.ts";
import { UsageError } from "./exit.ts";
import { type Machine, processorOf } from "./machine.ts";
import { systemCode, systemReason } from "./read-file.ts";

/**
 * The answers of the processor whose device the path names, `/dev/cpu/3/cpuid`; undefined if it names none.
 *
 * @param wanted as for `readProcessors`.
 * @throws UsageError if it cannot be read.
 */
export function readDevice(
  path: string,
  { askProcessor }: Machine,
  wanted: readonly CpuidEntryKey[],
): EntriesReading | undefined {
  const processor = processorOf(path);
  if (processor === undefined) return undefined;
  try {
    return readProcessors([processor], askProcessor, wanted);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new UsageError(`\`${path}\` cannot be read: ${systemReason(error)}`);
  }
}
