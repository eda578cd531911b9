/** A file without a `caps` block is one set; with nothing declared, it starts from the prelude. */

import { expect, test } from "vitest";

import { bitsOn, checkText, codesOf, onlyDiagnostic } from "../harness/compile-text.ts";

const tiny = "layout tiny { word ONLY { 0 A  1 B } }\n";

test.each([
  ["vcpu.rules", "vcpu"],
  ["deep/er/my-policy v2.rules", "my_policy_v2"],
  ["3dnow.rules", "3dnow"],
  ["7.rules", "policy_7"],
  ["0x7.rules", "policy_0x7"],
  ["default.rules", "policy_default"],
  ["….rules", "policy_"],
])("the file %s is the set %s", async (file, set) => {
  const on = await bitsOn({ [file]: "MOVBE = guest\n" }, set, { bits: { guest: "MOVBE" } });
  expect(on).toEqual(["MOVBE"]);
});

test("two files that are sets of one name clash", async () => {
  const files = { "a/x.rules": "XSAVES = none\n", "b/x.rules": "MOVBE = none\n" };
  const { diagnostics } = await checkText(files, ["a/x.rules", "b/x.rules"]);
  expect(diagnostics.map(({ code, span }) => [code, span?.source.name])).toEqual([
    ["CR0202", "b/x.rules"],
  ]);
  expect(diagnostics[0]?.related[0]?.span.source.name).toBe("a/x.rules");
});

test("classes, sets and assertions alone make no set", async () => {
  const files = {
    "lists.rules": "set software: MOVBE\nclass soft = guest\n",
    "vcpu.rules": 'use "lists.rules"\nsoft: software\n',
  };
  const { diagnostics, statistics } = await checkText(files);
  expect([diagnostics, statistics.sets]).toEqual([[], 1]);
});

test("with a `caps` block, a rule outside of one belongs to no set", async () => {
  const rules = `${tiny}input host: tiny\ncaps vcpu: tiny { default = host }\nA = none\n`;
  expect(await codesOf(rules)).toEqual(["CR0310"]);
});

test("the layout is the one of the inputs, wherever they are declared", async () => {
  const files = {
    "inputs.rules": `${tiny}input host: tiny\n`,
    "vcpu.rules": 'use "inputs.rules"\nA = none\ndefault = host\n',
  };
  expect(await bitsOn(files, "vcpu", { bits: { host: "A B" } })).toEqual(["B"]);
});

test("inputs of several layouts leave it open", async () => {
  const rules = `${tiny}layout other { word ONLY { 0 A } }\ninput host: tiny\ninput boot: other\ndefault = host\n`;
  expect(await codesOf(rules)).toEqual(["CR0311"]);
});

test("the prelude gives host, guest, a default and four classes", async () => {
  const rules = "emulated: MOVBE\npassthrough: RDPID\nhidden: MWAIT\nforced: HYPERVISOR\n";
  const bits = { host: "RDPID MWAIT XSAVE AVX", guest: "MOVBE MWAIT XSAVE FMA" };
  const on = await bitsOn(rules, "example", { bits });
  expect(on.toSorted()).toEqual(["HYPERVISOR", "MOVBE", "RDPID", "XSAVE"]);
});

test("a file's own default takes the place of the prelude's", async () => {
  const on = await bitsOn("default = host\n", "example", { bits: { host: "AVX", guest: "FMA" } });
  expect(on).toEqual(["AVX"]);
});

test("a file's own names take the place of the prelude's", async () => {
  const rules = "class hidden = guest\nhidden: MWAIT\nflag emulated\nMOVBE = emulated | host\n";
  const on = await bitsOn(rules, "example", { bits: { guest: "MWAIT" }, flags: ["emulated"] });
  expect(on).toEqual(["MWAIT", "MOVBE"]);
});

test("a set may have the name of a prelude class, but not of its inputs", async () => {
  expect(await codesOf({ "hidden.rules": "MOVBE = guest\n" })).toEqual([]);
  expect(await codesOf({ "guest.rules": "MOVBE = none\n" })).toEqual(["CR0202"]);
});

test("a file that declares an input gets nothing from the prelude", async () => {
  const rules = `${tiny}input host: tiny\nA = host\n`;
  expect((await onlyDiagnostic(rules)).code).toBe("CR0303");
  expect(await codesOf(`${tiny}input host: tiny\ndefault = host\nhidden: A\n`)).toEqual(["CR0201"]);
});

test("the prelude of one file gives no default to another file", async () => {
  const files = {
    "own.rules": `${tiny}input boot: tiny\nA = boot\n`,
    "vcpu.rules": "MOVBE = guest\n",
  };
  expect(await codesOf(files, ["own.rules", "vcpu.rules"])).toEqual(["CR0303"]);
});

test("a file that uses a file with a `caps` block gets nothing from the prelude", async () => {
  const files = {
    "base.rules": `${tiny}input kvm: tiny\ncaps base: tiny { default = kvm }\n`,
    "vcpu.rules": 'use "base.rules"\ndefault = base\nA = kvm\n',
  };
  expect(await codesOf(files)).toEqual(["CR0603"]);
});

test("any file can use the prelude's names", async () => {
  const rules =
    'use "caprules:prelude.rules"\ncaps vcpu: x86 { default = host; emulated: MOVBE }\n';
  expect(await bitsOn(rules, "vcpu", { bits: { guest: "MOVBE" } })).toEqual(["MOVBE"]);
});

test("a file that is a set can use the prelude and declare more inputs", async () => {
  const rules = 'use "caprules:prelude.rules"\ninput boot: x86\nXSAVES = boot\n';
  const bits = { boot: "XSAVES", host: "AVX", guest: "AVX" };
  expect(await bitsOn(rules, "example", { bits })).toEqual(["AVX", "XSAVES"]);
});
