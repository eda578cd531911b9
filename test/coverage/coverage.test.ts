/** Tests coverage. Expected results are derived by hand. */

import { expect, test } from "vitest";

import { coverage, generateTests, mutation } from "../../src/coverage/suite-quality.ts";
import { sourceOf, testText, type RuleText } from "../harness/compile-text.ts";
import { programText } from "./program-text.ts";

const tiny = `
layout tiny {
  leaf FIRST  = 0x1 ecx { 0 A  1 B  2 C }
  leaf SECOND = 0x1 edx { 0 D }
}
input host: tiny
input guest: tiny
flag f
flag g
enum vendor: intel amd
`;

function program(rules: readonly string[], ...tests: readonly string[]): string {
  return programText(tiny, rules, tests);
}

/** Each atom with `+` if it is shown, else with the cases that are missing, or why none can be. */
async function covered(rules: RuleText): Promise<readonly string[]> {
  const { coverage: report, diagnostics } = await coverage(sourceOf(rules));
  if (report === undefined) return diagnostics.map(({ code }) => code);
  return report.atoms.map(({ text, verdict, why, missing }) => {
    if (verdict === "shown") return `${text} +`;
    const cases = missing.map(({ given, expect: expected }) => `${given} => ${expected}`);
    return `${text}: ${why ?? cases.join(" | ")}`;
  });
}

test("two cases in which an operand of `&` decides show it; each other operand needs one more", async () => {
  const on = "given host: A; guest: A; expect vcpu: A";
  const withoutHost = "given guest: A; expect vcpu: !A";
  const withoutGuest = "given host: A; expect vcpu: !A";
  const rules = ["A = host & guest"];
  expect(await covered(program(rules))).toEqual([
    "host: host: A; guest: A => vcpu: A | guest: A => vcpu: !A",
    "guest: host: A; guest: A => vcpu: A | host: A => vcpu: !A",
  ]);
  expect(await covered(program(rules, on))).toEqual([
    "host: guest: A => vcpu: !A",
    "guest: host: A => vcpu: !A",
  ]);
  expect(await covered(program(rules, on, withoutHost))).toEqual([
    "host +",
    "guest: host: A => vcpu: !A",
  ]);
  expect(await covered(program(rules, on, withoutHost, withoutGuest))).toEqual([
    "host +",
    "guest +",
  ]);
});

test("a case in which both operands are off shows neither", async () => {
  const tests = ["given host: A; guest: A; expect vcpu: A", "expect vcpu: !A"];
  expect(await covered(program(["A = host & guest"], ...tests))).toEqual([
    "host: guest: A => vcpu: !A",
    "guest: host: A => vcpu: !A",
  ]);
});

test("in `^` every case shows every operand, so the operand itself must differ", async () => {
  const tests = ["expect vcpu: !A", "given g; expect vcpu: A"];
  expect(await covered(program(["A = f ^ g"], ...tests))).toEqual(["f: f => vcpu: A", "g +"]);
});

test("a negated atom decides the other way round", async () => {
  const tests = ["given f; expect vcpu: !A", "expect vcpu: A"];
  expect(await covered(program(["A = !f"], ...tests))).toEqual(["f +"]);
});

test("a test that does not observe a bit shows nothing about its rules", async () => {
  const tests = ["given f; expect vcpu: !B", "expect vcpu: !B"];
  expect(await covered(program(["A = f", "B = g"], ...tests))).toEqual([
    "f: f => vcpu: A |  => vcpu: !A",
    "g: g => vcpu: B",
  ]);
});

test("a bit is observed through another bit that depends on it in this case", async () => {
  const rules = ["A = f", "B = guest & A"];
  const seen = ["given f; guest: B; expect vcpu: B", "given guest: B; expect vcpu: !B"];
  expect(await covered(program(rules, ...seen))).toEqual(["f +", "guest: f => vcpu: !B", "A +"]);
  const unseen = ["given f; expect vcpu: !B", "expect vcpu: !B"];
  expect((await covered(program(rules, ...unseen)))[0]).toBe("f: f => vcpu: A |  => vcpu: !A");
});

test("the two cases may observe the bit through different bits", async () => {
  const rules = ["A = f", "B = guest & A", "C = guest & A"];
  const tests = ["given f; guest: B; expect vcpu: B", "given guest: C; expect vcpu: !C"];
  expect((await covered(program(rules, ...tests)))[0]).toBe("f +");
});

