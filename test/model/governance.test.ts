/** The rules that govern a bit: one rule, every `also`, every `requires`. */

import { expect, test } from "vitest";

import { bitsOn, codesOf, onlyDiagnostic, textAt, truthTable } from "../harness/compile-text.ts";

const tiny = `
layout tiny { word FIRST { 0 A  1 B  2 C }  word SECOND { 0 D } }
input host: tiny
input guest: tiny
flag f
flag g
`;

function vcpu(...rules: readonly string[]): string {
  return `${tiny}caps vcpu: tiny {\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

const hostAndGuest = ["host.A", "guest.A"];

test.each([
  ["all", "1111"],
  ["none", "0000"],
  ["host", "0011"],
  ["!host", "1100"],
  ["~host", "1100"],
  ["!!host", "0011"],
  ["host & guest", "0001"],
  ["host | guest", "0111"],
  ["host ^ guest", "0110"],
  ["host -> guest", "1101"],
  ["host ? guest : !guest", "1001"],
  ["host | host & guest", "0011"],
  ["host ^ guest & host", "0010"],
  ["guest | host ^ host", "0101"],
  ["host -> guest -> host", "1111"],
  ["(host -> guest) -> host", "0011"],
  ["host -> guest | host", "1111"],
  ["host ? none : guest ? none : all", "1000"],
  ["!host & guest", "0100"],
])("`%s` has the truth table %s", (expression, table) => {
  expect(truthTable(vcpu("default = none", `A = ${expression}`), "vcpu.A", hostAndGuest)).toBe(
    table,
  );
});

test("a bare bitmap is the bit that is defined; a named bit is that bit", () => {
  const rules = vcpu("default = none", "A B = host & guest.C");
  expect(truthTable(rules, "vcpu.A", ["host.A", "host.B", "guest.C"])).toBe("00000101");
  expect(truthTable(rules, "vcpu.B", ["host.A", "host.B", "guest.C"])).toBe("00010001");
});

test("a bare bit is the set's own final value of it", () => {
  const rules = vcpu("default = host", "B = none", "B also guest", "A = B", "C requires A");
  expect(truthTable(rules, "vcpu.A", ["host.B", "guest.B"])).toBe("0101");
  expect(truthTable(rules, "vcpu.C", ["host.C", "guest.B"])).toBe("0001");
});

test("the value is (rule | also) & requires, so `requires` has the last word", () => {
  const rules = vcpu(
    "default = none",
    "A = host",
    "A also guest",
    "A requires guest.B",
    "A requires host.B",
  );
  // host.A, guest.A, host.B, guest.B: on where one of the first two and both of the last are.
  expect(truthTable(rules, "vcpu.A", ["host.A", "guest.A", "host.B", "guest.B"])).toBe(
    "0000000100010001",
  );
});

test("`also` and `requires` leave a bit on its default", () => {
  const rules = vcpu("default = host", "A also guest", "B requires guest");
  expect(truthTable(rules, "vcpu.A", hostAndGuest)).toBe("0111");
  expect(truthTable(rules, "vcpu.B", ["host.B", "guest.B"])).toBe("0001");
});

test("under a `when`, `also` adds and `requires` demands only while the condition holds", () => {
  const rules = vcpu("default = host", "when f {", "  A also guest", "  B requires guest", "}");
  expect(truthTable(rules, "vcpu.A", ["f", ...hostAndGuest])).toBe("00110111");
  expect(truthTable(rules, "vcpu.B", ["f", "host.B", "guest.B"])).toBe("00110001");
});

test("a rule under a `when` goes before the unconditional one, and that before the default", () => {
  const rules = vcpu("default = none", "A = host", "when f { A = guest }");
  expect(truthTable(rules, "vcpu.A", ["f", ...hostAndGuest])).toBe("00110101");
});

test("where no `when` holds and there is no rule, the default governs", () => {
  const rules = vcpu("default = host", "when f { A = guest }");
  expect(truthTable(rules, "vcpu.A", ["f", ...hostAndGuest])).toBe("00110101");
});

test("nested conditions must both hold", () => {
  const rules = vcpu("default = none", "when f {", "  when g { A = all }", "}");
  expect(truthTable(rules, "vcpu.A", ["f", "g"])).toBe("0001");
});

test("`unnamed` goes before a leaf's default, that before the default, and a rule before all", async () => {
  const rules = vcpu(
    "default = none",
    "default FIRST = host",
    "unnamed = guest",
    "FIRST[9] = host",
  );
  const bits = { host: "A FIRST[8] FIRST[9] D SECOND[9]", guest: "B FIRST[7]" };
  expect(await bitsOn(rules, "vcpu", { bits })).toEqual(["A", "FIRST[7]", "FIRST[9]"]);
});

test("one default may be for several leaves", async () => {
  const rules = vcpu("default = none", "default FIRST SECOND = host");
  expect(await bitsOn(rules, "vcpu", { bits: { host: "A D" } })).toEqual(["A", "D"]);
});

test("a list may name a bit twice, and sets in sets", async () => {
  const rules = vcpu(
    "default = none",
    "set inner: A B",
    "set outer: inner A C",
    "outer B A = host",
  );
  expect(await bitsOn(rules, "vcpu", { bits: { host: "A B C D" } })).toEqual(["A", "B", "C"]);
});

test("in an expression a set is true of the bits in it", async () => {
  const rules = vcpu("set soft: A D", "default = soft ? guest : host");
  const bits = { host: "B C D", guest: "A B" };
  expect(await bitsOn(rules, "vcpu", { bits })).toEqual(["A", "B", "C"]);
});

test("a class may be used in an expression and in another class", async () => {
  const rules = vcpu(
    "default = none",
    "class native = host & guest",
    "class half = native & f",
    "half: A",
    "B = native | g",
  );
  const bits = { host: "A B", guest: "A" };
  expect(await bitsOn(rules, "vcpu", { bits, flags: ["f", "g"] })).toEqual(["A", "B"]);
  expect(await bitsOn(rules, "vcpu", { bits })).toEqual([]);
});

test("two unconditional rules for one bit are one mistake, whatever the number of bits", async () => {
  const diagnostic = await onlyDiagnostic(
    vcpu("default = none", "class c = guest", "c: A B C", "A C = host"),
  );
  expect(diagnostic.code).toBe("CR0301");
  expect(diagnostic.message).toBe("`A`, `C` has two rules");
  expect([textAt(diagnostic), ...diagnostic.related.map(textAt)]).toEqual([
    "A C = host",
    "c: A B C",
  ]);
});

test("a bit that two sets in two lists share has two rules", async () => {
  expect(
    await codesOf(vcpu("default = none", "set s: A B", "set t: B C", "s = host", "t = guest")),
  ).toEqual(["CR0301"]);
});

test("every bit has something that governs it, unnamed bits as well", async () => {
  expect(await codesOf(vcpu("A B C D = host"))).toEqual(["CR0303"]);
  expect(await codesOf(vcpu("A B C D = host", "unnamed = none"))).toEqual([]);
  expect(await codesOf(vcpu("default FIRST = host", "default SECOND = host"))).toEqual([]);
});

test.each([
  ["default = host", "default = guest"],
  ["unnamed = host", "unnamed = guest"],
  ["default FIRST = host", "default SECOND FIRST = guest"],
])("`%s` and `%s` are one too many", async (first, second) => {
  const diagnostic = await onlyDiagnostic(
    vcpu(...(first.startsWith("default =") ? [] : ["default = none"]), first, second),
  );
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0302", second]);
  expect(diagnostic.related.map(textAt)).toEqual([first]);
});

test.each([
  "default = host",
  "default FIRST = host",
  "unnamed = host",
  "class c = host",
  "set s: A",
  "assert A",
])("`%s` cannot stand under a `when`", async (statement) => {
  expect(await codesOf(vcpu("default = none", `when f { ${statement} }`))).toEqual(["CR0305"]);
});

test("a default that could not be parsed is not reported as missing, too", async () => {
  expect(await codesOf(vcpu("default = host &", "A = guest"))).toEqual(["CR0101"]);
});
