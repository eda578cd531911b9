import { expect, test } from "vitest";

import { spanText } from "../../src/base/span.ts";
import { readProcessors } from "../../src/cpuid/read-processors.ts";
import type { AskCpuid } from "../../src/cpuid/sub-leaves.ts";
import { askEntries, type Entry } from "../cli/fake-machine.ts";

/** EBX, ECX and EDX of leaf 0 of Intel's processors. */
const INTEL = [0x756e_6547, 0x6c65_746e, 0x4965_6e69] as const;
const PROCESSORS: Readonly<Record<number, readonly Entry[]>> = {
  3: [[0, 0, 5, ...INTEL]],
  10: [[0, 0, 0, ...INTEL]],
};

function askProcessor<T>(number: number, use: (ask: AskCpuid) => T): T {
  return use(askEntries(PROCESSORS[number] ?? []));
}

test("each processor's registers stand in a line with its number", () => {
  const { processors, ...reading } = readProcessors([3, 10], askProcessor, []);
  expect(reading).toEqual({ kind: "entries", format: "CPUID", vendor: "GenuineIntel" });
  expect(processors.map(({ label }) => label)).toEqual(["CPU 3", "CPU 10"]);
  // Leaves 0 to 5 of the first processor, leaf 0 of the second one, and 0x80000000 of both.
  expect(processors.map(({ entries }) => entries.length)).toEqual([7, 2]);
  for (const { label, entries } of processors) {
    for (const { span } of entries) expect(spanText(span)).toBe(label);
  }
  const [, second] = processors;
  const { source, start } = second?.entries[0]?.span ?? {};
  expect(source).toEqual({ name: "CPUID of this machine", text: "CPU 3\nCPU 10\n" });
  expect(start).toBe(6);
});

test("a processor is asked for the sub-leaves that are wanted", () => {
  const { processors } = readProcessors([3], askProcessor, [{ function: 5, index: 2 }]);
  const places = processors[0]?.entries.map((entry) => [entry.function, entry.index]);
  expect(places).toContainEqual([5, 2]);
});
