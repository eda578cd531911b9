/** Bits of the same shape at the same distances become one masked word operation, however written. */

import { expect, test } from "vitest";

import { planSet } from "../../../src/codegen/plan/plan-set.ts";
import { costOf } from "../../../src/codegen/plan/word-expr.ts";
import { planText } from "../../harness/compile-text.ts";
import { analyzeText } from "../../harness/random-compiled.ts";
import { showPlan } from "./show-plan.ts";

/** The steps of the words that are not just `host & guest`. */
function exceptions(rules: string, set = "example"): readonly string[] {
  return showPlan(planText(rules, set)).filter(
    (step) => !/ = host\[\d+\] & guest\[\d+\]$/.test(step),
  );
}

test("the default is one operation a word", () => {
  const plan = planText("default = host & guest\n", "example");
  expect(showPlan(plan)).toHaveLength(plan.set.layout.words.length);
  expect(exceptions("default = host & guest\n")).toEqual([]);
});

test.each([
  "MOVBE = guest",
  "emulated: MOVBE",
  "set soft: MOVBE\nclass mine = guest\nmine: soft",
  "class mine = guest | none\nmine: MOVBE",
  "CPUID_1_ECX[22] = !!guest",
  "MOVBE = guest.CPUID_1_ECX.MOVBE",
  "MOVBE also guest",
  "MOVBE = guest & (host | guest)",
  "default = guest & host\nMOVBE = guest",
  "default = !(!host | !guest)\nMOVBE = guest",
])("an emulated bit in a default word costs one OR, written as %j", (rules) => {
  expect(exceptions(`${rules}\n`)).toEqual(["CPUID_1_ECX = guest[4] & (host[4] | 0x400000)"]);
});

test("a bit that follows the host alone is worked in on the other side", () => {
  expect(exceptions("passthrough: MOVBE\n")).toEqual([
    "CPUID_1_ECX = host[4] & (guest[4] | 0x400000)",
  ]);
});

test("hidden bits are one AND, forced bits one OR, whatever their number", () => {
  // MWAIT is bit 3, VMX 5, MOVBE 22; HYPERVISOR is bit 31.
  expect(exceptions("hidden: MWAIT VMX MOVBE\n")).toEqual([
    "CPUID_1_ECX = host[4] & guest[4] & 0xffbfffd7",
  ]);
  expect(exceptions("forced: HYPERVISOR\n")).toEqual([
    "CPUID_1_ECX = (host[4] & guest[4]) | 0x80000000",
  ]);
});

test("a bit that the main function cannot cover is one term beside a mask", () => {
  // XSAVE is bit 26, OSXSAVE 27.
  expect(exceptions("XSAVE = host & host.OSXSAVE & guest.OSXSAVE\n")).toEqual([
    "CPUID_1_ECX = host[4] & (guest[4] | 0x4000000) & (((host[4] & guest[4]) >> 1) | 0xfbffffff)",
  ]);
});

test("a word is restricted as soon as it is computed", () => {
  const steps = showPlan(planText("XSAVE requires OSXSAVE\n", "example"));
  const first = steps.indexOf("CPUID_1_ECX = host[4] & guest[4]");
  expect(steps[first + 1]).toBe("CPUID_1_ECX &= (own[4] >> 1) | 0xfbffffff");
});

/** AMD's copies of CPUID_1_EDX: by AMD's manual, 18 bits that are equal to those of CPUID_1_EDX. */
const copies = "FPU VME DE PSE TSC MSR PAE MCE CX8 APIC MTRR PGE MCA CMOV PAT PSE36 MMX FXSR".split(
  " ",
);
const copiesMask = "0x183f3ff";

test.each([
  ["each by a rule", (bit: string) => `CPUID_8000_0001_EDX.${bit} = CPUID_1_EDX.${bit}`],
  ["each by a number", (bit: string) => `CPUID_8000_0001_EDX.${bit} = all & (CPUID_1_EDX.${bit})`],
  [
    "each hidden, with a second source",
    (bit: string) =>
      `hidden: CPUID_8000_0001_EDX.${bit}\nCPUID_8000_0001_EDX.${bit} also CPUID_1_EDX.${bit}`,
  ],
])("18 bits that copy another word cost one operation: %s", (_how, rule) => {
  expect(copies).toHaveLength(18);
  const rules = copies.map((bit) => `${rule(bit)}\n`).join("");
  const plan = planText(rules, "example");
  const refining = plan.steps.filter(({ action }) => action === "merge");
  expect(refining.map(({ value }) => costOf(value))).toEqual([1]);
  expect(exceptions(rules)).toEqual([
    "CPUID_8000_0001_EDX = host[1] & guest[1] & 0xfe7c0c00",
    `CPUID_8000_0001_EDX |= own[0] & ${copiesMask}`,
  ]);
});

