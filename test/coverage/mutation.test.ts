/** Tests mutation. Expected results are derived by hand. */

import { expect, test } from "vitest";

import { mutation } from "../../src/coverage/suite-quality.ts";
import { sourceOf, type RuleText } from "../harness/compile-text.ts";
import { programText } from "./program-text.ts";

const tiny = `
layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B } }
input host: tiny
input guest: tiny
flag f
flag g
enum vendor: intel amd
`;

function program(rules: readonly string[], ...tests: readonly string[]): string {
  return programText(tiny, rules, tests);
}

/** The verdict on each mutant, without those of the default, and the case that would notice it. */
async function judged(rules: RuleText): Promise<readonly string[]> {
  const { mutation: report, diagnostics } = await mutation(sourceOf(rules));
  if (report === undefined) return diagnostics.map(({ code }) => code);
  return report.mutants
    .filter(({ change }) => change !== "`none` becomes `all`")
    .map(({ change, verdict, missing }) =>
      missing === undefined
        ? `${verdict}: ${change}`
        : `${change}: ${missing.given} => ${missing.expect}`,
    );
}

const ONE = "given f; g; expect vcpu: A";

test("every operator, atom and rule is changed", async () => {
  expect(
    await judged(
      program(
        ["A = f & !g"],
        "given f; expect vcpu: A",
        "given f; g; expect vcpu: !A",
        "given g; expect vcpu: !A",
        "expect vcpu: !A",
      ),
    ),
  ).toEqual([
    "noticed: the rule is dropped: `A = f & !g`",
    "noticed: `&` becomes `|` in `f & !g`",
    "noticed: `f` becomes `all`",
    "noticed: `f` becomes `none`",
    "noticed: `f` is negated",
    "noticed: `!g` loses its negation",
    "noticed: `g` becomes `all`",
    "noticed: `g` becomes `none`",
  ]);
});

test("the condition of an inner `when` is changed, but not the implicit `&`", async () => {
  const rules = [
    "flag h",
    "caps more: tiny {",
    "  default = none",
    "  when f {",
    "    when g & h { A = all }",
    "  }",
    "}",
  ];
  const tests = [
    'test "all" { given f; g; h; expect more: A }',
    // It would notice `f | (g & h)`, but not `f & (g | h)`.
    'test "f" { given f; expect more: !A }',
  ];
  const told = await judged(program([]) + [...rules, ...tests, ""].join("\n"));
  expect(told.filter((each) => each.includes("`&` becomes"))).toEqual([
    "`&` becomes `|` in `g & h`: f; h => more: !A",
  ]);
});

test("an operand that repeats is a place of its own each time", async () => {
  const told = await judged(program(["A = f & g & f"], ONE, "given g; expect vcpu: !A"));
  // While one `f` is left, the other one makes no difference but as `none` or negated.
  expect(told.filter((each) => each.includes("`f`"))).toEqual([
    "same: `f` becomes `all`",
    "noticed: `f` becomes `none`",
    "noticed: `f` is negated",
    "same: `f` becomes `all`",
    "noticed: `f` becomes `none`",
    "noticed: `f` is negated",
  ]);
});

test("if the condition of an `override` changes, the replaced rules may be in force again", async () => {
  const rules = `${tiny}caps base: tiny {
  default = none
  when f { A = host }
}
caps product extends base {
  when f { override A = none }
}
`;
  // Never replaced, the base's rule is in force in the product: on where f and host.A are.
  expect(await judged(rules)).toContain("`f` becomes `none`: f; host: A => product: !A");
});

test("a class is changed in assertions, too", async () => {
  const rules = `${tiny}class c = f
caps vcpu: tiny { default = none; A = c }
assert vcpu.A ^ !c
`;
  // Both sides of the claim change, so it still holds.
  expect(await judged(rules)).toContain("`f` becomes `all`:  => vcpu: !A");
});

test("rules that come to apply at once because a bit changes are noticed", async () => {
  const rules = `${tiny}caps first: tiny { default = none; A = f }
caps vcpu: tiny {
  default = none
  when first.A { A = host }
  when !f { A = guest }
}
`;
  expect(await judged(rules)).toContain("noticed: `f` becomes `all`");
});

test("mutants that one case would notice share it", async () => {
  const { mutation: report } = await mutation(sourceOf(program(["A = f & host & g"])));
  const cases = report?.mutants.flatMap(({ missing }) => (missing ? [missing.given] : []));
  // The rule, its operator, three for each operand, and the default.
  expect(cases?.length).toBe(12);
  // All operands on, one on, one off (three cases), and one for the default.
  expect(new Set(cases).size).toBe(6);
});

test("`!=` is one place: the named change is the judged one", async () => {
  const told = await judged(program(["A = vendor != amd"], "given vendor = amd; expect vcpu: !A"));
  expect(told).toEqual([
    "the rule is dropped: `A = vendor != amd`: vendor = intel => vcpu: A",
    "noticed: `vendor != amd` loses its negation",
    // On for amd, which the test notices; off for intel, which it does not.
    "noticed: `vendor != amd` becomes `all`",
    "`vendor != amd` becomes `none`: vendor = intel => vcpu: A",
  ]);
});

test("an unnoticed mutant is shown with a smallest case that would notice it", async () => {
  expect(await judged(program(["A = f & g"], ONE))).toEqual([
    "noticed: the rule is dropped: `A = f & g`",
    "`&` becomes `|` in `f & g`: g => vcpu: !A",
    "`f` becomes `all`: g => vcpu: !A",
    "noticed: `f` becomes `none`",
    "noticed: `f` is negated",
    "`g` becomes `all`: f => vcpu: !A",
    "noticed: `g` becomes `none`",
    "noticed: `g` is negated",
  ]);
});

