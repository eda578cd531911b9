import { describe, expect, test } from "vitest";
import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import { runModule } from "../../../harness/run-module.ts";
import {
  type CpuidEntry,
  type CpuidRow,
  cr4,
  has,
  readHostLeaves,
  readLeaves,
  x86,
} from "./golden/every-expression.ts";
import { assign, inputOf, layoutOf, planOf, read, setOf } from "./plans.ts";

// CPUID entries of the golden layout: 0x1, 0x7.0, 0x7.1, 0x80000001; presence bits stand in element 5.

const ANY_INDEX = 0;
const THIS_INDEX = 1;

function entry(
  leaf: number,
  index: number,
  flags: number,
  values: Partial<CpuidEntry>,
): CpuidEntry {
  return { function: leaf, index, flags, eax: 0, ebx: 0, ecx: 0, edx: 0, ...values };
}

function memoryOf(entries: readonly CpuidEntry[]): Uint32Array {
  const memory = new Uint32Array(entries.length * 10);
  entries.forEach((each, at) => {
    const { function: leaf, index, flags, eax, ebx, ecx, edx } = each;
    memory.set([leaf, index, flags, eax, ebx, ecx, edx], at * 10);
  });
  return memory;
}

/** The reader of a module with one layout. */
type ReadOnlyLayout = (out: Uint32Array, entries: readonly CpuidEntry[]) => Uint32Array;

/** The bitmap, which must be the same from both forms, whatever it held. */
function readBoth(entries: readonly CpuidEntry[]): number[] {
  const fromObjects = readLeaves(new Uint32Array(6).fill(-1), entries, x86.layout);
  expect(readLeaves(new Uint32Array(6), memoryOf(entries), x86.layout)).toEqual(fromObjects);
  return [...fromObjects];
}

function readHostBoth(rows: readonly CpuidRow[]): number[] {
  const fromObjects = readHostLeaves(new Uint32Array(6).fill(-1), rows, x86.layout);
  const entries = rows.map((row) => ({ ...row, flags: 0 }));
  expect(readHostLeaves(new Uint32Array(6), memoryOf(entries), x86.layout)).toEqual(fromObjects);
  return [...fromObjects];
}

