/** Common parts of several formulas of a word are computed once. */

import { expect, test } from "vitest";
import { compile } from "../../../src/compile.ts";
import { sourceOf, textAt } from "../../harness/compile-text.ts";

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

test("a comparison of fields takes code in proportion to their width in each bit that waits for it", async () => {
  const lengths = [];
  for (const width of [6, 12]) {
    const names = Array.from({ length: 12 }, (_, bit) => `${bit} B${bit}`).join(" ");
    const less = Array.from({ length: width }, (_, bit) => bit).reduce(
      (rest, bit) => `(host.B${bit} ^ guest.B${bit} ? guest.B${bit} : ${rest})`,
      "none",
    );
    const rules = `layout field { word ONLY { ${names} } }
input host: field
input guest: field
class less = ${less}
caps lower: field { default = less ? host : guest }
`;
    const { ok, code } = await compile(sourceOf(rules));
    expect(ok).toBe(true);
    lengths.push(code?.match(/>>>/g)?.length ?? 0);
  }
  const [six = 0, twelve = 0] = lengths;
  expect(twelve).toBeLessThan(3 * six);
});

/**
 * A function of so many pairs of bits, over 2^pairs nodes: the second bits of pairs come after all of the first, and no
 * bit flips it by itself.
 */
function scattered(pairs: number): string {
  const all = Array.from({ length: 2 * pairs }, (_, bit) => `key.K${bit}`);
  const both = all.slice(pairs).map((second, at) => `${all[at] ?? ""} & ${second}`);
  return `(${all.join(" ^ ")} | ${both.join(" | ")})`;
}

function withKeys(pairs: number, rules: string): string {
  const names = Array.from({ length: 2 * pairs }, (_, bit) => `${bit} K${bit}`).join(" ");
  return `layout keys { word KEYS { ${names} } }
layout tiny { word FIRST { 0 A0  1 A1 } word SECOND { 0 B0  1 B1 } }
input key: keys
input host: tiny
caps c: tiny { ${rules} }
`;
}

test("build names a word with more code than its rules, and the rule", async () => {
  const rules = withKeys(
    6,
    `default = host; A0 = host & key.K0; B0 = host & ${scattered(6)}; B1 = host & key.K1`,
  );
  const { ok, code, diagnostics } = await compile(sourceOf(rules));
  expect([ok, code === undefined]).toEqual([true, false]);
  const [warning, ...others] = diagnostics;
  expect([warning?.code, warning?.severity, others]).toEqual(["CR0424", "warning", []]);
  // The host and 24 bits in B0, 2 inputs in B1, and one in the default.
  const told = /^the code for SECOND of `c` takes (\d+) operations, .* name 28 inputs$/;
  expect(Number(told.exec(warning?.message ?? "")?.[1])).toBeGreaterThan(500);
  expect(textAt(warning ?? {})).toMatch(/^B0 = /);
});

test("a default that takes much code is reported, too", async () => {
  const rules = withKeys(4, `default = host & ${scattered(4)}; A0 A1 B0 B1 = host & key.K0`);
  const { diagnostics } = await compile(sourceOf(rules));
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0424", "CR0424"]);
  for (const diagnostic of diagnostics) expect(textAt(diagnostic)).toMatch(/^default = /);
});
