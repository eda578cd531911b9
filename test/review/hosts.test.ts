/** On which hosts a change shows, by hand. A random test holds the same against all completions. */

import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import type { CpuidBitmap } from "../../src/cpuid/cpuid-bitmap.ts";
import type { HostShare } from "../../src/review/compare/hosts.ts";
import { sourceOf } from "../harness/compile-text.ts";

/** What the dump of a host tells of bits A and B, of leaf L in which they are, and of the vendor. */
interface Dump {
  readonly A?: boolean;
  readonly B?: boolean;
  readonly has?: boolean;
  readonly vendor?: string;
}

const DUMPS: Readonly<Record<string, Dump>> = {
  none: { A: false, B: false, has: true, vendor: "GenuineIntel" },
  a: { A: true, B: false, has: true, vendor: "AuthenticAMD" },
  both: { A: true, B: true, has: true, vendor: "CyrixInstead" },
  absent: { A: false, B: false, has: false, vendor: "GenuineIntel" },
  "a, else unknown": { A: true, has: true },
  unknown: {},
};

function bitmapOf({ A, B, has, vendor }: Dump): CpuidBitmap {
  const bits = (a: boolean, b: boolean): Uint32Array => Uint32Array.of((a ? 1 : 0) | (b ? 2 : 0));
  return {
    words: bits(A === true, B === true),
    knownWords: bits(A !== undefined, B !== undefined),
    present: Uint8Array.of(has === true ? 1 : 0),
    knownPresent: Uint8Array.of(has === undefined ? 0 : 1),
    vendor,
  };
}

/** A bit that is off before, and what this says after. */
async function shareOf(
  value: string,
  {
    assume = [],
    inputs = ["host"],
  }: { assume?: readonly string[]; inputs?: readonly string[] } = {},
): Promise<HostShare | undefined> {
  const program = (rule: string): string => `layout l {
  enum vendor: intel amd other
  leaf L = 1 ecx { 0 A  1 B }
}
input host: l
input raw: l
input guest: l
flag f
enum mode: one two
caps c: l {
  default = none
  A = ${rule}
}
`;
  const dumps = Object.values(DUMPS).map(bitmapOf);
  const { diff: found } = await diff(sourceOf(program("none")), sourceOf(program(value)), {
    assume,
    hosts: {
      inputs,
      names: Object.keys(DUMPS),
      vendors: dumps.map(({ vendor }) => vendor),
      bitmapsOf: ({ name }) => (inputs.includes(name) ? dumps : []),
    },
  });
  return found?.sets[0]?.changes[0]?.hosts;
}

test.each([
  // Some guest and some flags make it show.
  ["host.A", ["a", "both", "a, else unknown"], { unknown: "host.A" }],
  ["host.A & guest.A & f & mode == two", ["a", "both", "a, else unknown"], { unknown: "host.A" }],
  ["host.A & host.B", ["both"], { "a, else unknown": "host.B", unknown: "host.A host.B" }],
  ["host.A & !host.B", ["a"], { "a, else unknown": "host.B", unknown: "host.A host.B" }],
  ["guest.A", Object.keys(DUMPS), {}],
  ["host.A | guest.A", Object.keys(DUMPS), {}],
  ["host has L", ["none", "a", "both", "a, else unknown"], { unknown: "host has L" }],
  ["!(host has L)", ["absent"], { unknown: "host has L" }],
  ["host.vendor == amd", ["a"], { "a, else unknown": "host.vendor", unknown: "host.vendor" }],
  ["host.vendor == other", ["both"], { "a, else unknown": "host.vendor", unknown: "host.vendor" }],
  [
    "host.vendor != intel & host.A",
    ["a", "both"],
    { "a, else unknown": "host.vendor", unknown: "host.A host.vendor" },
  ],
  // Another vendor than that of the dump.
  ["guest.vendor == amd", Object.keys(DUMPS), {}],
  // Any guest has it, and the raw input is not the host's here.
  ["raw.A & host.A", ["a", "both", "a, else unknown"], { unknown: "host.A" }],
] as const)("%s shows on %j, and may show on %j", async (value, on, mayShow) => {
  const share = await shareOf(value);
  expect(share?.on).toEqual(on);
  const open = share?.mayShow.map(({ name, dependsOn }) => [name, [...dependsOn].sort().join(" ")]);
  expect(Object.fromEntries(open ?? [])).toEqual(mayShow);
  expect(share?.of).toBe(6);
});

test("an assumption leaves out hosts, or tells what dumps do not", async () => {
  const without = await shareOf("host.A", { assume: ["!host.A | host.B"] });
  // Of the host that has A and maybe B, only one with B is looked at.
  expect(without?.on).toEqual(["both", "a, else unknown"]);
  expect(without?.mayShow).toEqual([{ name: "unknown", dependsOn: ["host.A"] }]);
  const told = await shareOf("host.A", { assume: ["host.A"] });
  expect(told?.on).toEqual(["a", "both", "a, else unknown", "unknown"]);
  expect(told?.mayShow).toEqual([]);
});

test("one machine gives several inputs", async () => {
  const share = await shareOf("host.A & !raw.B", { inputs: ["host", "raw"] });
  expect(share?.on).toEqual(["a"]);
  expect(share?.mayShow.map(({ name }) => name)).toEqual(["a, else unknown", "unknown"]);
});

test("no dump tells anything of an input for which there is none", async () => {
  const share = await shareOf("guest.A", { inputs: ["raw"] });
  expect(share?.on).toEqual(Object.keys(DUMPS));
});

test("of inputs that no side has nothing is told", async () => {
  expect(await shareOf("host.A", { inputs: ["other"] })).toBeUndefined();
});
