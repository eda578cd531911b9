/**
 * Vectors: inputs of KVM, and the results of the kernel's own code. One JSON object on each line.
 */

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

/** A number that JSON cannot hold exactly, as hexadecimal text. */
export type Hex = string;

type HexRow = readonly (Hex | number)[];

export interface Vector {
  readonly in: {
    readonly id: string;
    readonly module: "intel" | "amd";
    readonly x86_64: boolean;
    readonly params: Readonly<Record<string, boolean | number>>;
    readonly host: {
      readonly vendor: string;
      /** function, index, eax, ebx, ecx, edx */
      readonly cpuid: readonly HexRow[];
      /** 22 words of the kernel, and 2 of bugs. */
      readonly caps: readonly Hex[];
      readonly xcr0: Hex;
      readonly xss: Hex;
      readonly tsc_aux_uret: boolean;
      readonly pmu: {
        readonly version: number;
        readonly gp: number;
        readonly pebs_ept: boolean;
        readonly mediated: boolean;
        readonly mediated_ok: boolean;
      };
    };
    readonly vmx?: Readonly<Record<"basic" | "misc" | "ept" | "entry" | "sec", Hex>>;
    readonly svm?: Readonly<
      Partial<Record<"sev_platform_ok" | "host_sev_snp" | "snp_initialized", boolean>>
    >;
    readonly guest: {
      /** function, index, flags, eax, ebx, ecx, edx */
      readonly entries: readonly HexRow[];
      readonly cr4: Hex;
      readonly apic_enabled: boolean;
      readonly misc_mwait: boolean;
      readonly quirk_misc_no_mwait: boolean;
    };
  };
  readonly out: {
    readonly load_error: number;
    readonly facts?: Readonly<Record<string, boolean | number | Hex>>;
    readonly guest?: Readonly<Record<string, boolean | number | Hex>>;
    readonly msr?: Readonly<Record<string, boolean>>;
    readonly [field: string]: unknown;
  };
}

/** @throws Error naming the file, and the line that is no vector. */
export async function* readVectors(file: string): AsyncGenerator<Vector> {
  try {
    yield* parseLines(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.startsWith(file) ? message : `${file}: ${message}`, { cause: error });
  }
}

async function* parseLines(file: string): AsyncGenerator<Vector> {
  const stream = createReadStream(file);
  const input = file.endsWith(".gz") ? stream.pipe(createGunzip()) : stream;
  // An error of the file itself does not pass through the pipe.
  stream.on("error", (error) => input.destroy(error));
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (text.trim() === "") continue;
    yield parseVector(text, `${file}:${line}`);
  }
}

function parseVector(text: string, place: string): Vector {
  try {
    const vector: unknown = JSON.parse(text);
    if (typeof vector === "object" && vector !== null && "in" in vector && "out" in vector) {
      return vector as Vector; // the format is fixed, and what is missing in it will not agree
    }
  } catch {
    // Said below.
  }
  throw new Error(`${place}: this is no vector`);
}

/** The lower 32 bits. */
export function word(value: Hex | number | undefined): number {
  return Number(BigInt(value ?? 0) & 0xffff_ffffn);
}

/** The 32 bits above. */
export function highWord(value: Hex | undefined): number {
  return word(`0x${(BigInt(value ?? 0) >> 32n).toString(16)}`);
}