describe("a guest's CPUID", () => {
  test("fills each word from its leaf's register and notes which entries are there", () => {
    const entries = [
      entry(0x1, 0, ANY_INDEX, { edx: 0x0200_0200 }),
      entry(0x7, 0, THIS_INDEX, { ecx: 0x10, eax: 1 }),
      entry(0x7, 1, THIS_INDEX, { eax: 0x0400_0000, ecx: 1 }),
      entry(0x8000_0001, 0, ANY_INDEX, { edx: 0x8000_0000 }),
      entry(0x8000_0002, 0, ANY_INDEX, { edx: 0xffff_ffff }),
    ];
    expect(readBoth(entries)).toEqual([0x0200_0200, 0x10, 0x0400_0000, 0x8000_0000, 0, 0b1111]);
  });

  test("without entries is zero", () => {
    expect(readBoth([])).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("lacks a leaf although its function has another index", () => {
    const bitmap = readBoth([entry(0x7, 1, THIS_INDEX, { ecx: 0x10, eax: 0x10 })]);
    expect(bitmap).toEqual([0, 0, 0x10, 0, 0, 0b0100]);
  });

  test("the first entry that matches wins", () => {
    const entries = [
      entry(0x7, 0, THIS_INDEX, { ecx: 0x10 }),
      entry(0x7, 0, THIS_INDEX, { ecx: 0xff }),
      entry(0x1, 0, ANY_INDEX, {}),
      entry(0x1, 0, ANY_INDEX, { edx: 0xff }),
    ];
    expect(readBoth(entries)).toEqual([0, 0x10, 0, 0, 0, 0b0011]);
  });

  test("an entry whose index is not significant matches every index", () => {
    const entries = [
      entry(0x7, 1, THIS_INDEX, { ecx: 1, eax: 2 }),
      entry(0x7, 5, ANY_INDEX, { ecx: 3, eax: 4 }),
      entry(0x7, 0, THIS_INDEX, { ecx: 5, eax: 6 }),
    ];
    expect(readBoth(entries)).toEqual([0, 3, 2, 0, 0, 0b0110]);
  });

  test("a leaf without an index takes the first entry of its function, whatever its index", () => {
    const entries = [entry(0x1, 3, THIS_INDEX, { edx: 7 }), entry(0x1, 0, ANY_INDEX, { edx: 9 })];
    expect(readBoth(entries)).toEqual([7, 0, 0, 0, 0, 0b0001]);
  });

  test("can be asked for its bits then", () => {
    const entries = [entry(0x7, 0, ANY_INDEX, { ecx: 0x10, eax: 0x10 })];
    const guest = readLeaves(new Uint32Array(6), entries, x86.layout);
    expect([has(guest, x86.OSPKE), has(guest, x86.LAM)]).toEqual([true, false]);
  });
});

describe("a physical CPU's CPUID", () => {
  const row = (leaf: number, index: number, values: Partial<CpuidRow>): CpuidRow => ({
    function: leaf,
    index,
    eax: 0,
    ebx: 0,
    ecx: 0,
    edx: 0,
    ...values,
  });

  test("fills each word from its leaf's register", () => {
    const rows = [
      row(0x0, 0, { eax: 0x7 }),
      row(0x1, 0, { edx: 0x0200_0200 }),
      row(0x7, 0, { ecx: 0x10 }),
      row(0x7, 1, { eax: 0x0400_0000 }),
      row(0x8000_0000, 0, { eax: 0x8000_0001 }),
      row(0x8000_0001, 0, { edx: 0x8000_0000 }),
    ];
    expect(readHostBoth(rows)).toEqual([0x0200_0200, 0x10, 0x0400_0000, 0x8000_0000, 0, 0b1111]);
  });

  test("has no leaf above the maximum of its range", () => {
    const rows = [
      row(0x0, 0, { eax: 0x6 }),
      row(0x1, 0, { edx: 1 }),
      row(0x7, 0, { ecx: 1 }),
      row(0x8000_0000, 0, { eax: 0x8000_0000 }),
      row(0x8000_0001, 0, { edx: 1 }),
    ];
    expect(readHostBoth(rows)).toEqual([1, 0, 0, 0, 0, 0b0001]);
  });

  test("has no leaf in a range whose first function is missing", () => {
    expect(readHostBoth([row(0x1, 0, { edx: 1 })])).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("needs the very index of a leaf that has one", () => {
    const rows = [row(0x0, 0, { eax: 0x7 }), row(0x7, 2, { ecx: 1, eax: 1 })];
    expect(readHostBoth(rows)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("wrong CPUID entries", () => {
  const read = readLeaves as (...values: readonly unknown[]) => unknown; // callers without types
  const readHost = readHostLeaves as (...values: readonly unknown[]) => unknown; // the same
  const good = entry(0x1, 0, ANY_INDEX, { edx: 1 });
  const withoutFlags = { function: 0x1, index: 0, eax: 0, ebx: 0, ecx: 0, edx: 1 };

  test.each([
    ["out", new Uint32Array(5), [good], x86.layout],
    ["out", new Uint32Array(7), [good], x86.layout],
    ["out", new Int32Array(6), [good], x86.layout],
    ["out", [], [good], x86.layout],
    ["out", new Uint32Array(6), [good], cr4.layout],
    ["entries", new Uint32Array(6), undefined, x86.layout],
    ["entries", new Uint32Array(6), [good, null], x86.layout],
    ["entries", new Uint32Array(6), [good, { ...good, eax: "1" }], x86.layout],
    ["entries", new Uint32Array(6), [good, withoutFlags], x86.layout],
    ["entries", new Uint32Array(6), new Uint32Array(11), x86.layout],
    ["layout", new Uint32Array(6), [good], undefined],
    ["layout", new Uint32Array(6), [good], x86],
    ["layout", new Uint32Array(1), [good], cr4.layout],
  ])("an unfit argument is named and nothing is written: %s", (argument, out, entries, layout) => {
    const before = [...out];
    expect(() => read(out, entries, layout)).toThrow(expect.objectContaining({ argument }));
    expect([...out]).toEqual(before);
  });

  test("memory that is written must not be read", () => {
    const both = new Uint32Array(10);
    const layout = { ...x86.layout, length: 10 };
    for (const call of [read, readHost]) {
      expect(() => call(both, both, layout)).toThrow("out is the same array as entries");
    }
  });

  test("a physical CPU's rows need no flags", () => {
    expect(readHost(new Uint32Array(6), [withoutFlags], x86.layout)).toEqual(new Uint32Array(6));
  });
});

test("more than 32 entries take a second element of presence bits", async () => {
  const layout = layoutOf(
    "wide",
    Array.from({ length: 33 }, (_, at) => ({
      name: `LEAF_${at}`,
      leaf: [0x10, at, "ebx"] as const,
      bits: {},
    })),
  );
  const guest = inputOf("guest", layout);
  const steps = layout.words.map(({ index }) => assign(index, read(guest, index)));
  const plans = [planOf(setOf("vcpu", layout), [guest], steps)];
  const module = await runModule(await emitModule({ files: [], plans }));
  const readWide = module["readLeaves"] as ReadOnlyLayout; // of the module just emitted
  const bitmap = readWide(new Uint32Array(35), [
    entry(0x10, 31, THIS_INDEX, { ebx: 5 }),
    entry(0x10, 32, THIS_INDEX, { ebx: 6 }),
  ]);
  expect([...bitmap.subarray(31)]).toEqual([5, 6, 0x8000_0000, 1]);
});
