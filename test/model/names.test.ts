/** Tests the meaning of names, and the diagnostics for names without one. */

import { expect, test } from "vitest";

import { bitsOn, codesOf, onlyDiagnostic, textAt, truthTable } from "../harness/compile-text.ts";

const tiny = `
layout tiny { word FIRST { 0 A  1 B  2 C  3 TWIN }  word SECOND { 0 TWIN } }
input host: tiny
input guest: tiny
`;

test("a declared name wins over a bit in an expression", () => {
  const rules = `flag RDPID\nwhen RDPID { MOVBE = guest }\n`;
  const table = truthTable(rules, "example.MOVBE", ["RDPID", "guest.RDPID", "guest.MOVBE"]);
  // On only where the flag and guest.MOVBE are; the bit guest.RDPID has no say.
  expect(table).toBe("00000101");
});

test("in a list of bits a flag does not hide the bit of its name", () => {
  const rules = `flag RDPID\nwhen RDPID { MOVBE = guest }\nRDPID = guest\n`;
  expect(truthTable(rules, "example.RDPID", ["guest.RDPID"])).toBe("01");
});

test("in a list of bits a set wins over a bit; the full name is the bit", async () => {
  const rules = `${tiny}caps vcpu: tiny {\n  default = none\n  set A: B C\n  A = host\n  FIRST.A = guest\n}\n`;
  const on = await bitsOn(rules, "vcpu", { bits: { host: "A B C", guest: "A" } });
  expect(on).toEqual(["A", "B", "C"]);
  expect(await bitsOn(rules, "vcpu", { bits: { host: "A B C" } })).toEqual(["B", "C"]);
});

test.each([
  ["RDPID", "RDPID"],
  ["CPUID_7_ECX.RDPID", "RDPID"],
  ["CPUID_7_ECX[22]", "RDPID"],
])("a bit can be named as %s, as the target of a rule and in an expression", (name) => {
  const rules = `${name} = none\nMOVBE = ${name} | guest.${name}\n`;
  expect(truthTable(rules, "example.MOVBE", ["guest.RDPID"])).toBe("01");
  expect(truthTable(rules, "example.RDPID", ["guest.RDPID"])).toBe("00");
});

test("a bit that the layout does not name has a number", async () => {
  const rules = `${tiny}caps vcpu: tiny { default = host; FIRST[31] = guest }\n`;
  expect(await bitsOn(rules, "vcpu", { bits: { guest: "FIRST[31] FIRST[30]" } })).toEqual([
    "FIRST[31]",
  ]);
});

test("a short name that two leaves have is ambiguous, and both are listed", async () => {
  const diagnostic = await onlyDiagnostic(
    `${tiny}caps vcpu: tiny { default = host; TWIN = none }\n`,
  );
  expect(diagnostic.code).toBe("CR0203");
  expect(diagnostic.help).toBe("write `FIRST.TWIN` or `SECOND.TWIN`");
});

test("an ambiguous name is one in expressions, too", async () => {
  expect(await codesOf("MOVBE = host.APIC\n")).toEqual(["CR0203"]);
  expect(await codesOf("MOVBE = APIC\n")).toEqual(["CR0203"]);
});

test("a bit in the wrong leaf gets its right leaf", async () => {
  const diagnostic = await onlyDiagnostic("CPUID_1_ECX.RDPID = guest\n");
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0204", "RDPID"]);
  expect(diagnostic.help).toBe("it is `CPUID_7_ECX.RDPID`");
});

test("an alias gets the bit that it is an alias of", async () => {
  const diagnostic = await onlyDiagnostic("XSAVE = host.pni\n");
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0205", "pni"]);
  expect(diagnostic.help).toBe("write `XMM3`");
});

test.each([
  ["XSAVSE = host", "XSAVES"],
  ["MOVBE = hots", "host"],
  ["MVOBE = host", "MOVBE"],
  ["MOVBE = host.MOVEB", "MOVBE"],
  ["emulatde: MOVBE", "emulated"],
  ["default CPUID_1_EXC = host", "CPUID_1_ECX"],
  ["enum vendor: intel amd\nwhen vendor == adm { MOVBE = guest }", "amd"],
])("%s: did you mean %s?", async (rules, meant) => {
  const diagnostic = await onlyDiagnostic(`${rules}\n`);
  expect(diagnostic.help).toBe(`did you mean \`${meant}\`?`);
});

test("names are case-sensitive, and the nearest name need not have the same case", async () => {
  const diagnostic = await onlyDiagnostic("Movbe = host\n");
  expect(diagnostic.help).toBe("did you mean `MOVBE`?");
});

test("two declarations of one name clash, and both are shown", async () => {
  const diagnostic = await onlyDiagnostic(
    "flag tdp\nenum tdp: on off\nwhen tdp { MOVBE = guest }\n",
  );
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0202", "tdp"]);
  expect(diagnostic.related.map(textAt)).toEqual(["tdp"]);
  expect(diagnostic.span?.start).not.toBe(diagnostic.related[0]?.span.start);
});

test("a layout stands apart from other names", async () => {
  expect(
    await codesOf(
      "layout cr4 { word CR4 { 0 VME } }\ninput cr4: cr4\ncaps vcpu: cr4 { default = cr4 }\n",
    ),
  ).toEqual([]);
});

