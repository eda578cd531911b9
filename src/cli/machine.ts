/** The machine that the command runs on: its kernel and its processors. */

import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

import type { AskCpuid } from "../cpuid/sub-leaves.ts";
import type { FileContent } from "../names/read-file.ts";
import { readTextFile } from "./read-file.ts";

export interface Machine {
  /** `/proc/cpuinfo`. @param limit in bytes. */
  readonly readCpuinfo: (limit: number) => FileContent;
  /**
   * The numbers of the machine's processors, ascending.
   * @throws a system error if CPUID cannot be read.
   */
  readonly processors: () => readonly number[];
  /**
   * Calls `use` with a function that asks one processor.
   * @throws a system error; ENXIO if the processor is offline.
   */
  readonly askProcessor: <T>(processor: number, use: (ask: AskCpuid) => T) => T;
}

export const CPUINFO = "/proc/cpuinfo";
const DEVICES = "/dev/cpu";

/** The number of the processor whose device the path names. */
export function processorOf(path: string): number | undefined {
  const number = /^\/dev\/cpu\/(\d{1,5})\/cpuid$/.exec(path)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The device of a processor. */
export function deviceOf(processor: number): string {
  return `${DEVICES}/${processor}/cpuid`;
}

/** @param devices the folder of the devices that cpuid(4) of Linux describes. */
export function thisMachine(devices: string = DEVICES): Machine {
  return {
    readCpuinfo: (limit) => readTextFile(CPUINFO, limit),
    processors: () =>
      readdirSync(devices)
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .sort((one, other) => one - other),
    askProcessor: (processor, use) => {
      const descriptor = openSync(join(devices, String(processor), "cpuid"), "r");
      try {
        return use(asksDevice(descriptor));
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** EAX, EBX, ECX and EDX. */
const BYTES = 16;

/** The read offset encodes EAX in its lower and ECX in its upper 32 bits. */
function asksDevice(descriptor: number): AskCpuid {
  return (leaf, index) => {
    const bytes = new DataView(new ArrayBuffer(BYTES));
    const length = readSync(descriptor, bytes, 0, BYTES, index * 2 ** 32 + leaf);
    if (length !== BYTES) throw new ShortRead(leaf, length);
    const word = (offset: number): number => bytes.getUint32(offset, true);
    return { eax: word(0), ebx: word(4), ecx: word(8), edx: word(12) };
  };
}

/** Thrown if a device returns only part of an answer, which no Linux driver does. */
class ShortRead extends Error {
  readonly code = "EIO";

  constructor(leaf: number, length: number) {
    super(`EIO: ${length} of ${BYTES} bytes of leaf ${leaf}`);
  }
}
