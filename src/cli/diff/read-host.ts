/** One host of `--hosts`: a file that holds a CPUID dump, or the device of a processor of this machine. */

import { isError } from "../../analyze.ts";
import { readCpuid } from "../../cpuid/read-cpuid.ts";
import type { CpuidReading } from "../../cpuid/reading.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Layout } from "../../model/layout.ts";
import { readDumpFile } from "../bitmap-inputs.ts";
import { UsageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { readDevice } from "../read-device.ts";

export interface Host {
  readonly name: string;
  readonly vendor: string | undefined;
  /** A device is asked for the entries of the layout; a dump is the same for every layout. */
  readonly readingFor: (layout: Layout) => CpuidReading;
}

export interface ReadHost {
  readonly name: string;
  /** Undefined if it cannot be read. */
  readonly host: Host | undefined;
  /** Errors only. */
  readonly diagnostics: readonly Diagnostic[];
  /** Why it cannot be read, where no diagnostic has it. */
  readonly reason?: string;
}

export async function readHost(name: string, io: Io): Promise<ReadHost> {
  try {
    return readDeviceHost(name, io) ?? (await readDumpHost(name, io));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name, host: undefined, diagnostics: [], reason: error.message };
  }
}

function readDeviceHost(name: string, { machine }: Io): ReadHost | undefined {
  const reading = readDevice(name, machine, []);
  if (reading === undefined) return undefined;
  const readingFor = ({ entries }: Layout): CpuidReading =>
    readDevice(name, machine, entries) ?? reading;
  return { name, host: { name, vendor: reading.vendor, readingFor }, diagnostics: [] };
}

async function readDumpHost(name: string, io: Io): Promise<ReadHost> {
  const { reading, diagnostics } = await readCpuid({ name, text: readDumpFile(name, io) });
  return {
    name,
    host: reading && { name, vendor: reading.vendor, readingFor: () => reading },
    diagnostics: diagnostics.filter(isError),
  };
}
