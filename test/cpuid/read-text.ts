/** Shortcuts that the tests of CPUID readers share. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { positionAt } from "../../src/base/source-text.ts";
import { readCpuid, type CpuidResult } from "../../src/cpuid/read-cpuid.ts";
import type { CpuidEntry, CpuidReading } from "../../src/cpuid/reading.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";

export function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "../fixtures/cpuid", name), "utf8");
}

export function readText(text: string): Promise<CpuidResult> {
  return readCpuid({ name: "dump", text });
}

/** The reading of a text that must have one, and no diagnostic. */
export async function readingOf(text: string): Promise<CpuidReading> {
  const { reading, diagnostics } = await readText(text);
  if (reading === undefined || diagnostics.length > 0) {
    throw new Error(`unexpected: ${places(diagnostics).join("; ")}`);
  }
  return reading;
}

/** The registers of the first processor of a text that has nothing wrong. */
export async function entriesOf(text: string): Promise<readonly CpuidEntry[]> {
  const reading = await readingOf(text);
  if (reading.kind !== "entries") throw new Error("expected entries");
  return reading.processors[0]?.entries ?? [];
}

/** `CR0705 3:1`: code, line, column. */
export function places(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, span }) => {
    if (span === undefined) return code;
    const { line, column } = positionAt(span.source, span.start);
    return `${code} ${line}:${column}`;
  });
}

/** A line as `cpuid -r` prints it. */
export function row(leaf: number, index: number, registers: readonly number[]): string {
  const [eax, ebx, ecx, edx] = [0, 1, 2, 3].map((position) => hex(registers[position] ?? 0, 8));
  return `   ${hex(leaf, 8)} ${hex(index, 2)}: eax=${eax} ebx=${ebx} ecx=${ecx} edx=${edx}\n`;
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}
