/** The tests that rule files contain. */

import { expect, test } from "vitest";

import { codesOf, testText, textAt } from "../harness/compile-text.ts";

const tiny = `
layout tiny {
  leaf FIRST  = 0x1 ecx { 0 A  1 B  2 C }
  leaf SECOND = 0x1 edx { 0 D }
}
input host: tiny
input guest: tiny
flag f
enum vendor: intel amd hygon
caps vcpu: tiny {
  default = host & guest
  C = f & guest
  when vendor == amd { B = host }
  when !guest has SECOND { D = host }
}
`;

async function outcome(...lines: readonly string[]): Promise<readonly string[]> {
  const block = `test "t" {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
  const { diagnostics, passed } = await testText(tiny + block);
  return passed === 1 ? ["passed"] : diagnostics.map(({ code }) => code);
}

test.each([
  [["given host: A; guest: A", "expect vcpu: A !C"]],
  [["given guest: C; f", "expect vcpu: C"]],
  [["given guest: C; !f", "expect vcpu: !C"]],
  [["given vendor = amd; host: B", "expect vcpu: B"]],
  [["given vendor = hygon; host: B", "expect vcpu: !B"]],

  [["given host: all; guest: all !B; vendor = intel", "expect vcpu: A D !B"]],
  [["given host: D", "expect vcpu: D"]],
  [["given host: D; guest has FIRST", "expect vcpu: !D"]],
  [["given host: D; guest: A", "expect vcpu: !D"]],
  [["given host: all; guest: all; !guest has SECOND", "expect vcpu: D !A"]],
  [["given host: all", "given guest: all", "expect vcpu: A", "expect vcpu: D"]],
  [["given host: FIRST[9]; guest: FIRST[9]", "expect vcpu: FIRST[9]"]],
  [["expect vcpu: !A; vcpu: !D"]],
])("%j passes", async (lines) => {
  expect(await outcome(...lines)).toEqual(["passed"]);
});

test.each([
  ["a bit that is off", ["expect vcpu: A"], ["CR0406"]],
  ["two bits", ["given host: A; guest: A", "expect vcpu: !A D"], ["CR0406"]],
  ["two items", ["given host: A; guest: A", "expect vcpu: !A; vcpu: D"], ["CR0406", "CR0406"]],
  [
    "an enum that matters and is not given",
    ["given host: B; guest: A", "expect vcpu: B"],
    ["CR0407"],
  ],
  ["a flag given twice", ["given f; !f", "expect vcpu: !A"], ["CR0313"]],
  ["an input given twice", ["given host: A; host: B", "expect vcpu: !A"], ["CR0313"]],
  [
    "one entry given as there and absent",
    ["given host has FIRST; !host has SECOND", "expect vcpu: !A"],
    ["CR0313"],
  ],
  ["an unknown value", ["given vendor = intle", "expect vcpu: !A"], ["CR0213"]],
  ["bits of a flag", ["given f: A", "expect vcpu: !A"], ["CR0206"]],
  ["bits given to a set", ["given vcpu: A", "expect vcpu: !A"], ["CR0206"]],
  ["bits expected of an input", ["expect host: !A"], ["CR0206"]],
  ["an unknown bit", ["expect vcpu: !E"], ["CR0201"]],
])("%s: %j", async (_what, lines, codes) => {
  expect(await outcome(...lines)).toEqual(codes);
});

test("a test may name the program's sets in `given` and `expect`", async () => {
  const rules = `${tiny}set pair: A C\nassert vcpu -> guest | pair | host\n`;
  const block = 'test "t" {\n  given host: pair; guest: pair !C\n  expect vcpu: A !C\n}\n';
  expect(await testText(rules + block)).toMatchObject({ diagnostics: [], passed: 1 });
  const all = 'test "t" {\n  given host: pair; guest: pair; f\n  expect vcpu: pair\n}\n';
  expect(await testText(rules + all)).toMatchObject({ diagnostics: [], passed: 1 });
});

test("a test need not give an enum on which its bits do not depend then", async () => {
  expect(await outcome("given host: B; guest: B", "expect vcpu: B")).toEqual(["passed"]);
});

test("every failed expectation is shown, with the rule that decided it", async () => {
  const block = 'test "both" {\n  given vendor = amd; host: B\n  expect vcpu: !B C\n}\n';
  const { diagnostics, passed, failed } = await testText(tiny + block);
  expect(
    diagnostics.map((each) => [each.message, textAt(each), ...each.related.map(textAt)]),
  ).toEqual([
    ['test "both": `vcpu.C` is off; `vcpu.B` is on', "vcpu: !B C", "B = host", "C = f & guest"],
  ]);
  expect([passed, failed]).toEqual([0, 1]);
});

test("an item that expects many bits fails once, with a list, a count and the rules that decided", async () => {
  const many = Array.from({ length: 20 }, (_, bit) => `${bit} B${bit}`).join("  ");
  const rules = `layout many { word ONLY { ${many} } }
input host: many
caps vcpu: many {
  default = host
  B0 B1 = none
}
caps other: many { default = host }
test "all" { given host: all !B7; expect vcpu: all; other: all }
test "none" { expect vcpu: all; other: !all }
`;
  const { diagnostics, passed, failed } = await testText(rules);
  expect(
    diagnostics.map((each) => [
      each.message,
      textAt(each),
      ...each.related.map((place) => [textAt(place), place.label]),
    ]),
  ).toEqual([
    [
      'test "all": 3 bits of `vcpu` are off: `B0`, `B1`, `B7`',
      "all",
      ["B0 B1 = none", "this rule decides `B0`, `B1`"],
      ["default = host", "this rule decides `vcpu.B7`"],
    ],
    ['test "all": `other.B7` is off', "all", ["default = host", "this rule decides it"]],
    [
      'test "none": 20 bits of `vcpu` are off: `B0`, `B1`, `B2`, `B3`, `B4`, `B5` and 14 more',
      "all",
      ["B0 B1 = none", "this rule decides `B0`, `B1`"],
      ["default = host", "this rule decides `B2`, `B3`, `B4`, `B5`, `B6`, `B7` and 12 more"],
    ],
  ]);
  expect([passed, failed]).toEqual([0, 2]);
});

test("bits that need the same enum are asked for once", async () => {
  const rules = `${tiny}caps by_vendor: tiny { default = vendor == amd }\n`;
  const { diagnostics } = await testText(
    `${rules}test "t" { given host: B; guest: B C; expect by_vendor: A B C; vcpu: B C }\n`,
  );
  expect(diagnostics.map((each) => [each.message, textAt(each)])).toEqual([
    [
      "3 bits of `by_vendor` depend on `vendor`, which the test does not give: `A`, `B`, `C`",
      "by_vendor: A B C",
    ],
    ['test "t": `vcpu.C` is off', "C"],
  ]);
});

test("in `expect` a later item wins, as in `given`", async () => {
  const given = "given host: all !B; guest: all; f; vendor = intel";
  expect(await outcome(given, "expect vcpu: all !B")).toEqual(["passed"]);
  expect(await outcome(given, "expect vcpu: all")).toEqual(["CR0406"]);
});

test.each([
  ["expect vcpu: A !A", "A"],
  ["expect vcpu: !A B A", "!A"],
  ["expect vcpu: all !all", "all"],
  ["given host: A !all; guest: A; vendor = intel", "A"],
])("in `%s` the item `%s` has no effect, which is an error", async (line, item) => {
  const expectation = line.startsWith("given") ? "  expect vcpu: !A\n" : "";
  const block = `test "t" {\n  ${line}\n${expectation}}\n`;
  const { diagnostics, hasRun } = await testText(tiny + block);
  expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([["CR0418", item]]);
  expect(hasRun).toBe(false);
});

test.each(["", "given host: A", "given host: all; f\n  given guest: all"])(
  "a test that expects nothing is an error for `check`, and fails: %j",
  async (given) => {
    const rules = `${tiny}test "hollow" {\n  ${given}\n}\ntest "fine" { expect vcpu: !A }\n`;
    expect(await codesOf(rules)).toEqual(["CR0417"]);
    const { diagnostics, ok, passed, failed } = await testText(rules);
    expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([["CR0417", '"hollow"']]);
    expect([ok, passed, failed]).toEqual([false, 1, 1]);
  },
);

test("an `expect` that cannot be read is one mistake, not two", async () => {
  expect(await codesOf(`${tiny}test "t" {\n  expect\n}\n`)).toEqual(["CR0101"]);
  expect(await codesOf(`${tiny}test "t" {\n  expect vcpu:\n}\n`)).toEqual(["CR0101"]);
  expect(await codesOf(`${tiny}test "t" {\n  expect vpcu: A\n}\n`)).toEqual(["CR0201"]);
});

test("tests run despite a refuted assertion, but not with other errors", async () => {
  const block = 'test "t" { given host: A; guest: A; expect vcpu: A !C }\n';
  const refuted = await testText(`${tiny}assert vcpu -> guest & host\n${block}`);
  expect(refuted.diagnostics.map(({ code }) => code)).toEqual(["CR0402"]);
  expect(refuted).toMatchObject({ ok: false, hasRun: true, passed: 1, failed: 0 });

  const clash = `${tiny}caps vcpu { when f { B = guest } }\n${block}`;
  expect((await testText(clash)).hasRun).toBe(false);
  const contradictory = `${tiny}assume f\nassume !f\n${block}`;
  expect(await testText(contradictory)).toMatchObject({ hasRun: false, passed: 0, failed: 0 });
});

test("a test of a case that an assumption excludes is an error", async () => {
  const rules = `${tiny}assume vendor != amd | f\n`;
  const given = (what: string): string =>
    `${rules}test "t" {\n  given ${what}\n  expect vcpu: !A\n}\n`;
  expect((await testText(given("vendor = amd"))).diagnostics.map(({ code }) => code)).toEqual([
    "CR0408",
  ]);
  expect((await testText(given("vendor = amd; f"))).passed).toBe(1);
  expect((await testText(given("host: B"))).passed).toBe(1);
});

test("`check` does not run tests, but checks the names in them", async () => {
  expect(await codesOf(`${tiny}test "t" {\n  expect vcpu: A\n}\n`)).toEqual([]);
  expect(await codesOf(`${tiny}test "t" {\n  expect vpcu: A\n}\n`)).toEqual(["CR0201"]);
});
