/** At most one rule governs a bit in every case: proved, or a case in which two do. */

import { expect, test } from "vitest";

import { checkText, codesOf, onlyDiagnostic, textAt } from "../harness/compile-text.ts";

const tiny = `
layout tiny { word ONLY { 0 A  1 B  2 C } }
input host: tiny
input guest: tiny
flag f
flag g
enum vendor: intel amd hygon
`;

function vcpu(...rules: readonly string[]): string {
  return `${tiny}caps vcpu: tiny {\n  default = none\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

test.each([
  ["a flag and its negation", "f", "!f"],
  ["two values of an enum", "vendor == intel", "vendor == amd"],
  ["a value and all others", "vendor == intel", "vendor != intel"],
  ["a list and the rest", "vendor in (intel amd)", "vendor == hygon"],
  ["conjunctions that differ in one place", "f & g", "f & !g"],
  ["conditions on bits", "host.A & !guest.A", "guest.A"],
  ["conditions on other final values", "B", "host.B & !B"],
])("%s exclude each other", async (_what, first, second) => {
  expect(
    await codesOf(
      vcpu("B = host & guest", `when ${first} { A = host }`, `when ${second} { A = guest }`),
    ),
  ).toEqual([]);
});

test.each([
  ["f", "g", "f; g; everything else off"],
  ["f | g", "!f", "g; everything else off"],
  ["vendor in (intel amd)", "vendor != intel", "vendor = amd; everything else off"],
  ["host.A | host.B & host.C & guest.A", "!host.A | host.B", "host: A B; everything else off"],
  ["!f", "!g", "everything off"],
  ["f & host.A", "guest.B", "host: A; guest: B; f; everything else off"],
])("`%s` and `%s` can both hold: %s", async (first, second, witness) => {
  const diagnostic = await onlyDiagnostic(
    vcpu(`when ${first} { A = host }`, `when ${second} { A = guest }`),
  );
  expect(diagnostic.code).toBe("CR0401");
  expect([textAt(diagnostic), ...diagnostic.related.map(textAt)]).toEqual([
    "A = guest",
    "A = host",
  ]);
  expect(diagnostic.notes).toEqual([`both apply in this case: ${witness}`]);
});

test("all conditions around a rule count", async () => {
  expect(
    await codesOf(
      vcpu(
        "when f {",
        "  when g { A = host }",
        "}",
        "when f & !g { A = guest }",
        "when !f {",
        "  when g { A = all }",
        "}",
      ),
    ),
  ).toEqual([]);
  const conflict = vcpu(
    "when f {",
    "  when vendor == amd { A = host }",
    "}",
    "when f & vendor != intel { A = guest }",
  );
  const diagnostic = await onlyDiagnostic(conflict);
  expect(diagnostic.notes).toEqual([
    "both apply in this case: f; vendor = amd; everything else off",
  ]);
});

test("two statements that conflict are one mistake, whatever the number of bits", async () => {
  const diagnostic = await onlyDiagnostic(
    vcpu("when f { A B C = host }", "when g { C A = guest }"),
  );
  expect(diagnostic.message).toBe("two rules for `A`, `C` can apply at the same time");
});

test("two rules in one `when` are in conflict", async () => {
  expect(await codesOf(vcpu("when f { A = host; A = guest }"))).toEqual(["CR0401"]);
});

test("an assumption may exclude cases that conditions allow", async () => {
  const rules = vcpu("when f { A = host }", "when g { A = guest }");
  expect(await codesOf(`${rules}assume !(f & g)\n`)).toEqual([]);
  expect(await codesOf(`${rules}assume f | g\n`)).toEqual(["CR0401"]);
});

test("`also` and `requires` may apply together", async () => {
  expect(
    await codesOf(
      vcpu(
        "when f { A also host; B requires host }",
        "when g { A also guest; B requires guest }",
        "B = all",
      ),
    ),
  ).toEqual([]);
});

test.each([
  ["f", ["vendor == intel", "vendor == amd", "f"]],
  ["a value of another enum", ["vendor == intel", "era == new"]],
  ["a list that shares a value", ["vendor == intel", "vendor == amd", "vendor in (amd hygon)"]],
])("values of one enum exclude each other, but not %s", async (_what, conditions) => {
  const rules = conditions.map(
    (condition, at) => `when ${condition} { A = ${at === 0 ? "host" : "guest"} }`,
  );
  const { diagnostics } = await checkText(`enum era: old new\n${vcpu(...rules)}`);
  expect(diagnostics.map(({ code }) => code)).toContain("CR0401");
});

test("each rule is reported once, with the first that it meets", async () => {
  const { diagnostics } = await checkText(
    vcpu(
      "when f & g { A B = host }",
      "when f & !g { A = guest }",
      "when g { A = none; B = all }",
      "when f { A = all }",
    ),
  );
  expect(diagnostics.map((each) => [each.code, textAt(each), each.related.map(textAt)])).toEqual([
    ["CR0401", "A = none", ["A B = host"]],
    ["CR0401", "B = all", ["A B = host"]],
    ["CR0401", "A = all", ["A B = host"]],
  ]);
});

test("a conflict names only the bits that have it", async () => {
  const diagnostic = await onlyDiagnostic(
    vcpu("when f { A C = host }", "when g { B C = guest }", "when !g { A = guest & f }").replace(
      "A = guest & f",
      "B = all",
    ),
  );
  expect(diagnostic.message).toBe("two rules for `C` can apply at the same time");
});
