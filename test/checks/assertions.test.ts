/** Assertions are proved, or refuted by the smallest case. */

import { expect, test } from "vitest";

import { checkText, codesOf, onlyDiagnostic, textAt } from "../harness/compile-text.ts";

const tiny = `
layout tiny {
  leaf FIRST  = 0x1 ecx { 0 A  1 B  2 C }
  leaf SECOND = 0x1 edx { 0 D }
  leaf THIRD  = 0x7.0 ebx { 0 E }
}
input host: tiny
input guest: tiny
flag f
enum vendor: intel amd hygon
`;

function vcpu(...rules: readonly string[]): string {
  return `${tiny}caps vcpu: tiny {\n  default = host & guest\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

test.each([
  "assert vcpu -> host",
  "assert vcpu -> host & guest",
  "assert !(vcpu ^ (host & guest))",
  "assert vcpu.A -> guest.A",
  "assert host.A -> guest.A -> vcpu.A",
  "assert vendor == intel | vendor == amd | vendor == hygon",
  "assert !(vendor == intel & vendor in (amd hygon))",
  "assert vendor in (intel amd) ^ vendor == hygon",
  "assert vendor != intel -> vendor in (amd hygon)",
])("`%s` is proved", async (assertion) => {
  const { ok } = await checkText(`${vcpu()}${assertion}\n`);
  expect(ok).toBe(true);
});

test("in a set a bare bit is its own, and `this bit` ranges over its layout", async () => {
  expect(await codesOf(vcpu("B requires A", "assert B -> A", "assert vcpu -> host"))).toEqual([]);
});

// Derived by hand: a case with the fewest bits set in which the claim is false.
test.each([
  ["assert host.A", "everything off", "host.A is off"],
  ["assert vcpu.A -> f", "host: A; guest: A; everything else off", "vcpu.A is on"],
  ["assert guest.A & guest.B -> f & host.B", "guest: A B; everything else off", "guest.A is on"],
  ["assert host.A | host.B | !guest.C", "guest: C; everything else off", "host.A is off"],
  ["assert f & vendor == amd -> vcpu.A", "f; vendor = amd; everything else off", "vcpu.A is off"],
  ["assert vendor != hygon", "vendor = hygon; everything else off", undefined],
  ["assert host.A & host.B | host.C -> guest.A", "host: C; everything else off", "guest.A is off"],
  ["assert !(host has FIRST)", "host has FIRST; everything else off", undefined],
])("`%s` fails: %s", async (assertion, witness, value) => {
  const diagnostic = await onlyDiagnostic(`${vcpu()}${assertion}\n`);
  expect(diagnostic.code).toBe("CR0402");
  expect(diagnostic.notes[0]).toBe(`it fails in this case: ${witness}`);
  // Inputs alone decide the others, so there is nothing to tell of bits.
  expect(diagnostic.notes[1]).toContain(value ?? "no rules could make it hold");
});

test("a refutation lists every value that the claim reads, and names a single bit once", async () => {
  const several = await onlyDiagnostic(`${vcpu()}assert host.A & host.B | host.C -> guest.A\n`);
  expect(several.notes).toEqual([
    "it fails in this case: host: C; everything else off",
    "then host.A is off, host.B is off, host.C is on, guest.A is off",
    "no rules could make it hold in every case",
  ]);
  const single = await onlyDiagnostic(`${vcpu("A = all")}assert vcpu -> host\n`);
  expect(single.notes).toEqual([
    "it fails for `A` in this case: everything off",
    "then vcpu.A is on, host.A is off",
  ]);
});

test("a counterexample is for the failing bit with the smallest case", async () => {
  const rules = vcpu("A = host & guest.B & guest.C", "B = guest.C | host", "assert vcpu -> guest");
  const { notes } = await onlyDiagnostic(rules);
  // A fails with host.A, guest.B, guest.C on; B with guest.C or host.B alone.
  expect(notes[0]).toMatch(
    /^it fails for `B` in this case: (guest: C|host: B); everything else off$/,
  );
  expect(notes[2]).toBe("it fails for 2 bits: `A`, `B`");
});

test("a refutation shows the case and the bits that the claim reads, and nothing else", async () => {
  const { notes } = await onlyDiagnostic(vcpu("assert vcpu.A -> f"));
  expect(notes).toEqual([
    "it fails in this case: host: A; guest: A; everything else off",
    "then vcpu.A is on",
  ]);
});

test("a claim about every bit is about unnamed bits, too", async () => {
  const { notes } = await onlyDiagnostic(vcpu("unnamed = host", "assert vcpu -> guest"));
  expect(notes[0]).toBe(
    "it fails for `FIRST[3]` in this case: host: FIRST[3]; everything else off",
  );
});

test("assumptions are used, in assertions about sets that depend on inputs", async () => {
  const rules = vcpu("when f { A = host }", "assert vcpu.A -> guest.A");
  expect(await codesOf(rules)).toEqual(["CR0402"]);
  expect(await codesOf(`${rules}assume !f\n`)).toEqual(["CR0602"]);
  expect(await codesOf(`${rules}assume host.A -> guest.A\nassume f\n`)).toEqual(["CR0603"]);
});

test("assumptions that can never hold together prove nothing; the last one is named with the others", async () => {
  const { diagnostics } = await checkText(
    `${vcpu("A requires f", "assert vcpu.A")}assume f\nassume vendor == amd\nassume !f\n`,
  );
  const told = diagnostics.filter(({ code }) => code === "CR0404");
  expect(told.map((each) => [textAt(each), each.related.map(textAt)])).toEqual([
    ["assume !f", ["assume vendor == amd", "assume f"]],
  ]);
  expect(told[0]?.related.map(({ label }) => label)).toEqual(["with this one", "with this one"]);
  // From a contradiction everything follows, so that no claim is called empty for it.
  expect(diagnostics.map(({ code }) => code)).not.toContain("CR0608");
  expect(await codesOf(`${vcpu("A requires f")}assume f\nassume vendor == amd\n`)).not.toContain(
    "CR0404",
  );
});

/** Flags, entries and bits count as one each, values of enums as none. */
test.each([
  ["host.A & host.B", "f", "for `B` in this case: f; everything else off"],
  ["f", "host.A & host.B", "for `A` in this case: f; everything else off"],
  [
    "host.A & host.B & f",
    "host has THIRD & host.C",
    "for `B` in this case: host: C; host has THIRD; everything else off",
  ],
  [
    "host has THIRD & host.C & f",
    "host.A & host.B",
    "for `B` in this case: host: A B; everything else off",
  ],
  [
    "f & host.A",
    "vendor == amd & host.B",
    "for `B` in this case: host: B; vendor = amd; everything else off",
  ],
])("with A = %s and B = %s, a claim fails %s", async (a, b, told) => {
  const { notes } = await onlyDiagnostic(vcpu(`A = ${a}`, `B = ${b}`, "assert vcpu -> guest"));
  expect(notes[0]).toBe(`it fails ${told}`);
});

test("a claim over several lines is shown on one", async () => {
  const { message } = await onlyDiagnostic(vcpu("assert vcpu.A\n      -> f &\n      guest.B"));
  expect(message).toContain("`vcpu.A -> f & guest.B`");
});

test("an assumption is about inputs, not about capability sets", async () => {
  expect(await codesOf(`${vcpu()}assume vcpu.A\n`)).toEqual(["CR0206"]);
  expect(await codesOf(`${vcpu()}assume host\n`)).toEqual(["CR0210"]);
});

test("an absent CPUID entry reads zero, and its leaves share one presence", async () => {
  const claims = [
    "guest.A -> guest has FIRST",
    "guest.D -> guest has FIRST",
    "guest has FIRST -> guest has SECOND",
    "!guest has THIRD -> !guest.E & !vcpu.E",
  ];
  const { ok } = await checkText(`${vcpu()}${claims.map((claim) => `assert ${claim}\n`).join("")}`);
  expect(ok).toBe(true);
  expect(await codesOf(`${vcpu()}assert guest has FIRST -> guest has THIRD\n`)).toEqual(["CR0402"]);
  expect(await codesOf(`${vcpu()}assert guest has FIRST -> host has FIRST\n`)).toEqual(["CR0402"]);
});

test("a word that CPUID does not fill has no presence", async () => {
  const rules =
    "layout tiny { word ONLY { 0 A } }\ninput host: tiny\ncaps vcpu: tiny { default = host }\nassert host has ONLY\n";
  expect(await codesOf(rules)).toEqual(["CR0215"]);
});
