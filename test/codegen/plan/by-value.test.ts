/** Tables by value of an enumeration: each function once, masked by what the values say. */

import { expect, test } from "vitest";
import { compile } from "../../../src/compile.ts";
import { sourceOf } from "../../harness/compile-text.ts";
import { runModule } from "../../harness/run-module.ts";

const bits = Array.from({ length: 32 }, (_, bit) => bit);
/** In the tables, bits that a model has a rule for. */
const isRuled = (model: number, bit: number): boolean => (model * 7 + bit * 5) % 11 < 5;
const models = Array.from({ length: 20 }, (_, model) => `m${model}`);

function table(rule: (model: number, bit: number) => string): string {
  const blocks = models.map((model, at) => {
    const rules = bits.filter((bit) => isRuled(at, bit)).map((bit) => rule(at, bit));
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

test("a table of models is one function, masked by model, and proved", async () => {
  const { ok, code } = await compile(sourceOf(table((_, bit) => `B${bit} = none`)));
  expect(ok).toBe(true);
  const init = code?.slice(code.indexOf("export function initVcpu("), code.indexOf("Rows(")) ?? "";
  const assignment = init.slice(init.indexOf("out[0] ="), init.indexOf("out[1] ="));
  // One mask for each model, and one for `other`.
  expect(assignment.match(/modelIs/g)).toHaveLength(models.length + 1);
});

test("tables of functions and of requirements are proved", async () => {
  const functions = ["host", "guest", "all", "host.X & guest"];
  const given = table((model, bit) => `B${bit} = ${functions[(model + bit) % 4] ?? ""}`);
  expect((await compile(sourceOf(given))).ok).toBe(true);
  const required = table((model, bit) => `B${bit} requires ${model % 2 === 0 ? "X" : "host.X"}`);
  expect((await compile(sourceOf(required))).ok).toBe(true);
});

test("each model has the result of its own rules, and every other one the default", async () => {
  const { code } = await compile(sourceOf(table((_, bit) => `B${bit} = none`)));
  const { initVcpu } = await runModule(code ?? "");
  if (typeof initVcpu !== "function") expect.fail("it exports no initVcpu");
  const [host, guest] = [Uint32Array.of(0xfff0_ffff, 1), Uint32Array.of(0xffff_ff0f, 1)];
  const results = [...models, "other"].map((model) => {
    const out = new Uint32Array(2);
    Reflect.apply(initVcpu, undefined, [out, { host, guest, model }]);
    return [...out];
  });
  const expected = [...models, "other"].map((_, model) => {
    const isOn = (bit: number): boolean => model === models.length || !isRuled(model, bit);
    const allowed = bits.reduce((sum, bit) => sum + (isOn(bit) ? 2 ** bit : 0), 0);
    return [(0xfff0_ff0f & allowed) >>> 0, 1];
  });
  expect(results).toEqual(expected);
});

test("rules that say the same for different models are one comment", async () => {
  const { code } = await compile(sourceOf(table((_, bit) => `B${bit} = none`)));
  const notes = code?.match(/= none, for some/g) ?? [];
  expect(notes).toHaveLength(1);
});
