/** Tables by value of an enumeration: each function once, masked by what the values say. */

import { expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import { sourceOf } from "../harness/compile-text.ts";

const bits = Array.from({ length: 32 }, (_, bit) => bit);
const models = Array.from({ length: 20 }, (_, model) => `m${model}`);

function table(rule: (model: number, bit: number) => string): string {
  const blocks = models.map((model, at) => {
    const rules = bits.filter((bit) => (at * 7 + bit * 5) % 11 < 5).map((bit) => rule(at, bit));
    return `when model == ${model} { ${rules.join("; ")} }`;
  });
  return `
layout wide { word ONLY { ${bits.map((bit) => `${bit} B${bit}`).join(" ")} } word MORE { 0 X } }
enum model: ${models.join(" ")} other
input host: wide
input guest: wide
caps vcpu: wide {
  default = host & guest
  ${blocks.join("\n  ")}
}
`;
}

test("a table of what models lack is one function, masked by model, and proved", async () => {
  const { ok, code } = await compile(sourceOf(table((_, bit) => `B${bit} = none`)));
  expect(ok).toBe(true);
  const init = code?.slice(code.indexOf("export function initVcpu("), code.indexOf("Rows(")) ?? "";
  const assignment = init.slice(init.indexOf("out[0] ="), init.indexOf("out[1] ="));
  // One mask a model, and one for `other`.
  expect(assignment.match(/modelIs/g)).toHaveLength(models.length + 1);
});

test("tables of functions and of what bits require are proved", async () => {
  const functions = ["host", "guest", "all", "host.X & guest"];
  const given = table((model, bit) => `B${bit} = ${functions[(model + bit) % 4] ?? ""}`);
  expect((await compile(sourceOf(given))).ok).toBe(true);
  const required = table((model, bit) => `B${bit} requires ${model % 2 === 0 ? "X" : "host.X"}`);
  expect((await compile(sourceOf(required))).ok).toBe(true);
});
