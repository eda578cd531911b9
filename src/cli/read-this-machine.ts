/** Reads the machine that the command runs on, as an input. */

import type { EntriesReading } from "../cpuid/reading.ts";
import type { Input } from "../model/model.ts";
import { UsageError } from "./exit.ts";
import { CPUINFO, type Machine, processorOf } from "./machine.ts";
import { fillBitmap, LARGEST_DUMP, parseDump, type ParsedBitmap } from "./parse-dump.ts";
import { systemCode } from "./read-file.ts";

export interface ThisMachine extends ParsedBitmap {
  /** Where it was read, in words. */
  readonly source: string;
}

/**
 * Registers say exactly what the processors have, but only users with the right to open `/dev/cpu/N/cpuid` can read
 * them. `/proc/cpuinfo` says the rest: words of the kernel's own, or all that it has names for.
 *
 * @throws UsageError if neither can be read.
 */
export async function readThisMachine(input: Input, machine: Machine): Promise<ThisMachine> {
  const { layout } = input;
  const reading = layout.entries.length === 0 ? undefined : await readDevices(input, machine);
  const registers = reading && (await fillBitmap(input, reading));
  const needsKernel = layout.words.some(({ address }) => address === undefined);
  const kernel =
    registers === undefined || needsKernel ? await readKernel(input, machine) : undefined;
  if (registers !== undefined && kernel !== undefined) {
    const { joinBitmaps } = await import("../cpuid/join-bitmaps.ts");
    const isWhole = registers.bitmap !== undefined && kernel.bitmap !== undefined;
    return {
      bitmap: isWhole ? joinBitmaps(layout, registers.bitmap, kernel.bitmap) : undefined,
      withoutBit: kernel.withoutBit,
      diagnostics: [...registers.diagnostics, ...kernel.diagnostics],
      source: `CPUID and ${CPUINFO} of this machine`,
    };
  }
  if (registers !== undefined) return { ...registers, source: "CPUID of this machine" };
  if (kernel !== undefined) return { ...kernel, source: `${CPUINFO} of this machine` };
  throw new UsageError(
    `what this machine has is not known: \`${CPUINFO}\` cannot be read`,
    "give the host's CPUID: `--host FILE`, or features, as in `--host +XSAVE,+AVX`",
  );
}

/**
 * The answers of one processor of this machine, if the argument names its device: `/dev/cpu/3/cpuid`. The kernel's own
 * words are unknown then.
 *
 * @throws UsageError if it cannot be read.
 */
export async function readNamedDevice(
  input: Input,
  path: string,
  machine: Machine,
): Promise<ParsedBitmap | undefined> {
  if (processorOf(path) === undefined) return undefined;
  const { readDevice } = await import("./read-device.ts");
  const reading = readDevice(path, machine, input.layout.entries);
  return reading && (await fillBitmap(input, reading));
}

async function readKernel(input: Input, machine: Machine): Promise<ParsedBitmap | undefined> {
  const content = machine.readCpuinfo(LARGEST_DUMP);
  return content.kind === "text" ? parseDump(input, CPUINFO, content.text) : undefined;
}

/** Undefined if the devices cannot be read, for whatever reason the system has. */
async function readDevices(
  { layout }: Input,
  machine: Machine,
): Promise<EntriesReading | undefined> {
  const { readProcessors } = await import("../cpuid/read-processors.ts");
  try {
    const online = machine.processors().filter((processor) => isOnline(processor, machine));
    if (online.length === 0) return undefined;
    return readProcessors(online, machine.askProcessor, layout.entries);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** A processor that is offline has no features, nor is it in `/proc/cpuinfo`. */
function isOnline(processor: number, { askProcessor }: Machine): boolean {
  try {
    return askProcessor(processor, () => true);
  } catch (error) {
    if (systemCode(error) === "ENXIO") return false;
    throw error;
  }
}
