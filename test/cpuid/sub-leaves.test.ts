import { expect, test } from "vitest";

import { namesLastSubLeaf, type Registers, subLeavesOf } from "../../src/cpuid/sub-leaves.ts";
import { askEntries, type Entry } from "../cli/fake-machine.ts";

/** Function, index, EAX, EBX, ECX, EDX, each list from the leaf's description in the SDM or the APM. */
const CASES: readonly {
  readonly leaf: number;
  readonly entries: readonly Entry[];
  readonly listed: readonly number[];
}[] = [
  // EAX of sub-leaf 0 is the last one.
  { leaf: 0x7, entries: [[0x7, 0, 2, 0, 0, 0]], listed: [0, 1, 2] },
  { leaf: 0x14, entries: [[0x14, 0, 1, 0, 0, 0]], listed: [0, 1] },
  { leaf: 0x17, entries: [[0x17, 0, 3, 0, 0, 0]], listed: [0, 1, 2, 3] },
  { leaf: 0x18, entries: [[0x18, 0, 2, 0, 0, 0]], listed: [0, 1, 2] },
  { leaf: 0x1d, entries: [[0x1d, 0, 1, 0, 0, 0]], listed: [0, 1] },
  { leaf: 0x1e, entries: [[0x1e, 0, 1, 0, 0, 0]], listed: [0, 1] },
  { leaf: 0x20, entries: [[0x20, 0, 0, 1, 0, 0]], listed: [0] },
  { leaf: 0x24, entries: [[0x24, 0, 1, 0, 0, 0]], listed: [0, 1] },
  // A data cache (type 1), an instruction cache (type 2), then none (type 0).
  {
    leaf: 0x4,
    entries: [
      [0x4, 0, 0x0400_0121, 0, 0, 0],
      [0x4, 1, 0x0400_0122, 0, 0, 0],
      [0x4, 2, 0xffff_ffe0, 0, 0, 0],
    ],
    listed: [0, 1, 2],
  },
  { leaf: 0x8000_001d, entries: [[0x8000_001d, 0, 0x121, 0, 0, 0]], listed: [0, 1] },
  // Levels of topology: ECX[15:8] is the type; ECX[7:0] repeats the index.
  {
    leaf: 0xb,
    entries: [
      [0xb, 0, 1, 2, 0x100, 0],
      [0xb, 1, 4, 8, 0x201, 0],
      [0xb, 2, 0, 0, 0x002, 0],
    ],
    listed: [0, 1, 2],
  },
  { leaf: 0x1f, entries: [[0x1f, 0, 1, 2, 0x100, 0]], listed: [0, 1] },
  { leaf: 0x8000_0026, entries: [[0x8000_0026, 0, 1, 2, 0x100, 0]], listed: [0, 1] },
  // SGX: 0 and 1 are capabilities, 2 is a section of memory (type 1), 3 the end (type 0).
  { leaf: 0x12, entries: [[0x12, 2, 0x7000_0001, 0, 0, 0]], listed: [0, 1, 2, 3] },
  { leaf: 0x12, entries: [], listed: [0, 1, 2] },
  { leaf: 0x1b, entries: [[0x1b, 0, 1, 1, 0, 0]], listed: [0, 1] },
  // XCR0 has x87, SSE, AVX (bits 0 to 2), PKRU (9) and bit 62 (LWP); IA32_XSS has CET_U (11).
  {
    leaf: 0xd,
    entries: [
      [0xd, 0, 0x207, 0, 0, 0x4000_0000],
      [0xd, 1, 0xf, 0, 0x800, 0],
    ],
    listed: [0, 1, 2, 9, 11, 62],
  },
  { leaf: 0xd, entries: [[0xd, 1, 0, 0, 0, 0x8000_0000]], listed: [0, 1, 63] },
  // Masks of resources: L3 is bit 1, L2 bit 2, memory bandwidth bit 3.
  { leaf: 0xf, entries: [[0xf, 0, 0, 0xff, 0, 0b10]], listed: [0, 1] },
  { leaf: 0x10, entries: [[0x10, 0, 0, 0b1010, 0, 0]], listed: [0, 1, 3] },
  { leaf: 0x27, entries: [[0x27, 0, 0, 0, 0, 0b10]], listed: [0, 1] },
  { leaf: 0x28, entries: [[0x28, 0, 0, 0x40, 0, 0]], listed: [0, 6] },
  { leaf: 0x8000_0020, entries: [[0x8000_0020, 0, 0, 0x2e, 0, 0]], listed: [0, 1, 2, 3, 5] },
  { leaf: 0x23, entries: [[0x23, 0, 0x3b, 3, 0, 0]], listed: [0, 1, 3, 4, 5] },
];

test.each(CASES)("of leaf $leaf are $listed", ({ leaf, entries, listed }) => {
  expect(subLeavesOf(leaf, askEntries(entries))).toEqual(listed);
});

test("are not known of a leaf that describes none", () => {
  expect([0, 1, 0x1a, 0x8000_0001].map((leaf) => subLeavesOf(leaf, askEntries([])))).toEqual([
    ...[undefined, undefined, undefined, undefined],
  ]);
});

test("are at most 64, whatever a hypervisor answers", () => {
  const ones = 0xffff_ffff;
  const all: Registers = { eax: ones, ebx: ones, ecx: ones, edx: ones };
  const counts = CASES.map(({ leaf }) => subLeavesOf(leaf, () => all)?.length ?? 0);
  expect(Math.max(...counts)).toBe(64);
});

test("have their last one named by eight leaves", () => {
  const leaves = Array.from({ length: 0x30 }, (_, leaf) => leaf).filter(namesLastSubLeaf);
  expect(leaves).toEqual([0x7, 0x14, 0x17, 0x18, 0x1d, 0x1e, 0x20, 0x24]);
});
