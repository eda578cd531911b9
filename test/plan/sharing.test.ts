/** What several formulas of a word have in common is computed once. */

import { expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";

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

test("build says which word takes more code than its rules, and which rule it is", async () => {
  const names = (prefix: string): string =>
    Array.from({ length: 12 }, (_, bit) => `${bit} ${prefix}${bit}`).join(" ");
  const larger = Array.from({ length: 12 }, (_, bit) => bit).reduce(
    (rest, bit) => `(host.B${bit} ^ guest.B${bit}) ? host.B${bit} : (${rest})`,
    "none",
  );
  const chosen = Array.from(
    { length: 12 },
    (_, bit) => `B${bit} = (${larger}) ? host.B${bit} : guest.B${bit}`,
  );
  const rules = `layout tiny { word FIRST { ${names("A")} } word SECOND { ${names("B")} } }
input host: tiny
input guest: tiny
caps c: tiny { default = host & guest; A0 = host.A1 ^ guest; ${chosen.join("; ")} }
`;
  const { ok, code, diagnostics } = await compile(sourceOf(rules));
  expect([ok, code === undefined]).toEqual([true, false]);
  const [warning, ...others] = diagnostics;
  expect([warning?.code, warning?.severity, others]).toEqual(["CR0424", "warning", []]);
  // Each of 12 rules names 3 inputs for each of 12 bits, and 2 more; the default names 2.
  const told = /^the code for SECOND of `c` takes (\d+) operations, .* name 458 inputs$/;
  expect(Number(told.exec(warning?.message ?? "")?.[1])).toBeGreaterThan(6 * 458);
  expect(textAt(warning ?? {})).toMatch(/^B0 = /);
});