test("an assertion notices, too", async () => {
  const rules = program(["A = f & g", "assert A -> f & g"], ONE);
  expect((await judged(rules)).filter((each) => !each.startsWith("noticed"))).toEqual([]);
});

test("an assertion for every bit notices a change of a rule for many bits", async () => {
  const rules = program(["A B = guest & host", "assert vcpu -> host"]);
  expect(await judged(rules)).toEqual([
    "the rule is dropped: `A B = guest & host`: host: A; guest: A => vcpu: A",
    "noticed: `&` becomes `|` in `guest & host`",
    "`guest` becomes `all`: host: A => vcpu: !A",
    "`guest` becomes `none`: host: A; guest: A => vcpu: A",
    "`guest` is negated: host: A; guest: A => vcpu: A",
    "noticed: `host` becomes `all`",
    "`host` becomes `none`: host: A; guest: A => vcpu: A",
    "noticed: `host` is negated",
  ]);
});

test("an assertion about bits that depend on the changed one notices", async () => {
  const other = "caps later: tiny { default = vcpu }\nassert later -> host\n";
  const rules = program(["A = guest & host"]) + other;
  expect(await judged(rules)).toContain("noticed: `host` becomes `all`");
});

test("an equivalent mutant is proved equivalent", async () => {
  const rules = program(["A = f | f & g"], "given f; expect vcpu: A", "expect vcpu: !A");
  expect(await judged(rules)).toEqual([
    "noticed: the rule is dropped: `A = f | f & g`",
    "noticed: `|` becomes `&` in `f | f & g`",
    "`|` becomes `^` in `f | f & g`: f; g => vcpu: A",
    "noticed: `f` becomes `all`",
    "noticed: `f` becomes `none`",
    "noticed: `f` is negated",
    "`&` becomes `|` in `f & g`: g => vcpu: !A",
    "`f` becomes `all`: g => vcpu: !A",
    "same: `f` becomes `none`",
    "`f` is negated: g => vcpu: !A",
    "same: `g` becomes `all`",
    "same: `g` becomes `none`",
    "same: `g` is negated",
  ]);
});

test("an assumption can make a mutant equivalent", async () => {
  const rules = `${program(["A = f & g"], ONE)}assume f -> g\n`;
  expect(await judged(rules)).toContain("same: `g` becomes `all`");
});

test("rules that would apply at once are noticed", async () => {
  const rules = program(["when f { A = g }", "when !f { A = host }"]);
  expect(await judged(rules)).toEqual(
    expect.arrayContaining([
      "noticed: `f` becomes `all`",
      "noticed: `!f` loses its negation",
      "noticed: `f` is negated",
      "`f` becomes `none`: f; g => vcpu: A",
    ]),
  );
});

test("`also`, `requires`, `->`, `?:`, `^`, `!=` and classes are changed", async () => {
  const rules = [
    "class hidden = none",
    "hidden: A",
    "A also f -> g",
    'A requires f ? guest : host because "why"',
    "B = f ^ vendor != amd",
  ];
  const changes = (await judged(program(rules))).map((each) =>
    each.replace(/^(same|noticed): |: [^`]*=>.*$/g, ""),
  );
  expect(changes).toEqual(
    expect.arrayContaining([
      "`hidden` becomes `all`",
      "the rule is dropped: `hidden: A`",
      "the `also` is dropped: `A also f -> g`",
      "`->` in `f -> g` is turned round",
      "the `requires` is dropped: `A requires f ? guest : host`",
      "`f ? guest : host` has its branches swapped",
      "`^` becomes `|` in `f ^ vendor != amd`",
      "`^` becomes `&` in `f ^ vendor != amd`",
      "`vendor != amd` loses its negation",
    ]),
  );
});

test("a test that leaves an enumeration open notices that the bit comes to depend on it", async () => {
  const rules = program(["A = f & vendor == intel"], "given g; expect vcpu: !A");
  expect(await judged(rules)).toContain("noticed: `f` becomes `all`");
  const amd = program(["A = f & vendor == amd"], "given g; expect vcpu: !A");
  expect(await judged(amd)).toContain("noticed: `f` becomes `all`");
});

test("bits of two leaves with defaults of their own differ once their rule is dropped", async () => {
  const rules = `
layout two { leaf FIRST = 0x1 ecx { 0 A } leaf SECOND = 0x1 edx { 0 B } }
input host: two
caps vcpu: two { default = host; default SECOND = none; unnamed = none; A B = host }
`;
  expect(await judged(rules)).toContain("the rule is dropped: `A B = host`: host: B => vcpu: B");
});

test("there are no mutants while there are errors", async () => {
  expect(await judged(program(["A = f"], "given f; expect vcpu: !A"))).toEqual(["CR0406"]);
});

test("mutants beyond 5,000 are left out and counted", async () => {
  const rules = Array.from(
    { length: 32 },
    (_, bit) =>
      `FIRST[${bit}] = ${Array.from({ length: 60 }, (__, other) => `host.FIRST[${(bit + other) % 32}] ${other % 2 ? "&" : "|"} guest`).join(" | ")}`,
  );
  const { mutation: report } = await mutation(sourceOf(program(rules)));
  expect(report?.mutants.length).toBe(5000);
  expect(report?.leftOut).toBeGreaterThan(0);
});
