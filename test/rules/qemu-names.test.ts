/** QEMU's names of features mean QEMU's bits of CPUID in the bundled layout: in its replies, and in lists as after `-cpu`. */

import { describe, expect, test } from "vitest";

import { parseFeatureList } from "../../src/cpuid/parse-feature-list.ts";
import { readCpuid } from "../../src/cpuid/read-cpuid.ts";
import { toBitmap } from "../../src/cpuid/to-bitmap.ts";
import type { Register } from "../../src/model/layout.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { declaredInputs } from "../../src/evaluate/evaluate.ts";
import { definitely } from "../../src/base/unreachable.ts";

interface Leaf {
  readonly leaf: number;
  readonly index: number;
  readonly register: Register;
  /**
   * Names by bit, from `feature_word_info` in target/i386/cpu.c of QEMU; `-` for a bit without a
   * name.
   */
  readonly names: string;
}

const LEAVES: readonly Leaf[] = [
  {
    ...{ leaf: 0x1, index: 0, register: "edx" },
    names:
      "fpu vme de pse tsc msr pae mce cx8 apic - sep mtrr pge mca cmov pat pse36 pn clflush - ds acpi mmx " +
      "fxsr sse sse2 ss ht tm ia64 pbe",
  },
  {
    ...{ leaf: 0x1, index: 0, register: "ecx" },
    names:
      "pni pclmulqdq dtes64 monitor ds-cpl vmx smx est tm2 ssse3 cid - fma cx16 xtpr pdcm - pcid dca sse4.1 " +
      "sse4.2 x2apic movbe popcnt tsc-deadline aes xsave - avx f16c rdrand hypervisor",
  },
  {
    ...{ leaf: 0x8000_0001, index: 0, register: "edx" },
    names:
      "- - - - - - - - - - - syscall - - - - - - - - nx - mmxext - - fxsr-opt pdpe1gb rdtscp - lm 3dnowext " +
      "3dnow",
  },
  {
    ...{ leaf: 0x8000_0001, index: 0, register: "ecx" },
    names:
      "lahf-lm cmp-legacy svm extapic cr8legacy abm sse4a misalignsse 3dnowprefetch osvw ibs xop skinit wdt " +
      "- lwp fma4 tce - nodeid-msr - tbm topoext perfctr-core perfctr-nb",
  },
  {
    ...{ leaf: 0xc000_0001, index: 0, register: "edx" },
    names: "- - xstore xstore-en - - xcrypt xcrypt-en ace2 ace2-en phe phe-en pmm pmm-en",
  },
  {
    ...{ leaf: 0x8000_000a, index: 0, register: "edx" },
    names:
      "npt lbrv svm-lock nrip-save tsc-scale vmcb-clean flushbyasid decodeassists - - pause-filter - " +
      "pfthreshold avic - v-vmsave-vmload vgif - - - - - - - - vnmi - - svme-addr-chk",
  },
  {
    ...{ leaf: 0x7, index: 0, register: "ebx" },
    names:
      "fsgsbase tsc-adjust sgx bmi1 hle avx2 fdp-excptn-only smep bmi2 erms invpcid rtm - zero-fcs-fds mpx - " +
      "avx512f avx512dq rdseed adx smap avx512ifma - clflushopt clwb intel-pt avx512pf avx512er avx512cd " +
      "sha-ni avx512bw avx512vl",
  },
  {
    ...{ leaf: 0x7, index: 0, register: "ecx" },
    names:
      "- avx512vbmi umip pku - waitpkg avx512vbmi2 - gfni vaes vpclmulqdq avx512vnni avx512bitalg - " +
      "avx512-vpopcntdq - la57 - - - - - rdpid - bus-lock-detect cldemote - movdiri movdir64b - sgxlc",
  },
  {
    ...{ leaf: 0x7, index: 0, register: "edx" },
    names:
      "- - avx512-4vnniw avx512-4fmaps fsrm - - - avx512-vp2intersect - md-clear - - - serialize - " +
      "tsx-ldtrk - - arch-lbr - - amx-bf16 avx512-fp16 amx-tile amx-int8 spec-ctrl stibp flush-l1d " +
      "arch-capabilities core-capability ssbd",
  },
  {
    ...{ leaf: 0x7, index: 1, register: "eax" },
    names:
      "sha512 sm3 sm4 - avx-vnni avx512-bf16 - cmpccxadd - - fzrm fsrs fsrc - - - - fred lkgs wrmsrns - " +
      "amx-fp16 - avx-ifma - - lam",
  },
  {
    ...{ leaf: 0x7, index: 1, register: "edx" },
    names:
      "- - - - avx-vnni-int8 avx-ne-convert - - amx-complex - avx-vnni-int16 - - - prefetchiti - - - - avx10",
  },
  {
    ...{ leaf: 0x7, index: 2, register: "edx" },
    names: "intel-psfd ipred-ctrl rrsba-ctrl ddpd-u bhi-ctrl mcdt-no",
  },
  { ...{ leaf: 0x8000_0007, index: 0, register: "edx" }, names: "- - - - - - - - invtsc" },
  {
    ...{ leaf: 0x8000_0008, index: 0, register: "ebx" },
    names:
      "clzero - xsaveerptr - - - - - - wbnoinvd - - ibpb - ibrs amd-stibp - stibp-always-on - - - - - - " +
      "amd-ssbd virt-ssbd amd-no-ssb - amd-psfd",
  },
  {
    ...{ leaf: 0x8000_0021, index: 0, register: "eax" },
    names:
      "no-nested-data-bp - lfence-always-serializing - - - null-sel-clr-base - auto-ibrs - - - - - - - - - - " +
      "- - - - - eraps - - sbpb ibpb-brtype srso-no srso-user-kernel-no",
  },
  { ...{ leaf: 0x8000_0022, index: 0, register: "eax" }, names: "perfmon-v2" },
  { ...{ leaf: 0xd, index: 1, register: "eax" }, names: "xsaveopt xsavec xgetbv1 xsaves xfd" },
  { ...{ leaf: 0x6, index: 0, register: "eax" }, names: "- - arat" },
  {
    ...{ leaf: 0x12, index: 0, register: "eax" },
    names: "sgx1 sgx2 - - - - - - - - - sgx-edeccssa",
  },
];

