/**
 * Reads one host of `--hosts`: a file with a CPUID dump, or the device of a processor of this
 * machine.
 */

import { type Diagnostic, isError } from "../../diagnostics/diagnostic.ts";
import { readCpuid } from "../../cpuid/read-cpuid.ts";
import type { CpuidReading } from "../../cpuid/reading.ts";
import type { Layout } from "../../model/layout.ts";
import { readDumpFile } from "../bitmap-inputs.ts";
import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { openDevice } from "../read-device.ts";

export interface Host {
  readonly name: string;
  readonly vendor: string | undefined;
  /**
   * The reading for a layout. A device is asked for the layout's entries; a dump is the same for
   * every layout.
   */
  readonly readingFor: (layout: Layout) => CpuidReading;
}

export interface ReadHost {
  readonly name: string;
  /** Undefined if the host cannot be read. */
  readonly host: Host | undefined;
  /** Errors only. */
  readonly diagnostics: readonly Diagnostic[];
  /** The reason why the host cannot be read, if no diagnostic gives it. */
  readonly reason?: string;
}

export async function readHost(name: string, io: Io): Promise<ReadHost> {
  try {
    return (await readDeviceHost(name, io)) ?? (await readDumpHost(name, io));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name, host: undefined, diagnostics: [], reason: error.message };
  }
}

async function readDeviceHost(name: string, { machine }: Io): Promise<ReadHost | undefined> {
  const readDevice = await openDevice(name, machine);
  if (readDevice === undefined) return undefined;
  const { vendor } = readDevice([]);
  const readingFor = ({ entries }: Layout): CpuidReading => readDevice(entries);
  return { name, host: { name, vendor, readingFor }, diagnostics: [] };
}

async function readDumpHost(name: string, io: Io): Promise<ReadHost> {
  const { reading, diagnostics } = await readCpuid({ name, text: readDumpFile(name, io) });
  return {
    name,
    host: reading && { name, vendor: reading.vendor, readingFor: () => reading },
    diagnostics: diagnostics.filter(isError),
  };
}
