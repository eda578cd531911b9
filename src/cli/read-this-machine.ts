/** Reads the machine that the command runs on, as an input. */

import type { EntriesReading } from "../cpuid/reading.ts";
import type { Input } from "../model/model.ts";
import { UsageError } from "./exit.ts";
import { CPUINFO, type Machine } from "./machine.ts";
import { fillBitmap, LARGEST_DUMP, parseDump, type ParsedBitmap } from "./parse-dump.ts";
import { openDevice } from "./read-device.ts";
import { systemCode } from "./read-file.ts";

export interface ThisMachine extends ParsedBitmap {
  /** The source in words. */
  readonly source: string;
}

/**
 * Registers are exact, but only users who may open `/dev/cpu/N/cpuid` can read them.
 * `/proc/cpuinfo` adds the kernel's own words or, without registers, all features that it names.
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
    `the features of this machine are unknown: \`${CPUINFO}\` cannot be read`,
    "give the host's CPUID: `--host FILE`, or features, as in `--host +XSAVE,+AVX`",
  );
}

/**
 * Reads one processor of this machine if the argument names its device, such as `/dev/cpu/3/cpuid`.
 * The kernel's own words are unknown then.
 * @throws UsageError if the device cannot be read.
 */
export async function readNamedDevice(
  input: Input,
  path: string,
  machine: Machine,
): Promise<ParsedBitmap | undefined> {
  const readDevice = await openDevice(path, machine);
  return readDevice && (await fillBitmap(input, readDevice(input.layout.entries)));
}

async function readKernel(input: Input, machine: Machine): Promise<ParsedBitmap | undefined> {
  const content = machine.readCpuinfo(LARGEST_DUMP);
  return content.kind === "text" ? parseDump(input, CPUINFO, content.text) : undefined;
}

/** Undefined if the devices cannot be read, for any reason. */
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

/** True unless the processor is offline; then it is not in `/proc/cpuinfo` either. */
function isOnline(processor: number, { askProcessor }: Machine): boolean {
  try {
    return askProcessor(processor, () => true);
  } catch (error) {
    if (systemCode(error) === "ENXIO") return false;
    throw error;
  }
}