test("`also`, `requires` and conditions have atoms, too", async () => {
  const rules = ["A = host", "A also f", "when vendor == amd { A requires g }"];
  const tests = [
    "given vendor = intel; expect vcpu: !A",
    "given vendor = intel; f; expect vcpu: A",
    "given vendor = amd; f; expect vcpu: !A",
  ];
  expect(await covered(program(rules, ...tests))).toEqual([
    "host: vendor = intel; host: A => vcpu: A",
    "f +",
    "vendor == amd +",
    "g: vendor = amd; g; host: A => vcpu: A",
  ]);
});

test("a condition decides where its rule differs from the other rules", async () => {
  const rules = ["when vendor == intel { A = f }", "when vendor == amd { A = g }"];
  const tests = [
    "given vendor = intel; f; expect vcpu: A",
    "given vendor = amd; f; expect vcpu: !A",
    "given vendor = amd; f; g; expect vcpu: A",
  ];
  expect(await covered(program(rules, ...tests))).toEqual([
    "vendor == intel +",
    "f: vendor = intel => vcpu: !A",
    "vendor == amd: vendor = intel; g => vcpu: !A",
    "g +",
  ]);
});

test("nested conditions are atoms of their own", async () => {
  const rules = ["when f { when g { A = all } }"];
  const tests = ["given f; g; expect vcpu: A", "given f; expect vcpu: !A"];
  expect(await covered(program(rules, ...tests))).toEqual(["f: g => vcpu: !A", "g +"]);
});

test("a rule for many bits is shown by one of them, but not by half of it on each of two", async () => {
  const rules = ["A B = guest"];
  const on = "given guest: A B; expect vcpu: A";
  expect(await covered(program(rules, on, "expect vcpu: !A"))).toEqual(["guest +"]);
  expect(await covered(program(rules, on, "expect vcpu: !B"))).toEqual(["guest:  => vcpu: !A"]);
});

test("whether this bit is in a list is shown by two bits of the statement", async () => {
  const rules = ["set list: A", "class c = list ? f : g", "c: A B"];
  const tests = ["given f; expect vcpu: A", "given f; expect vcpu: !B"];
  expect(await covered(program(rules, ...tests))).toEqual([
    "list +",
    "f:  => vcpu: !A",
    "g: g => vcpu: B",
    "c:  => vcpu: !A",
  ]);
});

test("the atoms of a class are those of its declaration, wherever it is used", async () => {
  const rules = ["class c = f & guest", "c: A", "B = c | g"];
  const tests = [
    "given f; guest: A; expect vcpu: A",
    "given guest: A; expect vcpu: !A",
    "expect vcpu: !B",
    "given f; guest: B; expect vcpu: B",
  ];
  expect(await covered(program(rules, ...tests))).toEqual([
    "f +",
    "guest: f => vcpu: !A",
    "c +",
    "c +",
    "g: g => vcpu: B",
  ]);
});

test("constants, and classes of constants, are no atoms", async () => {
  const rules = ["class hidden = none", "hidden: A", "B = all", "C = f & all"];
  expect(await covered(program(rules, "given f; expect vcpu: C", "expect vcpu: !C"))).toEqual([
    "f +",
  ]);
});

test("an atom that can never decide is proved so", async () => {
  expect(await covered(program(["A = f & (f | g)"]))).toEqual([
    "f: f => vcpu: A | g => vcpu: !A",
    "f: it decides only while on",
    "g: it never decides",
  ]);
});

test("an assumption excludes cases", async () => {
  const rules = program(["A = f & g"]);
  expect(await covered(rules)).toEqual([
    "f: f; g => vcpu: A | g => vcpu: !A",
    "g: f; g => vcpu: A | f => vcpu: !A",
  ]);
  expect(await covered(`${rules}assume f -> g\n`)).toEqual([
    "f: f; g => vcpu: A | g => vcpu: !A",
    "g: it decides only while on",
  ]);
});

test("an inherited rule is one statement, shown in either set", async () => {
  const rules = `${program(["A = f"])}caps next extends vcpu { B = g }
test "on" { given f; expect next: A }
test "off" { expect next: !A }
`;
  expect(await covered(rules)).toEqual(["f +", "g: g => next: B |  => next: !B"]);
});

