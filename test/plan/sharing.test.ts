/** What several formulas of a word have in common is computed once. */

import { expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import { sourceOf } from "../harness/compile-text.ts";

/** The highest of so many bits in which host and guest differ decides. */
function priorityOf(count: number): string {
  const names = Array.from({ length: 32 }, (_, bit) => `${bit} B${bit}`).join(" ");
  const chain = Array.from({ length: count }, (_, bit) => bit).reduce(
    (rest, bit) => `(host.B${bit} ^ guest.B${bit}) ? host.B${bit} : (${rest})`,
    "none",
  );
  return `
layout wide { word ONLY { ${names} } }
input host: wide
input guest: wide
caps vcpu: wide { default = host & guest; B20 = ${chain} }
`;
}

test("a chain of choices takes code in proportion to its length, and is proved", async () => {
  const lengths = [];
  for (const count of [10, 20]) {
    const { ok, code } = await compile(sourceOf(priorityOf(count)));
    expect(ok).toBe(true);
    const body = code?.slice(code.indexOf("export function initVcpu("), code.indexOf("Rows("));
    lengths.push(body?.length ?? 0);
  }
  const [ten = 0, twenty = 0] = lengths;
  expect(twenty).toBeLessThan(3 * ten);
});
