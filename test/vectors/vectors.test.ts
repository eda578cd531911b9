/** The generated code of KVM's policy on a case that was worked out by hand. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, expect, test } from "vitest";

import { runVectors } from "./run-vectors.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "caprules-vectors-"));

afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

/** Words that are not zero, by index. */
function words(count: number, values: Readonly<Record<number, string>>): readonly string[] {
  return Array.from({ length: count }, (_, word) => values[word] ?? "0x0");
}

/**
 * kvm-intel without any VMX control on a 64-bit host, whose kernel and CPUID have FPU, FXSR, NX, XSAVE and
 * AVX. The guest was given FPU, VMX, MOVBE and XSAVE, and has set CR4.OSXSAVE.
 */
const CASE = {
  in: {
    id: "by-hand",
    module: "intel",
    x86_64: true,
    params: {},
    host: {
      vendor: "intel",
      cpuid: [
        ["0x0", 0, "0x1", "0x0", "0x0", "0x0"],
        ["0x1", 0, "0x0", "0x0", "0x14000000", "0x1000001"],
        ["0x80000000", 0, "0x80000001", "0x0", "0x0", "0x0"],
        ["0x80000001", 0, "0x0", "0x0", "0x0", "0x100000"],
      ],
      caps: words(24, { 0: "0x1000001", 1: "0x100000", 4: "0x14000000" }),
      xcr0: "0x7",
      xss: "0x0",
      tsc_aux_uret: true,
      pmu: { version: 0, gp: 0, pebs_ept: false, mediated: false, mediated_ok: false },
    },
    vmx: { basic: "0x0", misc: "0x0", ept: "0x0", entry: "0x0", sec: "0x0" },
    guest: {
      entries: [["0x1", "0x0", 0, "0x0", "0x0", "0x4400020", "0x1"]],
      cr4: "0x40000",
      apic_enabled: true,
      misc_mwait: false,
      quirk_misc_no_mwait: true,
    },
  },
  out: {
    load_error: 0,
    // GBPAGES, X2APIC, TSC_DEADLINE_TIMER, HYPERVISOR, TSC_ADJUST, AMD_SSB_NO, ARCH_CAPABILITIES,
    // NULL_SEL_CLR_BASE and NO_SMM_CTL_MSR come from KVM.
    kvm_caps_common: words(32, {
      0: "0x1000001",
      1: "0x4100000",
      4: "0x95200000",
      9: "0x2",
      13: "0x4000000",
      18: "0x20000000",
      20: "0x240",
    }),
    // … and VMX, with nesting.
    kvm_caps: words(32, {
      0: "0x1000001",
      1: "0x4100000",
      4: "0x95200020",
      9: "0x2",
      13: "0x4000000",
      18: "0x20000000",
      20: "0x240",
    }),
    // APIC and OSXSAVE from the vCPU's state, MOVBE from the emulator.
    guest_caps_common: words(32, { 0: "0x201", 4: "0xc400020" }),
    guest_caps: words(32, { 0: "0x201", 4: "0xc400020" }),
    efer_reserved: "0xfffffffffffff2fe",
    facts: { tdp_enabled: false, nested: true, enable_pmu: false, supported_xcr0: "0x7" },
    guest: { cr4_rsvd: "0xfffffffffffbd800", efer_valid: "0x1", feat_ctl_valid: "0x6" },
    msr: { vmx_msrs: true, xss: false, spec_ctrl: false, misc_enable_mwait_write: false },
  },
};

/** GP_ON_USER_CPUID is emulated, and EFER_LMSLE_MBZ is what kvm-intel always says. */
const NEXT = {
  ...CASE,
  out: {
    ...CASE.out,
    kvm_caps_common: CASE.out.kvm_caps_common.with(20, "0x20240"),
    kvm_caps: CASE.out.kvm_caps.with(20, "0x20240").with(13, "0x4100000"),
  },
};

async function compare(
  cases: readonly unknown[],
  policy = "7.1.5",
): Promise<{ readonly exitCode: number; readonly text: string }> {
  const file = join(FOLDER, "cases.jsonl.gz");
  writeFileSync(file, gzipSync(cases.map((each) => `${JSON.stringify(each)}\n`).join("")));
  const lines: string[] = [];
  const exitCode = await runVectors(["--policy", policy, file], ROOT, (line) => lines.push(line));
  return { exitCode, text: lines.join("\n") };
}

test.each([
  { policy: "7.1.5", given: CASE },
  { policy: "next", given: NEXT },
])("$policy agrees with results computed by hand", async ({ policy, given }) => {
  const { exitCode, text } = await compare([given], policy);
  expect(text).toMatch(/guest_caps +1 cases +32 words +0 mismatches/);
  expect(text.split("\n").at(-1)).toBe("1 cases, all agree");
  expect(exitCode).toBe(0);
});

test("a mismatch is shown by the feature's name", async () => {
  const wrong = { ...CASE, out: { ...CASE.out, guest_caps: words(32, { 4: "0xc400020" }) } };
  const { exitCode, text } = await compare([wrong]);
  expect(text).toContain("guest_caps of by-hand: CPUID_1_EDX.FPU is 1, CPUID_1_EDX.APIC is 1");
  expect(text.split("\n").at(-1)).toBe("1 cases, 1 mismatches");
  expect(exitCode).toBe(1);
});

test("a field that nothing compares is a failure", async () => {
  const { exitCode, text } = await compare([
    { ...CASE, out: { ...CASE.out, msr: { unheard_of: true } } },
  ]);
  expect(text).toContain("msr.unheard_of: the vectors have it, and nothing compares it");
  expect(exitCode).toBe(1);
});

test("a module that refuses to load is compared as well", async () => {
  const host = { ...CASE.in.host, caps: words(24, {}) };
  const refused = { in: { ...CASE.in, host }, out: { load_error: -95 } };
  expect((await compare([refused])).exitCode).toBe(0);
  expect((await compare([{ ...refused, out: { load_error: 0 } }])).exitCode).toBe(1);
});

test.each([
  [["--policy", "7.1.5", join(FOLDER, "absent.jsonl")], "absent.jsonl"],
  [["--policy", "6.0", "x.jsonl"], "usage:"],
  [["--policy", "7.1.5"], "usage:"],
])("%j cannot be used", async (args, expected) => {
  const lines: string[] = [];
  expect(await runVectors(args, ROOT, (line) => lines.push(line))).toBe(2);
  expect(lines.join("\n")).toContain(expected);
});

test("a line that is not a vector is named", async () => {
  const { exitCode, text } = await compare([CASE, 7]);
  expect(text).toMatch(/cases\.jsonl\.gz:2: this is no vector$/);
  expect(exitCode).toBe(2);
});

test("a file without cases is a failure", async () => {
  expect((await compare([])).exitCode).toBe(1);
});
