/** An enumeration that a layout gives to each of its inputs. */

import { describe, expect, test } from "vitest";

import { checkText, codesOf, sourceOf, testText } from "../harness/compile-text.ts";
import { analyzeText } from "../harness/random-compiled.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { explain } from "../../src/explain/explain.ts";

const LAYOUT = `
layout tiny {
  enum vendor: intel amd
    other "who made it"
  word ONLY { 0 A alias enum  1 vendor }
}
input host: tiny
input guest: tiny
`;
const RULES = `${LAYOUT}
caps vcpu: tiny {
  default = host & guest
  when host.vendor == amd { A = host }
  when host.vendor in (other) { A = none }
  vendor = host.vendor
}
`;

test("is compared like one of the program, beside bits and aliases of its name", async () => {
  const claims = `
assert host.vendor == amd -> (vcpu.A ^ !host.A)
assert host.vendor != intel & host.vendor != amd -> !vcpu.A
assert vcpu.vendor -> host.vendor
`;
  expect(await codesOf(RULES + claims)).toEqual([]);
  expect(await codesOf(`${RULES}assert guest.vendor == amd -> !vcpu.A\n`)).toEqual(["CR0402"]);
});

test("is part of the program only where something compares it", () => {
  expect(analyzeText(RULES).model.enums.map(({ name }) => name)).toEqual(["host.vendor"]);
  const rules = `${LAYOUT}caps vcpu: tiny { default = host & guest }\n`;
  expect(analyzeText(rules).model.enums).toEqual([]);
  const assumed = `${rules}assume guest.vendor == amd\n`;
  expect(analyzeText(assumed).model.enums.map(({ name }) => name)).toEqual(["guest.vendor"]);
});

test("is given in tests, and must be where a bit depends on it", async () => {
  const given = (vendor: string) =>
    `${RULES}test "t" { given ${vendor} host: A; expect vcpu: A }\n`;
  expect((await testText(given("host.vendor = amd;"))).diagnostics).toEqual([]);
  expect((await testText(given("host.vendor = other;"))).diagnostics).toMatchObject([
    { code: "CR0406" },
  ]);
  expect((await testText(given(""))).diagnostics).toMatchObject([{ code: "CR0407" }]);
});

describe.each([
  { rule: "when host.vendro == amd { A = host }", code: "CR0201", says: "host.vendor" },
  { rule: "when vcpu.vendor == amd { A = host }", code: "CR0206", says: "an input" },
  { rule: "when host.vendor == amdd { A = host }", code: "CR0213", says: "amd" },
  { rule: "when host.ONLY.A == amd { A = host }", code: undefined, says: "" },
])("$rule", ({ rule, code, says }) => {
  test("is a clear error", async () => {
    const text = `${LAYOUT}caps vcpu: tiny {\n  default = host & guest\n  ${rule}\n}\n`;
    const { diagnostics } = await checkText(text);
    const [first] = diagnostics.filter(({ severity }) => severity === "error");
    expect(first).toBeDefined();
    if (code !== undefined) expect(first?.code).toBe(code);
    expect(`${first?.message} ${first?.help}`).toContain(says);
  });
});

test.each([
  { part: "enum vendor: a a", code: "CR0214" },
  { part: "enum vendor: a b  enum vendor: c", code: "CR0208" },
])("$part is $code", async ({ part, code }) => {
  const text = `layout tiny { ${part}  word ONLY { 0 A } }\ninput host: tiny\n`;
  expect(await codesOf(`${text}caps vcpu: tiny { default = host }\n`)).toContain(code);
});

const words = { words: [0b01] };

test.each([
  { vendor: "AuthenticAMD", state: "on", dependsOn: [] },
  { vendor: "GenuineIntel", state: "off", dependsOn: [] },
  // The layout has no name of its own for it.
  { vendor: "HygonGenuine", state: "off", dependsOn: [] },
  { vendor: undefined, state: "depends", dependsOn: ["host.vendor"] },
])("a dump of $vendor determines its value", async ({ vendor, state, dependsOn }) => {
  const bitmaps = { host: { ...words, vendor }, guest: { words: [0] } };
  const { sets, problems } = await evaluate(sourceOf(RULES), { bitmaps }, { replay: true });
  expect(problems).toEqual([]);
  expect(sets[0]?.bits[0]).toMatchObject({ name: "A", state, dependsOn });
});

test("given values must not contradict a dump", async () => {
  const bitmaps = { host: { ...words, vendor: "GenuineIntel" } };
  const given = async (vendor: string) =>
    (await evaluate(sourceOf(RULES), { bitmaps, values: { "host.vendor": vendor } })).problems;
  expect(await given("intel")).toEqual([]);
  expect(await given("amd")).toEqual([
    "`host.vendor` is given as `amd`, but the dump is of `intel`",
  ]);
});

test("a flip names an unknown value only where it is needed", async () => {
  const rules = `${LAYOUT}caps vcpu: tiny {
  default = host & guest
  when guest.vendor == amd { A = guest }
}
`;
  const { explanation } = await explain(
    sourceOf(rules),
    { bitmaps: { host: words, guest: words } },
    "A",
  );
  // Without the guest's bit it is off for any vendor.
  expect(explanation).toMatchObject({ state: "on", flip: { changes: ["guest.A off"] } });
});
