import { expect, test } from "vitest";

import type { CpuidEntryKey } from "../../src/model/layout.ts";
import { readRegisters } from "../../src/cpuid/read-registers.ts";
import { askEntries, type Entry } from "../cli/fake-machine.ts";
import { fixture, readingOf } from "./read-text.ts";

const span = { source: { name: "CPUID of this machine", text: "CPU 0\n" }, start: 0, end: 5 };

/** "GenuineIntel", "AuthenticAMD" and "  Shanghai  " as EBX, ECX, EDX of leaf 0. */
const INTEL = [0x756e_6547, 0x6c65_746e, 0x4965_6e69] as const;
const AMD = [0x6874_7541, 0x444d_4163, 0x6974_6e65] as const;
const ZHAOXIN = [0x6853_2020, 0x2020_6961, 0x6867_6e61] as const;

/** `function.index` of each entry, in hexadecimal. */
function placesOf(entries: readonly Entry[], wanted: readonly CpuidEntryKey[] = []) {
  return readRegisters(askEntries(entries), wanted, span).map(
    (entry) => `${entry.function.toString(16)}.${entry.index.toString(16)}`,
  );
}

test("each range is read up to its highest leaf, each leaf with its sub-leaves", () => {
  const places = placesOf([
    [0, 0, 7, ...INTEL],
    [7, 0, 1, 0, 0, 0],
    [0x8000_0000, 0, 0x8000_0002, 0, 0, 0],
  ]);
  expect(places).toEqual([
    ...["0.0", "1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "7.0", "7.1"],
    ...["80000000.0", "80000001.0", "80000002.0"],
  ]);
});

test("registers and the place in the list of processors are kept", () => {
  const [, second] = readRegisters(
    askEntries([
      [0, 0, 1, ...AMD],
      [1, 0, 2, 3, 4, 5],
    ]),
    [],
    span,
  );
  expect(second).toEqual({
    ...{ function: 1, index: 0, isIndexSignificant: true },
    ...{ eax: 2, ebx: 3, ecx: 4, edx: 5, span },
  });
});

test("a hypervisor's leaves are read if its bit is set", () => {
  const hypervisor: Entry = [0x4000_0000, 0, 0x4000_0001, 0, 0, 0];
  expect(placesOf([[0, 0, 1, ...INTEL], [1, 0, 0, 0, 0x8000_0000, 0], hypervisor])).toEqual([
    ...["0.0", "1.0", "40000000.0", "40000001.0", "80000000.0"],
  ]);
  expect(placesOf([[0, 0, 1, ...INTEL], [1, 0, 0, 0, 0x7fff_ffff, 0], hypervisor])).toEqual([
    ...["0.0", "1.0", "80000000.0"],
  ]);
});

test("a hypervisor's bit is one of leaf 1, and of no other leaf", () => {
  const leaf7: Entry = [7, 0, 0, 0, 0x8000_0000, 0];
  expect(placesOf([[0, 0, 7, ...INTEL], leaf7])).not.toContain("40000000.0");
});

test("a vendor's own range is read of that vendor only", () => {
  const own: Entry = [0xc000_0000, 0, 0xc000_0001, 0, 0, 0];
  expect(placesOf([[0, 0, 0, ...ZHAOXIN], own])).toContain("c0000001.0");
  expect(placesOf([[0, 0, 0, ...INTEL], own])).toEqual(["0.0", "80000000.0"]);
});

test("a range that does not exist has its first leaf only, whatever that returns", () => {
  // Like Intel's old processors: returns the data of the highest basic leaf.
  expect(
    placesOf([
      [0, 0, 1, ...INTEL],
      [0x8000_0000, 0, 0x0728_0202, 0, 0, 0],
    ]),
  ).toEqual([...["0.0", "1.0", "80000000.0"]]);
});

test("a range that seems endless is cut", () => {
  expect(placesOf([[0, 0, 0xffff, ...INTEL]]).length).toBeLessThan(2000);
});

test("wanted sub-leaves are read if the list of sub-leaves is unknown", () => {
  const entries: readonly Entry[] = [[0, 0, 7, ...INTEL]];
  const wanted = [5, 7, 9].map((leaf) => ({ function: leaf, index: 3 }));
  const places = placesOf(entries, wanted);
  expect(places.filter((place) => place.endsWith(".3"))).toEqual(["5.3"]);
});

test("reading a processor that answers with a real dump returns that dump", async () => {
  const reading = await readingOf(fixture("epyc-genoa-guest.cpuid"));
  if (reading.kind !== "entries") throw new Error("the dump has registers");
  const dump = reading.processors[0]?.entries ?? [];
  const entries = dump.map((entry): Entry => [
    ...([entry.function, entry.index, entry.eax] as const),
    ...([entry.ebx, entry.ecx, entry.edx] as const),
  ]);
  const places = placesOf(entries);
  const isThere = (place: string) => places.includes(place);
  const missing = entries.filter(
    ([leaf, index, ...registers]) =>
      registers.some((register) => register !== 0) &&
      !isThere(`${leaf.toString(16)}.${index.toString(16)}`),
  );
  expect(missing).toEqual([]);
});
