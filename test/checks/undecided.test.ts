import { expect, test } from "vitest";
import { check, compile } from "../../src/compile.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";

/**
 * The sum of products of bits of two words: with all bits of one word before those of the other, as
 * they are ordered, a diagram must remember every subset of the first, 2^32 of them.
 */
function pairedWords(): string {
  const numbers = Array.from({ length: 32 }, (_, number) => number);
  const bits = (prefix: string): string =>
    numbers.map((number) => `${number} ${prefix}${number}`).join(" ");
  const pairs = numbers.map((number) => `host.A${number} & host.B${number}`).join(" | ");
  return `
layout wide { word FIRST { ${bits("A")} }  word SECOND { ${bits("B")} }  word THIRD { 0 X } }
input host: wide
default = host
X = ${pairs}
`;
}

test("a rule that outgrows the diagrams is undecided, at its place, and no code comes out", async () => {
  const source = sourceOf(pairedWords());
  const { diagnostics, ok, undecided } = await check(source);
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0403"]);
  expect(textAt(diagnostics[0] ?? expect.fail("no diagnostic"))).toMatch(
    /^X = host\.A0 & host\.B0/,
  );
  expect([ok, undecided]).toEqual([false, true]);
  expect((await compile(source)).code).toBeUndefined();
});