const RULES = `use "caprules:x86.rules"\ninput host: x86\ncaps cpu: x86 { default = host }\n`;
const x86 = definitely(
  declaredInputs({ entry: ["a.rules"], readFile: readFromMemory({ "a.rules": RULES }) }).inputs[0],
  "the rules have an input",
).layout;

const FEATURES = LEAVES.flatMap(({ leaf, index, register, names }) =>
  names
    .split(" ")
    .flatMap((name, bit) => (name === "-" ? [] : [{ name, leaf, index, register, bit }])),
);

/** The bits that are on outside of the leaf that repeats others on AMD's processors. */
function bitsOn(words: Uint32Array): readonly string[] {
  return x86.words.flatMap(({ index, address }) => {
    const word = words[index] ?? 0;
    const on = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (word >>> bit) & 1);
    const place =
      address === undefined
        ? "no leaf"
        : `${address.function.toString(16)}.${address.index ?? 0} ${address.register}`;
    return on.map((bit) => `${place} ${bit}`);
  });
}

describe.each(FEATURES)("$name", ({ name, leaf, index, register, bit }) => {
  const place = `${leaf.toString(16)}.${index} ${register} ${bit}`;

  test("of a reply is that bit alone", async () => {
    const text = `{"return": {"model": {"props": {"vendor": "GenuineIntel", "${name}": true}}}}`;
    const { reading } = await readCpuid({ name: "reply", text });
    const { bitmap, unknown } = toBitmap(definitely(reading, "a reply is read"), x86, "guest");
    expect(unknown).toEqual([]);
    expect(bitsOn(bitmap.words)).toEqual([place]);
  });

  test("of a list is that bit", () => {
    const { bitmap } = parseFeatureList({ name: "--guest", text: `+${name}` }, x86, undefined);
    expect(bitsOn(definitely(bitmap, "a list is read").words)).toContain(place);
  });
});

/** Properties of QEMU's x86 models beside features, from `x86_cpu_properties` and its class in target/i386/cpu.c. */
const SETTINGS =
  "apic-id thread-id core-id module-id die-id socket-id node-id pmu lbr-fmt hv-spinlocks hv-relaxed hv-vapic hv-time " +
  "hv-crash hv-reset hv-vpindex hv-runtime hv-synic hv-stimer hv-frequencies hv-reenlightenment hv-tlbflush hv-evmcs " +
  "hv-ipi hv-stimer-direct hv-avic hv-emsr-bitmap hv-xmm-input hv-tlbflush-ext hv-tlbflush-direct " +
  "hv-no-nonarch-coresharing hv-syndbg hv-passthrough hv-enforce-cpuid hv-version-id-build hv-version-id-major " +
  "hv-version-id-minor hv-version-id-spack hv-version-id-sbranch hv-version-id-snumber check enforce x-force-features " +
  "kvm phys-bits guest-phys-bits host-phys-bits host-phys-bits-limit fill-mtrr-mask level-func7 level xlevel xlevel2 " +
  "min-level min-xlevel min-xlevel2 avx10-version ucode-rev full-cpuid-auto-level hv-vendor-id cpuid-0xb " +
  "x-vendor-cpuid-only x-amd-topoext-features-only lmce l3-cache kvm-pv-enforce-cpuid vmware-cpuid-freq tcg-cpuid " +
  "x-migrate-smi-count legacy-cache legacy-multi-node xen-vapic x-hv-max-vps x-hv-synic-kvm-only " +
  "x-intel-pt-auto-level x-l1-cache-per-thread family model stepping vendor model-id tsc-frequency tsc-freq migratable";

test.each(SETTINGS.split(" "))("%s is no feature, whatever its value", (name) => {
  for (const item of [`${name}=on`, `${name}=7`, name, name.replaceAll("-", "_")]) {
    const list = { name: "--guest", text: `none,${item}` };
    const { bitmap, diagnostics } = parseFeatureList(list, x86, undefined);
    expect(diagnostics.map(({ code }) => code)).toEqual(["CR0739"]);
    expect(bitsOn(definitely(bitmap, "a list is read").words)).toEqual([]);
  }
});
