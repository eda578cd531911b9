/** The entries that a dump shows to exist or to be absent, worked out by hand from its leaves. */

import { describe, expect, test } from "vitest";

import type { BitmapResult } from "../../src/cpuid/bitmap-result.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import type { Layout } from "../../src/model/layout.ts";
import { fixture, places, readText, row } from "./read-text.ts";
import { buildLayout } from "./small-layout.ts";

/** Entries 0 to 6. */
const layout = buildLayout("ranges", [
  { name: "A", leaf: [0x7, 0, "ebx"], bits: { 5: ["AVX2"] } },
  { name: "B", leaf: [0x7, 1, "eax"], bits: { 4: ["AVX_VNNI"] } },
  { name: "C", leaf: [0x8, undefined, "eax"], bits: {} },
  { name: "D", leaf: [0xd, 1, "eax"], bits: { 3: ["XSAVES"] } },
  { name: "E", leaf: [0x8000_0001, undefined, "edx"], bits: { 11: ["SYSCALL"] } },
  { name: "F", leaf: [0x8000_0008, undefined, "ebx"], bits: {} },
  { name: "G", leaf: [0xc000_0001, undefined, "edx"], bits: {} },
]);

/** EBX, ECX and EDX of leaf 0. */
const INTEL = [0x756e_6547, 0x6c65_746e, 0x4965_6e69] as const;
const CENTAUR = [0x746e_6543, 0x736c_7561, 0x4872_7561] as const;

async function bitmapOf(
  text: string,
  role: "host" | "guest" = "host",
  of: Layout = layout,
): Promise<BitmapResult> {
  const { reading, diagnostics } = await readText(text);
  if (reading === undefined) throw new Error(places(diagnostics).join());
  return toBitmap(reading, of, role);
}

/** A letter for each entry: there, absent, or `?` if that is not told. */
async function toldOf(text: string, role: "host" | "guest" = "host"): Promise<string> {
  const { bitmap } = await bitmapOf(text, role);
  const told = [...bitmap.present].map((isPresent, at) => {
    if (bitmap.knownPresent[at] !== 1) return "?";
    return isPresent === 1 ? "+" : "-";
  });
  return told.join("");
}

function leaf0(maximum: number, vendor: readonly number[] = INTEL): string {
  return row(0, 0, [maximum, ...vendor]);
}

describe("an entry that a dump of a host lacks", () => {
  test("does not exist above the maximum of its range; below it, the dump may be cut", async () => {
    // The range ends at 8: 7.0 and 8 may have been cut off, 0xd cannot exist. The range of
    // 0x80000000 is unknown.
    expect(await toldOf(leaf0(8))).toBe("???-??-");
    expect(await toldOf(leaf0(7))).toBe("??--??-");
    expect(await toldOf(leaf0(6))).toBe("----??-");
    const extended = row(0x8000_0000, 0, [0x8000_0007]);
    expect(await toldOf(leaf0(6) + extended)).toBe("----?--");
    expect(await toldOf(leaf0(6) + row(0x8000_0000, 0, [0x8000_0008]))).toBe("----??-");
    expect(await toldOf(leaf0(6) + row(0x8000_0000, 0, [0x8000_0000]))).toBe("-------");
  });

  test("does not exist above the last sub-leaf, which leaf 7 names and leaf 0xd does not", async () => {
    const leaf7 = (last: number): string => row(7, 0, [last, 0x20]);
    expect(await toldOf(leaf0(7) + leaf7(0))).toBe("+---??-");
    expect(await toldOf(leaf0(7) + leaf7(1))).toBe("+?--??-");
    expect(await toldOf(leaf0(7) + leaf7(1) + row(7, 1, [0x10]))).toBe("++--??-");
    expect(await toldOf(leaf0(0xd) + row(0xd, 0, [0]))).toBe("??????-");
  });

  test("may exist where sub-leaf 0 is missing, since no other one names the last", async () => {
    const third = buildLayout("third", [{ name: "A", leaf: [0x7, 2, "edx"], bits: {} }]);
    const known = async (rows: string): Promise<number | undefined> =>
      (await bitmapOf(leaf0(7) + rows, "host", third)).bitmap.knownPresent[0];
    expect(await known(row(7, 1, [0]))).toBe(0);
    expect(await known(row(7, 0, [1]) + row(7, 1, [0]))).toBe(1);
  });

  test("does not exist in a range that the vendor does not have", async () => {
    expect(await toldOf(leaf0(6, CENTAUR))).toBe("----???");
    expect(await toldOf(row(0, 0, [6]))).toBe("----???");
    const own = row(0xc000_0000, 0, [0xc000_0001]) + row(0xc000_0001, 0, [0, 0, 0, 4]);
    expect(await toldOf(leaf0(6, CENTAUR) + own)).toBe("----??+");
  });

  test("does not exist where the format lists all that there is", async () => {
    expect(await toldOf('{"entries": [[7, 0, 0, 32, 0, 0]]}')).toBe("+------");
  });
});

describe("an entry that a dump of a guest lacks", () => {
  test("is not given to it, unless the format leaves entries out", async () => {
    expect(await toldOf(leaf0(8), "guest")).toBe("-------");
    // hwloc: leaf 0 with a maximum of 8, then leaf 7 whose last sub-leaf is 1.
    const hwloc = "1 0 0 0 0 => 8 756e6547 6c65746e 49656e69\n5 7 0 0 0 => 1 20 0 0\n";
    expect(await toldOf(hwloc, "guest")).toBe("+??-??-");
  });
});

