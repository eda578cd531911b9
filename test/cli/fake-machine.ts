/** Machines that the command can be told to run on. */

import type { AskCpuid } from "../../src/cpuid/sub-leaves.ts";
import type { Machine } from "../../src/cli/machine.ts";

/** Function, index, EAX, EBX, ECX, EDX. */
export type Entry = readonly [number, number, number, number, number, number];

export interface FakeMachine {
  /** Without it, there is no `/proc/cpuinfo`. */
  readonly cpuinfo?: string;
  /** Entries of each processor by its number; without it, there are no devices. */
  readonly processors?: Readonly<Record<number, readonly Entry[]>>;
  /** Processors that fail, by number, with the error code, such as `EACCES`. */
  readonly failures?: Readonly<Record<number, string>>;
}

/** Answers as processors do: with zeros for what none of the entries says. */
export function askEntries(entries: readonly Entry[]): AskCpuid {
  return (leaf, index) => {
    const found = entries.find((entry) => entry[0] === leaf && entry[1] === index);
    const [, , eax = 0, ebx = 0, ecx = 0, edx = 0] = found ?? [];
    return { eax, ebx, ecx, edx };
  };
}

export function fakeMachine({ cpuinfo, processors, failures = {} }: FakeMachine = {}): Machine {
  return {
    readCpuinfo: () =>
      cpuinfo === undefined ? { kind: "missing" } : { kind: "text", text: cpuinfo },
    processors: () => {
      if (processors === undefined) throw systemError("ENOENT");
      return Object.keys({ ...processors, ...failures }).map(Number);
    },
    askProcessor: (processor, use) => {
      const failure = failures[processor];
      if (failure !== undefined) throw systemError(failure);
      return use(askEntries(processors?.[processor] ?? []));
    },
  };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it failed, open '/dev/cpu/0/cpuid'`), { code });
}
