/** Layouts: what stands in them, and what must not. */

import { expect, test } from "vitest";

import { bitsOn, codesOf, onlyDiagnostic, textAt } from "../harness/compile-text.ts";

const rest = "input host: tiny\ncaps vcpu: tiny { default = host }\n";

test.each([
  ["word W { 0 A }  word W { 1 B }", "`W`"],
  ["word W { 0 A  1 A }", "`W.A`"],
  ["word W { 0 A  0 B }", "`W[0]`"],
  ["word W { 0 A alias a  1 B alias a }", "the alias `a`"],
  ["leaf V = 0x1 ecx { 0 A }  leaf W = 0x1 ecx { 0 B }", "the CPUID address `0x1 ecx`"],
])("in %s, there is a duplicate", async (words, what) => {
  const diagnostic = await onlyDiagnostic(`layout tiny { ${words} }\n${rest}`);
  expect(diagnostic.code).toBe("CR0208");
  expect(diagnostic.message).toBe(`${what} stands twice in \`tiny\``);
  expect(diagnostic.related).toHaveLength(1);
});

test("two leaves may have a bit of the same name", async () => {
  const rules = `layout tiny { word V { 0 A }  word W { 0 A } }\n${rest}`;
  expect(await bitsOn(rules, "vcpu", { bits: { host: "V.A W.A" } })).toEqual(["V.A", "W.A"]);
});

test("a word has 32 bits", async () => {
  const diagnostic = await onlyDiagnostic(`layout tiny { word W { 32 A } }\n${rest}`);
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0207", "32"]);
});

test("CPUID has four registers", async () => {
  const diagnostic = await onlyDiagnostic(`layout tiny { leaf W = 0x1 rax { 0 A } }\n${rest}`);
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0209", "rax"]);
});

test("an unknown layout is reported with the nearest name", async () => {
  const diagnostic = await onlyDiagnostic(
    "layout tiny { word W { 0 A } }\ninput host: tyni\ncaps vcpu: tiny { default = none }\n",
  );
  expect([diagnostic.code, diagnostic.help]).toEqual(["CR0201", "did you mean `tiny`?"]);
});

test("an enum lists each value once", async () => {
  expect(
    await codesOf("enum vendor: intel amd intel\nwhen vendor == amd { MOVBE = guest }\n"),
  ).toEqual(["CR0214"]);
});

test("a leaf without an index is at index 0, so it has the address of the one that says so", async () => {
  const rules = `
layout tiny {
  leaf FIRST  = 0x7 ebx   { 0 A }
  leaf SECOND = 0x7.0 ebx { 0 B }
}
input host: tiny
default = host
`;
  expect(await codesOf(rules)).toEqual(["CR0208"]);
});

test("a layout that is not there is one mistake, however much is declared with it", async () => {
  const rules = `
input host: x86
input guest: x86
caps vcpu: x86 {
  default = host & guest
  XSAVES = host.XSAVE & guest has CPUID_D_1_EAX
}
caps next extends vcpu { RDPID = vcpu }
assert vcpu.AVX -> next.XSAVE
test "nothing" {
  given host: XSAVE
  expect vcpu: !XSAVES
}
`;
  const diagnostic = await onlyDiagnostic(rules);
  expect([diagnostic.code, textAt(diagnostic), diagnostic.help]).toEqual([
    "CR0201",
    "x86",
    'write `use "caprules:x86.rules"`',
  ]);
});
