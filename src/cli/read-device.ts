/** Reads one processor of this machine through its device. */

import type { EntriesReading } from "../cpuid/reading.ts";
import type { CpuidEntryKey } from "../model/layout.ts";
import { UsageError } from "./exit.ts";
import { type Machine, processorOf } from "./machine.ts";
import { systemCode, systemReason } from "./read-file.ts";

/**
 * Asks the processor for its answers, and for those of `wanted` even where it is not known that a leaf has sub-leaves.
 *
 * @throws UsageError if the device cannot be read.
 */
export type ReadDevice = (wanted: readonly CpuidEntryKey[]) => EntriesReading;

/** Undefined if the path names no device of a processor, as `/dev/cpu/3/cpuid` does. */
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
