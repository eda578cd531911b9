/** Reads one processor of this machine through its device. */

import type { EntriesReading } from "../cpuid/reading.ts";
import type { CpuidEntryKey } from "../model/layout.ts";
import { UsageError } from "./exit.ts";
import { type Machine, processorOf } from "./machine.ts";
import { systemCode, systemReason } from "./read-file.ts";

/**
 * Reads all entries of the processor, and those of `wanted` even if the leaf is not known to have
 * sub-leaves.
 *
 * @throws UsageError if the device cannot be read.
 */
export type ReadDevice = (wanted: readonly CpuidEntryKey[]) => EntriesReading;

/** Undefined unless the path names the device of a processor, such as `/dev/cpu/3/cpuid`. */
export async function openDevice(
  path: string,
  { askProcessor }: Machine,
): Promise<ReadDevice | undefined> {
  const processor = processorOf(path);
  if (processor === undefined) return undefined;
  const { readProcessors } = await import("../cpuid/read-processors.ts");
  return (wanted) => {
    try {
      return readProcessors([processor], askProcessor, wanted);
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      throw new UsageError(`\`${path}\` cannot be read: ${systemReason(error)}`);
    }
  };
}