test("copies of an input's word at another place share one shift", () => {
  const rules = `
layout tiny { word FIRST { 4 A  5 B  6 C  9 D }  word SECOND { 0 A2  1 B2  2 C2  31 D2 } }
input host: tiny
caps vcpu: tiny {
  default = none
  A2 = host.A
  B2 = host.B
  C2 = host.C & host.C
}
`;
  expect(showPlan(planText(rules, "vcpu"))).toEqual([
    "FIRST = 0x0",
    "SECOND = (host[0] >> 4) & 0x7",
  ]);
});

test.each([
  "AVX FMA F16C requires host.XSAVE",
  "AVX FMA requires host.XSAVE\nset rest: F16C\nrest requires host.XSAVE",
  "class saved = host.XSAVE & guest & host\nsaved: AVX FMA\nF16C = guest & host & host.XSAVE",
  "AVX FMA F16C = host.XSAVE ? host & guest : none",
])("bits of a word that wait for one bit share its spread value: %j", (rules) => {
  // FMA is bit 12, AVX 28, F16C 29, XSAVE 26.
  expect(exceptions(`${rules}\n`)).toEqual([
    "CPUID_1_ECX = host[4] & guest[4] & (spread(host[4], 26) | 0xcfffefff)",
  ]);
});

test("final values that others wait for are computed before them", () => {
  const plan = exceptions("AVX FMA F16C requires XSAVE\nXSAVE = host\n");
  expect(plan).toEqual([
    "CPUID_1_ECX = host[4] & (guest[4] | 0x4000000)",
    "CPUID_1_ECX &= spread(own[4], 26) | 0xcfffefff",
  ]);
});

test("a flag or an enum is a mask like any other", () => {
  expect(exceptions("flag tdp\nwhen tdp { GBPAGES = host }\n")).toEqual([
    "CPUID_8000_0001_EDX = (host[1] & guest[1]) | (host[1] & tdp & 0x4000000)",
  ]);
  expect(
    exceptions("enum vendor: intel amd\nMOVBE = vendor == amd ? guest : guest & host\n"),
  ).toEqual(exceptions("enum vendor: intel amd\nwhen vendor != intel { MOVBE = guest }\n"));
});

test("the order of statements and of operands does not matter", () => {
  const rules = [
    "flag tdp",
    "emulated: MOVBE RDPID",
    "AVX FMA requires XSAVE",
    "when tdp { GBPAGES = host }",
    "hidden: MWAIT",
    "PKU = host & guest & host.OSPKE",
  ];
  const forward = showPlan(planText(`${rules.join("\n")}\n`, "example"));
  const backward = showPlan(planText(`${rules.toReversed().join("\n")}\n`, "example"));
  expect(backward).toEqual(forward);
  const swapped = rules.map((rule) =>
    rule.replace("host & guest & host.OSPKE", "host.OSPKE & guest & host"),
  );
  expect(showPlan(planText(`default = guest & host\n${swapped.join("\n")}\n`, "example"))).toEqual(
    forward,
  );
});

test("a word on which nothing depends costs nothing", () => {
  const rules = `
layout tiny { word FIRST { 0 A }  word SECOND { 0 B }  word THIRD { 0 C } }
input host: tiny
input guest: tiny
flag f
caps vcpu: tiny { default = none; default THIRD = all; A = host | !host; B = guest & f & !f }
`;
  const plan = planText(rules, "vcpu");
  expect(showPlan(plan)).toEqual(["FIRST = 0x1", "SECOND = 0x0", "THIRD = 0xffffffff"]);
  expect([plan.bitmaps, plan.flags]).toEqual([[], []]);
});

test("a stage reads the stage before it as one word", () => {
  const rules = `
layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
input guest: tiny
caps possible: tiny { default = host; A = all }
caps vcpu: tiny { default = possible & guest }
`;
  expect(showPlan(planText(rules, "vcpu"))).toEqual(["ONLY = guest[0] & possible[0]"]);
});

test("bits of another layout come at their address, moved as one", () => {
  const rules = `
layout cpu  { leaf L1 = 0x1 ecx { 0 A  1 B }  word W { 4 C  5 D  6 E } }
layout boot { word V { 0 C  1 D  2 E }  leaf L2 = 0x1 ecx { 0 F } }
input host: cpu
input boot: boot
caps vcpu: cpu { default = host & boot }
`;
  expect(showPlan(planText(rules, "vcpu"))).toEqual([
    "L1 = host[0] & boot[1]",
    "W = host[1] & (boot[0] << 4) & 0x70",
  ]);
});

test("the steps of a word keep their order, whatever one of them waits for in another word", () => {
  const { model } = analyzeText(`
layout two { word W { 0 A  1 B  2 C }  word V { 0 D } }
input host: two
caps vcpu: two {
  default = host
  A = host & D
  B requires C
}
`);
  const [set] = model.sets;
  if (set === undefined) throw new Error("the program has a set");
  const whole = planSet(model, set).steps.filter(({ word }) => word === 0);
  expect(whole.map(({ action }) => action)).toEqual(["assign", "merge", "restrict"]);
  expect(planSet(model, set, new Set([0])).steps).toEqual(whole);
});
