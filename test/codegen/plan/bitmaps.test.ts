/** How many elements bitmaps have, where presence bits stand in them, and what plans read and speak of. */

import { expect, test } from "vitest";

import { bitmapLength, inputsOf, layoutsOf, presenceBit } from "../../../src/codegen/plan/plan.ts";
import {
  enumerationOf,
  flagOf,
  inputOf,
  layoutOf,
  planOf,
  setOf,
} from "../typescript/emit/plans.ts";

/** A bitmap with two words that no leaf fills, and the given number of leaves. */
function bitmap(leaves: number) {
  const words = ["ONE", "TWO"].map((name) => ({ name, bits: {} }));
  const filled = Array.from({ length: leaves }, (_, index) => ({
    name: `LEAF_${index}`,
    leaf: [0x7, index, "eax"] as const,
    bits: {},
  }));
  return inputOf("host", layoutOf("tiny", [...words, ...filled]));
}

test.each([
  [0, 2],
  [1, 4],
  [32, 35],
  [33, 37],
])(
  "a bitmap of %i leaves has its words and an element for each 32 entries: %i",
  (leaves, length) => {
    expect(bitmapLength(bitmap(leaves))).toBe(length);
  },
);

test("the presence bit of an entry stands after the words", () => {
  // Three words, and 35 words.
  expect(presenceBit(bitmap(1), 0)).toBe(96);
  expect(presenceBit(bitmap(33), 32)).toBe(35 * 32 + 32);
});

test("the inputs of a plan are its bitmaps, its flags and its enumerations", () => {
  const [bitmaps, flags] = [[bitmap(0), bitmap(1)], [flagOf("f")]];
  const enumerations = [enumerationOf("e", ["x"])];
  expect(inputsOf({ bitmaps, flags, enumerations })).toEqual([
    ...bitmaps,
    ...flags,
    ...enumerations,
  ]);
});

test("plans speak of the layouts of their sets and of what these read, each once", () => {
  const [one, two, three] = ["one", "two", "three"].map((name) =>
    layoutOf(name, [{ name: "W", bits: {} }]),
  );
  if (one === undefined || two === undefined || three === undefined) throw new Error("three");
  const plans = [
    planOf(setOf("a", two), [inputOf("host", one)], []),
    planOf(setOf("b", one), [inputOf("cr4", three), inputOf("guest", two)], []),
  ];
  expect(layoutsOf(plans)).toEqual([two, one, three]);
});
