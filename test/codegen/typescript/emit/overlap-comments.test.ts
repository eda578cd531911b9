/** The comment at bits of which several rules apply at once where the assumptions do not hold. */

import { expect, test } from "vitest";

import { compile } from "../../../../src/compile.ts";
import { sourceOf, truthTable } from "../../../harness/compile-text.ts";

const HEAD = `layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B  2 C } }
input host: tiny
input guest: tiny
flag f
flag g
enum v: x y z
assume !(f & g)
`;

function rules(...statements: readonly string[]): string {
  return `${HEAD}caps first: tiny { default = none; A = f; B = !f }
caps vcpu: tiny {
  default = none
${statements.map((each) => `  ${each}\n`).join("")}}
`;
}

/** The comment, as one line. */
async function commentOf(text: string): Promise<string | undefined> {
  const { code } = await compile(sourceOf(text));
  if (code === undefined) throw new Error("there is no code");
  return /[^/]*: if several of these rules apply[^\n]*(\n *\/\/ {3}[^\n]*)*/
    .exec(code)?.[0]
    .replace(/\s*\n *\/\/ +/g, " ")
    .trim();
}

test("it names exactly the bits with overlapping rules", async () => {
  const text = rules("when f { A B = host }", "when g { A B = guest }", "C = host");
  expect(await commentOf(text)).toBe(
    "A, B: if several of these rules apply, which the assumptions exclude, a bit is on if any of them gives it",
  );
  // Where both flags are on, either of the two rules gives it.
  expect(truthTable(text, "vcpu.A", ["f", "g", "host.A", "guest.A"]).slice(-4)).toBe("0111");
});

test.each([
  ["they are for different values", ["when v == x { A = host }", "when v in (y z) { A = guest }"]],
  ["one is the negation of the other", ["when f { A = host }", "when !f { A = guest }"]],
  ["an inner condition excludes it", ["when f { A = host }", "when g { when !f { A = guest } }"]],
  [
    "the bits that they read exclude it",
    ["when first.A { A = host }", "when first.B { A = guest }"],
  ],
  ["they are for different bits", ["when f { A = host }", "when g { B = guest }"]],
  ["one of them is unconditional", ["when f { A = host }", "A = guest"]],
])("it is absent if no two rules of a bit ever apply at once: %s", async (_why, statements) => {
  const text = rules(...statements);
  expect(await commentOf(text)).toBeUndefined();
});

test("it is absent if no assumption is needed to exclude overlaps", async () => {
  const text = rules("when v == x & f { A = host }", "when v == y & g { A = guest }");
  expect(await commentOf(text)).toBeUndefined();
});
