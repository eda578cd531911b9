/**
 * Bits of MSRs that say what a processor can do, by the names that QEMU and libvirt give them, from
 * target/i386/cpu.c of QEMU and Intel's SDM (volume 4, and volume 3, appendix A, for VMX).
 */

import type { Span } from "../base/span.ts";
import type { StatedFeatures } from "./reading.ts";

/** Names by the number of the bit, 0 to 63. */
type BitNames = Readonly<Record<number, string>>;

/**
 * In an MSR of VMX controls, bit 32 + n is set if control n may be 1. Bit n is set if the control must be 1, which is no
 * feature.
 */
function controls(names: BitNames): BitNames {
  return Object.fromEntries(Object.entries(names).map(([bit, name]) => [32 + Number(bit), name]));
}

const MSR_FEATURES: ReadonlyMap<number, BitNames> = new Map<number, BitNames>([
  // IA32_CORE_CAPABILITIES
  [0xcf, { 5: "split-lock-detect" }],
  // IA32_ARCH_CAPABILITIES
  [
    0x10a,
    {
      ...{ 0: "rdctl-no", 1: "ibrs-all", 2: "rsba", 3: "skip-l1dfl-vmentry", 4: "ssb-no" },
      ...{ 5: "mds-no", 6: "pschange-mc-no", 7: "tsx-ctrl", 8: "taa-no", 13: "sbdr-ssdp-no" },
      ...{ 14: "fbsdp-no", 15: "psdp-no", 17: "fb-clear", 20: "bhi-no", 24: "pbrsb-no" },
      ...{ 26: "gds-no", 27: "rfds-no", 28: "rfds-clear", 62: "its-no" },
    },
  ],
  // IA32_PERF_CAPABILITIES
  [0x345, { 13: "full-width-write" }],
  // IA32_VMX_BASIC
  [
    0x480,
    {
      ...{ 54: "vmx-ins-outs", 55: "vmx-true-ctls", 56: "vmx-any-errcode" },
      ...{ 58: "vmx-nested-exception" },
    },
  ],
  // IA32_VMX_MISC
  [
    0x485,
    {
      ...{ 5: "vmx-store-lma", 6: "vmx-activity-hlt", 7: "vmx-activity-shutdown" },
      ...{ 8: "vmx-activity-wait-sipi", 29: "vmx-vmwrite-vmexit-fields" },
      ...{ 30: "vmx-zero-len-inject" },
    },
  ],
  // IA32_VMX_PROCBASED_CTLS2
  [
    0x48b,
    controls({
      ...{ 0: "vmx-apicv-xapic", 1: "vmx-ept", 2: "vmx-desc-exit", 3: "vmx-rdtscp-exit" },
      ...{ 4: "vmx-apicv-x2apic", 5: "vmx-vpid", 6: "vmx-wbinvd-exit" },
      ...{ 7: "vmx-unrestricted-guest", 8: "vmx-apicv-register", 9: "vmx-apicv-vid" },
      ...{ 10: "vmx-ple", 11: "vmx-rdrand-exit", 12: "vmx-invpcid-exit", 13: "vmx-vmfunc" },
      ...{ 14: "vmx-shadow-vmcs", 15: "vmx-encls-exit", 16: "vmx-rdseed-exit", 17: "vmx-pml" },
      ...{ 20: "vmx-xsaves", 25: "vmx-tsc-scaling", 26: "vmx-enable-user-wait-pause" },
    }),
  ],
  // IA32_VMX_EPT_VPID_CAP
  [
    0x48c,
    {
      ...{ 0: "vmx-ept-execonly", 6: "vmx-page-walk-4", 7: "vmx-page-walk-5", 16: "vmx-ept-2mb" },
      ...{ 17: "vmx-ept-1gb", 20: "vmx-invept", 21: "vmx-eptad" },
      ...{ 22: "vmx-ept-advanced-exitinfo", 25: "vmx-invept-single-context" },
      ...{ 26: "vmx-invept-all-context", 32: "vmx-invvpid", 40: "vmx-invvpid-single-addr" },
      ...{ 42: "vmx-invvpid-all-context", 43: "vmx-invept-single-context-noglobals" },
    },
  ],
  // IA32_VMX_TRUE_PINBASED_CTLS
  [
    0x48d,
    controls({
      ...{ 0: "vmx-intr-exit", 3: "vmx-nmi-exit", 5: "vmx-vnmi", 6: "vmx-preemption-timer" },
      ...{ 7: "vmx-posted-intr" },
    }),
  ],
  // IA32_VMX_TRUE_PROCBASED_CTLS
  [
    0x48e,
    controls({
      ...{ 2: "vmx-vintr-pending", 3: "vmx-tsc-offset", 7: "vmx-hlt-exit", 9: "vmx-invlpg-exit" },
      ...{ 10: "vmx-mwait-exit", 11: "vmx-rdpmc-exit", 12: "vmx-rdtsc-exit" },
      ...{ 15: "vmx-cr3-load-noexit", 16: "vmx-cr3-store-noexit", 19: "vmx-cr8-load-exit" },
      ...{ 20: "vmx-cr8-store-exit", 21: "vmx-flexpriority", 22: "vmx-vnmi-pending" },
      ...{ 23: "vmx-movdr-exit", 24: "vmx-io-exit", 25: "vmx-io-bitmap", 27: "vmx-mtf" },
      ...{ 28: "vmx-msr-bitmap", 29: "vmx-monitor-exit", 30: "vmx-pause-exit" },
      ...{ 31: "vmx-secondary-ctls" },
    }),
  ],
  // IA32_VMX_TRUE_EXIT_CTLS
  [
    0x48f,
    controls({
      ...{ 2: "vmx-exit-nosave-debugctl", 12: "vmx-exit-load-perf-global-ctrl" },
      ...{ 15: "vmx-exit-ack-intr", 18: "vmx-exit-save-pat", 19: "vmx-exit-load-pat" },
      ...{ 20: "vmx-exit-save-efer", 21: "vmx-exit-load-efer" },
      ...{ 22: "vmx-exit-save-preemption-timer", 23: "vmx-exit-clear-bndcfgs" },
      ...{ 25: "vmx-exit-clear-rtit-ctl", 29: "vmx-exit-load-pkrs", 31: "vmx-exit-secondary-ctls" },
    }),
  ],
  // IA32_VMX_TRUE_ENTRY_CTLS
  [
    0x490,
    controls({
      ...{ 2: "vmx-entry-noload-debugctl", 9: "vmx-entry-ia32e-mode" },
      ...{ 13: "vmx-entry-load-perf-global-ctrl", 14: "vmx-entry-load-pat" },
      ...{ 15: "vmx-entry-load-efer", 16: "vmx-entry-load-bndcfgs" },
      ...{ 18: "vmx-entry-load-rtit-ctl", 22: "vmx-entry-load-pkrs", 23: "vmx-entry-load-fred" },
    }),
  ],
  // IA32_VMX_VMFUNC
  [0x491, { 0: "vmx-eptp-switching" }],
]);

/** Every name that is a bit of an MSR. */
export const MSR_FEATURE_NAMES: readonly string[] = [...MSR_FEATURES.values()].flatMap((names) =>
  Object.values(names),
);

export interface MsrValue {
  readonly index: number;
  /** The lower 32 bits. */
  readonly eax: number;
  /** The upper 32 bits. */
  readonly edx: number;
  readonly span: Span;
}

/** The features of different MSRs that have a name. */
export function featuresOfMsrs(msrs: readonly MsrValue[]): StatedFeatures {
  const stated = msrs.map(featuresOfMsr);
  return {
    features: stated.flatMap(({ features }) => features),
    off: stated.flatMap(({ off }) => off),
  };
}

function featuresOfMsr({ index, eax, edx, span }: MsrValue): StatedFeatures {
  const bits = Object.entries(MSR_FEATURES.get(index) ?? {});
  const isOn = (bit: number): boolean => (((bit < 32 ? eax : edx) >>> (bit % 32)) & 1) === 1;
  const named = (state: boolean) =>
    bits
      .filter(([bit]) => isOn(Number(bit)) === state)
      .map(([, name]) => ({ name, origin: "outside CPUID" as const, span }));
  return { features: named(true), off: named(false) };
}
