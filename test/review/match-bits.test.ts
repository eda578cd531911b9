/** Which bits of two layouts are the same bit. */

import { expect, test } from "vitest";

import { matchBits, placeName } from "../../src/review/compare/match-bits.ts";
import type { Layout } from "../../src/model/layout.ts";
import { modelOf } from "../harness/compile-text.ts";

function layoutOf(words: string): Layout {
  const [layout] = modelOf(`layout l { ${words} }\n`).layouts;
  if (layout === undefined) throw new Error("there is no layout");
  return layout;
}

/** `A = B` for the words of the old and the new layout whose bits are the same; `-` where there is none. */
function wordsMatched(old: string, fresh: string): readonly string[] {
  const [before, after] = [layoutOf(old), layoutOf(fresh)];
  const pairs = matchBits(before, after);
  const name = (layout: Layout, bit: number | undefined): string =>
    bit === undefined ? "-" : placeName(layout, bit);
  return pairs
    .map((pair) => [name(before, pair.old), name(after, pair.new)])
    .map(([one = "", other = ""], place) => {
      // Each word is there with its 32 bits, in order.
      for (const text of [one, other]) {
        if (text !== "-") expect(text).toMatch(new RegExp(`\\[${place % 32}\\]$`));
      }
      return `${one.replace(/\[.*/, "")} = ${other.replace(/\[.*/, "")}`;
    })
    .filter((_, place) => place % 32 === 0);
}

test.each([
  ["by name", "word A { 0 X } word B { 0 Y }", "word B { 3 X } word A { 0 Z }", "B = B, A = A"],
  ["by name, whatever the address", "leaf A = 1 ecx { 0 X }", "leaf A = 2 ebx { 0 X }", "A = A"],
  ["by address, if they are renamed", "leaf A = 1 ecx { 0 X }", "leaf B = 1 ecx { 0 X }", "A = B"],
  [
    "by sub-leaf 0, which is meant where none stands",
    "leaf A = 1 ecx { 0 X }",
    "leaf B = 1.0 ecx { 0 X }",
    "A = B",
  ],
  [
    "by sub-leaf 0, which is meant where none stands, and back",
    "leaf A = 1.0 ecx { 0 X }",
    "leaf B = 1 ecx { 0 X }",
    "A = B",
  ],
  ["not by another function", "leaf A = 1 ecx { 0 X }", "leaf B = 2 ecx { 0 X }", "- = B, A = -"],
  [
    "not by another sub-leaf",
    "leaf A = 7.1 ecx { 0 X }",
    "leaf B = 7.2 ecx { 0 X }",
    "- = B, A = -",
  ],
  ["not by another register", "leaf A = 1 ecx { 0 X }", "leaf B = 1 edx { 0 X }", "- = B, A = -"],
  ["not by having no address", "word A { 0 X }", "word B { 0 X }", "- = B, A = -"],
  [
    "once, by the first that fits",
    "leaf A = 1 ecx { 0 X }",
    "leaf B = 1 ecx { 0 X } leaf A = 2 ecx { 0 Y }",
    "A = B, - = A",
  ],
  [
    "what is gone comes last",
    "word A { 0 X } word B { 0 Y }",
    "word C { 0 Z } word B { 0 Y }",
    "- = C, B = B, A = -",
  ],
])("words are matched %s", (_, old, fresh, expected) => {
  expect(wordsMatched(old, fresh).join(", ")).toBe(expected);
});