test("two capability sets may have classes of the same name", async () => {
  const rules = `${tiny}
caps one: tiny { default = none; class mine = host; mine: A }
caps two: tiny { default = none; class mine = guest; mine: A }
`;
  expect(await bitsOn(rules, "one", { bits: { host: "A" } })).toEqual(["A"]);
  expect(await bitsOn(rules, "two", { bits: { host: "A" } })).toEqual([]);
});

test("a class of a capability set may not repeat a name of the program", async () => {
  const rules = `${tiny}class mine = host
caps one: tiny { default = none; class mine = guest; mine: A }
`;
  expect(await codesOf(rules)).toEqual(["CR0202"]);
});

test("the names in a class bind where it is applied", async () => {
  const rules = `${tiny}class like_b = B
caps one: tiny { default = none; B = host; like_b: A }
caps two: tiny { default = none; B = guest; like_b: A }
`;
  expect(await bitsOn(rules, "one", { bits: { host: "B" } })).toEqual(["A", "B"]);
  expect(await bitsOn(rules, "two", { bits: { guest: "B" } })).toEqual(["A", "B"]);
});

test.each([
  ["emulated: emulated", "a class where a bit is needed"],
  ["emulated: CPUID_1_ECX", "a leaf where a bit is needed"],
  ["set some: MOVBE\nsome: RDPID", "a set where a class is needed"],
  ["default = emulated.MOVBE", "a class where a bitmap is needed"],
  ["set some: MOVBE\nwhen some { RDPID = guest }", "a set as a condition"],
  ["flag f\nwhen f == on { RDPID = guest }", "a flag where an enum is needed"],
  ["flag f\nwhen f has CPUID_1_ECX { RDPID = guest }", "a flag where an input is needed"],
])("%s is %s", async (rules) => {
  expect(await codesOf(`${rules}\n`)).toEqual(["CR0206"]);
});

test("a condition has no bit of its own, also through a class", async () => {
  expect(await codesOf("when host { MOVBE = guest }\n")).toEqual(["CR0210"]);
  expect(await codesOf("class mine = host\nwhen mine { MOVBE = guest }\n")).toEqual(["CR0210"]);
});

test("outside of a capability set, a bare bit is of no bitmap", async () => {
  const diagnostic = await onlyDiagnostic(`${tiny}caps vcpu: tiny { default = host }\nassert A\n`);
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0211", "A"]);
});

test("names in a statement that cannot be parsed are no second mistake", async () => {
  expect(
    await codesOf("set mine: MOVBE,\nemulated: mine\nclass other = &\nother: RDPID\n"),
  ).toEqual(["CR0106", "CR0101"]);
});

test("names of JavaScript's own are names like others", async () => {
  const rules = `
layout tiny { word ONLY { 0 constructor  1 __proto__  2 toString } }
input hasOwnProperty: tiny
class valueOf = hasOwnProperty
caps prototype: tiny {
  default = none
  valueOf: __proto__ constructor
}
`;
  const on = await bitsOn(rules, "prototype", {
    bits: { hasOwnProperty: "constructor __proto__ toString" },
  });
  expect(on).toEqual(["constructor", "__proto__"]);
});

test("classes that name each other twice each, forty deep, are expanded once each", async () => {
  const classes = Array.from(
    { length: 40 },
    (_, level) => `class c${level + 1} = c${level} & c${level}\n`,
  );
  const rules = `class c0 = guest\n${classes.join("")}c40: RDPID\n`;
  expect(await codesOf(rules)).toEqual([]);
  expect(await bitsOn(rules, "example", { bits: { guest: "RDPID" } })).toEqual(["RDPID"]);
});

test.each([
  ["true", "write `all` instead of `true`"],
  ["false", "write `none` instead of `false`"],
  ["MOVBE & or", "write `|` instead of `or`"],
])("a word of other languages, as in `XSAVES = %s`", async (value, help) => {
  const diagnostic = await onlyDiagnostic(`XSAVES = ${value}\n`);
  expect([diagnostic.code, diagnostic.help]).toEqual(["CR0201", help]);
});

test.each([
  ["defualt = host", "default"],
  ["clas x = host", "class"],
  ["overide XSAVE = host", "override"],
])("a misspelt keyword that reads like a bit, as in `%s`", async (rule, keyword) => {
  const explicit = `use "caprules:x86.rules"\ninput host: x86\ncaps v: x86 {\n  ${rule}\n}\n`;
  for (const rules of [`${rule}\n`, explicit]) {
    const diagnostic = await onlyDiagnostic(rules);
    expect([diagnostic.code, diagnostic.help]).toEqual(["CR0201", `did you mean \`${keyword}\`?`]);
  }
});

test("a number of an input's bit needs its leaf", async () => {
  const diagnostic = await onlyDiagnostic("PKU = host[3]\n");
  expect(diagnostic.message).toBe(
    "`host` is an input, not a leaf: write `host.LEAF[3]` with the leaf's name",
  );
});

test("a broken condition is one mistake, whatever its names mean", async () => {
  const rules = "enum vendor: intel amd\nwhen vendor = amd & XSAVS {\n  XSAVES = none\n}\n";
  expect(await codesOf(rules)).toEqual(["CR0101"]);
});

test("a text without its end after `use` is no file that is missing", async () => {
  expect(await codesOf('use "a\nXSAVE = host\n')).toEqual(["CR0110"]);
});
