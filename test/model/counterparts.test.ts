/** How bitmaps of two layouts meet. */

import { expect, test } from "vitest";

import { bitsOn, codesOf, onlyDiagnostic, textAt } from "../harness/compile-text.ts";

const layouts = `
layout cpu {
  leaf CPUID_1_ECX   = 0x1 ecx   { 17 PCID  26 XSAVE }
  leaf CPUID_7_0_EBX = 0x7.0 ebx { 0 FSGSBASE }
  word KVM { 0 CLOCK  1 STEAL_TIME }
}
layout boot {
  word OTHER  { 0 XSAVE  5 CLOCK  7 PCID }
  leaf BOOT_1 = 0x1 ecx { 17 RENAMED }
}
layout twins { word ONE { 0 CLOCK }  word TWO { 3 CLOCK } }
input host: cpu
input boot: boot
input twins: twins
`;

test("bits meet at the same CPUID address, whatever they are called there", async () => {
  const rules = `${layouts}caps vcpu: cpu { default = boot }\n`;
  const boot = "RENAMED BOOT_1[26] OTHER[1] PCID XSAVE";
  expect(await bitsOn(rules, "vcpu", { bits: { boot } })).toEqual(["PCID", "XSAVE"]);
  expect(await bitsOn(rules, "vcpu", { bits: { boot: "PCID XSAVE" } })).toEqual([]);
});

test("where there is no such leaf, bits of the same name meet", async () => {
  const rules = `${layouts}caps vcpu: cpu { default = boot }\n`;
  expect(await bitsOn(rules, "vcpu", { bits: { boot: "CLOCK XSAVE" } })).toEqual(["CLOCK"]);
});

test("without a counterpart a bit reads zero under every kind of default", async () => {
  for (const rule of ["default = !boot", "default = none; default KVM = !boot"]) {
    const rules = `${layouts}caps vcpu: cpu { ${rule} }\n`;
    expect(await bitsOn(rules, "vcpu", {})).toContain("STEAL_TIME");
  }
  const unnamed = `${layouts}caps vcpu: cpu { default = none; unnamed = !boot }\n`;
  expect(await bitsOn(unnamed, "vcpu", {})).toContain("KVM[31]");
});

test.each([
  "STEAL_TIME = boot",
  "c: STEAL_TIME",
  "STEAL_TIME also boot",
  "STEAL_TIME requires boot",
  "s = boot",
])("without a counterpart, `%s` means nothing", async (rule) => {
  const rules = `${layouts}caps vcpu: cpu { default = host; class c = boot; c: PCID; set s: CLOCK STEAL_TIME; s requires host.PCID; ${rule} }\n`;
  const diagnostic = await onlyDiagnostic(rules);
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0308", rule]);
  expect(diagnostic.message).toBe("`boot` has no counterpart of `STEAL_TIME`");
});

test("one statement without counterparts is one mistake, whatever the number of bits", async () => {
  const rules = `${layouts}caps vcpu: cpu { default = host; STEAL_TIME FSGSBASE CLOCK = boot }\n`;
  const { message } = await onlyDiagnostic(rules);
  expect(message).toBe("`boot` has no counterpart of `FSGSBASE`, `STEAL_TIME`");
});

test.each(["default = twins", "default = host; CLOCK = twins"])(
  "two namesakes are ambiguous in `%s`",
  async (rule) => {
    const diagnostic = await onlyDiagnostic(`${layouts}caps vcpu: cpu { ${rule} }\n`);
    expect(diagnostic.code).toBe("CR0309");
    expect(diagnostic.message).toBe("`twins` has more than one counterpart of `CLOCK`");
  },
);

test("two namesakes are ambiguous in an assertion", async () => {
  const rules = `${layouts}caps vcpu: cpu { default = host }\nassert vcpu & twins -> host\n`;
  expect(await codesOf(rules)).toEqual(["CR0309"]);
});

test("a rule may always name the bit that it means", async () => {
  const rules = `${layouts}caps vcpu: cpu { default = none; CLOCK = twins.TWO.CLOCK; STEAL_TIME = boot.OTHER[9] }\n`;
  const bits = { twins: "TWO.CLOCK", boot: "OTHER[9]" };
  expect(await bitsOn(rules, "vcpu", { bits })).toEqual(["CLOCK", "STEAL_TIME"]);
});