test("presence of a CPUID entry is given where it matters", async () => {
  expect(await covered(program(["when guest has FIRST { A = all }"]))).toEqual([
    "guest has FIRST: guest has FIRST => vcpu: A |  => vcpu: !A",
  ]);
});

test("why no two cases can show an operand that repeats", async () => {
  const why = async (rule: string): Promise<readonly string[]> => covered(program([rule]));
  // Each of the two decides in both cases, and the bit is off in both.
  expect(await why("A = f ^ f")).toEqual([
    "f: it decides only where the bit is off",
    "f: it decides only where the bit is off",
  ]);
  expect(await why("A = f ^ !f")).toEqual([
    "f: it decides only where the bit is on",
    "f: it decides only where the bit is on",
  ]);
  // The left one decides while the right one is on, which is while it is on itself.
  expect(await why("A = f & f")).toEqual([
    "f: it decides only while on",
    "f: it decides only while on",
  ]);
  expect(await why("A = f & g & f")).toEqual([
    "f: it decides only while on",
    "g: f; g => vcpu: A | f => vcpu: !A",
    "f: it decides only while on",
  ]);
  expect(await why("A = f | f")).toEqual([
    "f: it decides only while off",
    "f: it decides only while off",
  ]);
  // `!f` is on while the left one is off; the left one is on while `!f` would be.
  expect(await why("A = f & !f")).toEqual([
    "f: it decides only while off",
    "f: it decides only while on",
  ]);
  expect(await why("A = vendor == amd ^ vendor == amd")).toEqual([
    "vendor == amd: it decides only where the bit is off",
    "vendor == amd: it decides only where the bit is off",
  ]);
});

test("an atom that decides two bits in different ways gets its own reason", async () => {
  const rules = [`class c = f`, "A = c & f", "B = c | f"];
  expect((await covered(program(rules)))[0]).toBe("f: it decides no bit both ways");
});

test("rules of the named files count, and the others are named", async () => {
  const files = {
    "common.rules": `${tiny}class c = f\n`,
    "vcpu.rules": 'use "common.rules"\ncaps vcpu: tiny { default = none; c: A }\n',
    "product.rules": 'use "vcpu.rules"\ncaps product extends vcpu { B = g }\n',
  };
  const source = sourceOf(files);
  const told = async (counted?: readonly string[]): Promise<unknown> => {
    const options = counted === undefined ? {} : { counted };
    const { coverage: report } = await coverage(source, options);
    return [report?.atoms.map(({ text }) => text), report?.otherFiles];
  };
  expect(await told()).toEqual([["g"], ["common.rules", "vcpu.rules"]]);
  expect(await told(["product.rules", "vcpu.rules"])).toEqual([["c", "g"], ["common.rules"]]);
  expect(await told(Object.keys(files))).toEqual([["f", "c", "g"], []]);

  const { mutation: report } = await mutation(source);
  expect(new Set(report?.mutants.map(({ file }) => file))).toEqual(new Set(["product.rules"]));
  expect(report?.otherFiles).toEqual(["common.rules", "vcpu.rules"]);
  expect((await generateTests(source)).tests?.text).not.toContain("expect vcpu");
});

