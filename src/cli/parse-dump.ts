/** Converts the text of a CPUID dump to the bitmap of an input. */

import { type Diagnostic, isError } from "../diagnostics/diagnostic.ts";
import type { CpuidBitmap } from "../cpuid/cpuid-bitmap.ts";
import type { CpuidReading } from "../cpuid/reading.ts";
import type { Input } from "../model/model.ts";

export interface ParsedBitmap {
  /** Undefined if a diagnostic is an error. */
  readonly bitmap: CpuidBitmap | undefined;
  /** Names of features which the dump says are on, and for which the layout of the input has no bit. */
  readonly withoutBit: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** In bytes; `/proc/cpuinfo` of some 8,000 processors. */
export const LARGEST_DUMP: number = 32 * 1024 * 1024;

/** The input that holds the CPUID of a guest. All other inputs describe a machine. */
const GUEST = "guest";

export async function parseDump(input: Input, file: string, text: string): Promise<ParsedBitmap> {
  const { readCpuid } = await import("../cpuid/read-cpuid.ts");
  const { reading, diagnostics } = await readCpuid({ name: file, text });
  if (reading === undefined) return { bitmap: undefined, withoutBit: [], diagnostics };
  const filled = await fillBitmap(input, reading);
  return { ...filled, diagnostics: [...diagnostics, ...filled.diagnostics] };
}

export async function fillBitmap(
  { name, layout }: Input,
  reading: CpuidReading,
): Promise<ParsedBitmap> {
  const { toBitmap } = await import("../cpuid/to-bitmap.ts");
  const role = name === GUEST ? "guest" : "host";
  const { bitmap, unknown: withoutBit, diagnostics } = toBitmap(reading, layout, role);
  return { bitmap: diagnostics.some(isError) ? undefined : bitmap, withoutBit, diagnostics };
}