test("feature words of QEMU have no maxima that could be missing", async () => {
  const { diagnostics } = await bitmapOf(fixture("small-feature-words.json"));
  expect(diagnostics).toEqual([]);
});

describe("a range whose first leaf answers with data of another", () => {
  const unrelated = row(0x8000_0000, 0, [0x0728_0202]) + row(0x8000_0001, 0, [0, 0, 0, 0x800]);

  test("does not exist, and nothing is hidden", async () => {
    const { bitmap, diagnostics } = await bitmapOf(leaf0(6) + unrelated);
    expect(bitmap.words[4]).toBe(0);
    expect([bitmap.present[4], bitmap.knownPresent[4]]).toEqual([0, 1]);
    expect(diagnostics).toEqual([]);
  });

  test("hides its leaves where the answer is zero, with one warning a range", async () => {
    const zero = row(0x8000_0000, 0, [0]) + row(0x8000_0001, 0, [0, 0, 0, 0x800]);
    const { bitmap, diagnostics } = await bitmapOf(leaf0(6) + zero + row(0x8000_0008, 0, [0, 1]));
    expect(bitmap.words[4]).toBe(0);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        "CR0725",
        "leaf `0x80000000` says that leaves go up to `0x0`, so `0x80000001` and others above read as zero",
      ],
    ]);
  });

  test.each([0, 1, 2, 3])(
    "hides a leaf of which only register %i is not zero",
    async (register) => {
      const registers = [0, 0, 0, 0].map((_, at) => (at === register ? 1 : 0));
      const text = `CPU:\n${leaf0(6)}${row(8, 0, registers)}`;
      const { diagnostics } = await bitmapOf(text);
      expect(places(diagnostics)).toEqual(["CR0725 3:1"]);
    },
  );
});

describe("a dump that ends before its highest leaf", () => {
  test.each([
    ["the extended range", 0x8000_0000],
    ["Centaur's range", 0xc000_0000],
  ])("is a warning in %s", async (_, base) => {
    const begin = `CPU:\n${leaf0(1)}${row(1, 0, [])}`;
    const text = (last: number): string =>
      begin + row(base, 0, [base + 3]) + row(base + last, 0, [0, 1]);
    expect(places((await readText(text(2))).diagnostics)).toEqual(["CR0712 4:1"]);
    expect(places((await readText(text(3))).diagnostics)).toEqual([]);
  });
});

describe("lines out of order", () => {
  test.each([
    ["a leaf below the one before", [row(2, 0, []), row(1, 0, [])], ["CR0710 4:1"]],
    ["an index below the one before", [row(2, 1, []), row(2, 0, [])], ["CR0710 4:1"]],
    ["an index that begins anew", [row(1, 5, []), row(2, 0, [])], []],
    ["the second step back", [row(2, 0, []), row(1, 1, []), row(1, 0, [])], ["CR0710 4:1"]],
  ])("are reported for %s", async (_, rows, expected) => {
    const { diagnostics } = await readText(`CPU:\n${leaf0(2)}${rows.join("")}`);
    const order = diagnostics.filter(({ code }) => code === "CR0710");
    expect(places(order)).toEqual(expected);
  });
});

describe("processors that differ in more bits than fit into a line", () => {
  const two = (ebx: number): string =>
    [0, ebx].map((value, cpu) => `CPU ${cpu}:\n${leaf0(7)}${row(7, 0, [0, value])}`).join("");

  test("show twelve of them, and count the others", async () => {
    const notes = async (ebx: number): Promise<string> =>
      (await bitmapOf(two(ebx))).diagnostics[0]?.notes.join() ?? "";
    const listed = Array.from({ length: 12 }, (_, bit) => (bit === 5 ? "`AVX2`" : `\`A[${bit}]\``));
    expect(await notes(0xfff)).toBe(`differing: ${listed.join(", ")}`);
    expect(await notes(0x3fff)).toBe(`differing: ${listed.join(", ")} and 2 more`);
  });
});

describe("bits of topology", () => {
  /** From the SDM and the APM: what these leaves answer depends on the processor that is asked. */
  test.each([
    [0x2, true],
    [0x4, true],
    [0xb, true],
    [0x18, true],
    [0x1a, true],
    [0x1f, true],
    [0x3, false],
    [0x5, false],
    [0x19, false],
  ])("of leaf %i are no difference between processors: %s", async (leaf, isTopology) => {
    const of = buildLayout("one", [{ name: "A", leaf: [leaf, undefined, "ecx"], bits: {} }]);
    const text = [1, 2]
      .map((value, cpu) => `CPU ${cpu}:\n${leaf0(leaf)}${row(leaf, 0, [0, 0, value])}`)
      .join("");
    const { bitmap, diagnostics } = await bitmapOf(text, "guest", of);
    expect(diagnostics.map(({ code }) => code)).toEqual(isTopology ? [] : ["CR0713"]);
    expect(bitmap.words[0]).toBe(isTopology ? 1 : 0);
  });

  test.each([
    ["ebx", []],
    ["ecx", ["CR0713"]],
    ["edx", ["CR0713"]],
  ] as const)("are %s of leaf 1 or not", async (register, expected) => {
    const of = buildLayout("one", [{ name: "A", leaf: [1, undefined, register], bits: {} }]);
    const text = [0x0100_0000, 0x0200_0000]
      .map((value, cpu) => `CPU ${cpu}:\n${leaf0(1)}${row(1, 0, [0, value, value, value])}`)
      .join("");
    expect((await bitmapOf(text, "guest", of)).diagnostics.map(({ code }) => code)).toEqual(
      expected,
    );
  });
});