test("a layer's own rules and its base are reported separately", async () => {
  const files = {
    "base.rules": `${tiny}caps base: tiny { default = none; A = f & host; B = g }
test "on" { given f; host: A; expect base: A }
test "off" { given host: A; expect base: !A }
`,
    "product.rules": `use "base.rules"
caps product extends base { override B = g & host }
test "on" { given g; host: B; expect product: B }
test "off" { given host: B; expect product: !B }
`,
  };
  const { coverage: report } = await coverage(sourceOf(files));
  const told = (atoms: NonNullable<typeof report>["atoms"] = []): readonly string[] =>
    atoms.map(({ file, text, verdict }) => `${file} ${text} ${verdict}`);
  expect(told(report?.atoms)).toEqual(["product.rules g shown", "product.rules host missing"]);
  expect(told(report?.inherited)).toEqual([
    "base.rules f shown",
    "base.rules host missing",
    // The overridden rule still belongs to the base, and no test covers it there.
    "base.rules g missing",
  ]);

  const { mutation: mutated } = await mutation(sourceOf(files));
  const verdicts = (mutants: NonNullable<typeof mutated>["mutants"] = []): readonly string[] =>
    mutants
      .filter(({ change }) => / becomes `(all|none)`$/.test(change))
      .map(({ change, verdict }) => `${change.replace(/`/g, "")}: ${verdict}`);
  expect(verdicts(mutated?.mutants)).toEqual([
    "g becomes all: noticed",
    "g becomes none: noticed",
    "host becomes all: survived",
    "host becomes none: noticed",
  ]);
  expect(verdicts(mutated?.inherited)).toEqual([
    "none becomes all: survived",
    "f becomes all: noticed",
    "f becomes none: noticed",
    "host becomes all: survived",
    "host becomes none: noticed",
    "g becomes all: survived",
    "g becomes none: survived",
  ]);
});

test("bundled rules do not count, and are not named", async () => {
  expect(await covered({ "cpu.rules": "emulated: MOVBE\n" })).toEqual([
    "emulated: guest: MOVBE => cpu: MOVBE |  => cpu: !MOVBE",
  ]);
  const { coverage: report } = await coverage(sourceOf({ "cpu.rules": "emulated: MOVBE\n" }));
  expect(report?.otherFiles).toEqual([]);
});

test("there is no coverage while there are errors", async () => {
  expect(await covered(program(["A = f"], "given f; expect vcpu: !A"))).toEqual(["CR0406"]);
  expect(await covered(program(["A = h"]))).toEqual(["CR0201"]);
});

test("places, rules and counts are reported", async () => {
  const rules = "A = f &\n    g";
  const text = `${tiny}caps vcpu: tiny {\n  default = none\n${rules}\n}\ntest "t" { given f; g; expect vcpu: A }\n`;
  const { coverage: report } = await coverage(sourceOf(text));
  expect(report).toMatchObject({
    atoms: [
      { file: "example.rules", line: 13, column: 5, text: "f", ruleLine: 13, tests: 1 },
      { file: "example.rules", line: 14, column: 5, text: "g", ruleLine: 13, tests: 1 },
    ],
    rules: [
      { line: 12, tests: 0 },
      { line: 13, tests: 1 },
    ],
    leftOut: 0,
  });
});

test("a bit whose rules have too many atoms is left out and counted", async () => {
  const bits = Array.from({ length: 32 }, (_, bit) => `host.FIRST[${bit}] guest.FIRST[${bit}]`);
  const atoms = bits.join(" ").split(" ");
  const rule = `A = ${Array.from({ length: 33 }, (_, round) => `(${atoms.slice(round % 3).join(round % 2 ? " | " : " & ")})`).join(" ^ ")}`;
  const { coverage: report } = await coverage(sourceOf(program([rule])));
  expect(report?.atoms).toEqual([]);
  expect(report?.leftOut).toBeGreaterThan(1000);
});

test("the missing tests are written, pass, and complete the coverage", async () => {
  const rules = program(["A = host & guest", "when vendor == amd { B = guest has SECOND }"]);
  const { tests } = await generateTests(sourceOf(rules));
  expect(tests?.text).toBe(`test "vcpu.A is on where host.A is on" {
  given  host: A; guest: A
  expect vcpu: A
}
test "vcpu.A is off where host.A is off" {
  given  guest: A
  expect vcpu: !A
}
test "vcpu.A is off where guest.A is off" {
  given  host: A
  expect vcpu: !A
}
test "vcpu.B is on where vendor is amd" {
  given  vendor = amd; guest has FIRST
  expect vcpu: B
}
test "vcpu.B is off where vendor is not amd" {
  given  vendor = intel; guest has FIRST
  expect vcpu: !B
}
test "vcpu.B is off where guest has no FIRST" {
  given  vendor = amd
  expect vcpu: !B
}
`);
  const completed = rules + (tests?.text ?? "");
  expect(await testText(completed)).toMatchObject({ ok: true, passed: 6 });
  expect(await covered(completed)).toEqual([
    "host +",
    "guest +",
    "vendor == amd +",
    "guest has SECOND +",
  ]);
  expect((await generateTests(sourceOf(completed))).tests).toEqual({ text: "", count: 0 });
});

test("a bit that a set of the same name hides is named in full", async () => {
  const rules = `${program(["FIRST.A = guest"])}set A: B\n`;
  const { tests } = await generateTests(sourceOf(rules));
  expect(tests?.text).toContain("given  guest: FIRST.A\n  expect vcpu: FIRST.A\n");
  expect((await testText(rules + (tests?.text ?? ""))).passed).toBe(2);
});
