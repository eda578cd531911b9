import { expect, test } from "vitest";
import { check, compile } from "../../src/compile.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";

/** Two products of 3,200 bits each, which every order keeps apart or mixes: a diagram of both is too deep. */
function longProducts(): string {
  const words = Array.from({ length: 201 }, (_, word) => {
    const bits = Array.from({ length: 32 }, (_bit, bit) => `${bit} B${word * 32 + bit}`).join(" ");
    return `word W${word} { ${bits} }`;
  });
  const product = (first: number): string =>
    Array.from({ length: 3200 }, (_, number) => `host.B${first - 2 * number}`).join(" & ");
  return `
layout wide { ${words.join("\n")} }
input host: wide
default = host
B6401 = ${product(6399)} | ${product(6398)}
`;
}

test("a rule that outgrows the diagrams is undecided, at its place, and no code comes out", async () => {
  const source = sourceOf(longProducts());
  const { diagnostics, ok, undecided } = await check(source);
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0403"]);
  expect(textAt(diagnostics[0] ?? expect.fail("no diagnostic"))).toMatch(
    /^B6401 = host\.B6399 & host\.B6397/,
  );
  expect([ok, undecided]).toEqual([false, true]);
  expect((await compile(source)).code).toBeUndefined();
});
