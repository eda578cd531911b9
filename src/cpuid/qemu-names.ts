/**
 * The meaning of QEMU's names on x86, from target/i386/cpu.c of QEMU: properties of its CPU models, and the
 * models themselves. `-cpu` takes the same names as replies of its monitor have.
 */

import type { Span } from "../base/span.ts";
import { normalizeName } from "./feature-names.ts";
import { MSR_FEATURE_NAMES } from "./msr-features.ts";
import type { CpuidBit, FeatureName } from "./reading.ts";

/** Hyper-V's and Xen's enlightenments, and KVM's paravirtual features; normalised. */
const PARAVIRTUAL = /^(?:hv|xen|kvm|kvmclock)_|^kvmclock$/;

/** Settings of the CPU model, which are no features of it; normalised. */
const MODEL_SETTINGS = new Set(
  (
    "apic_id avx10_version check core_id cpuid_0xb crash_information die_id enforce family fill_mtrr_mask " +
    "full_cpuid_auto_level guest_phys_bits host_cache_info host_phys_bits host_phys_bits_limit hotpluggable " +
    "hotplugged kvm l3_cache lbr_fmt legacy_cache legacy_multi_node level level_func7 lmce memory migratable " +
    "min_level min_xlevel min_xlevel2 model model_id module_id node_id phys_bits pmu realized socket_id " +
    "start_powered_off stepping tcg_cpuid thread_id tsc_freq tsc_frequency ucode_rev unavailable_features vendor " +
    "vmware_cpuid_freq xlevel xlevel2"
  ).split(" "),
);
const EXPERIMENTAL = /^x_/;

/** Normalised. */
const MSR_BITS = new Set(MSR_FEATURE_NAMES.map(normalizeName));
/** Matches VMX controls that are not listed here, too; normalised. */
const VMX_CONTROLS = /^vmx_/;

/**
 * Names that mean a CPUID bit of one vendor in QEMU, but a flag for both vendors' bits in
 * `/proc/cpuinfo`. A layout's alias follows `/proc/cpuinfo`.
 */
const BITS_OF_ONE_VENDOR: ReadonlyMap<string, CpuidBit> = new Map([
  ["ibpb", { function: 0x8000_0008, index: 0, register: "ebx", bit: 12 }],
  ["ibrs", { function: 0x8000_0008, index: 0, register: "ebx", bit: 14 }],
  ["ssbd", { function: 7, index: 0, register: "edx", bit: 31 }],
  ["stibp", { function: 7, index: 0, register: "edx", bit: 27 }],
]);

/** Some of these are among the properties of every x86 model, and none among those of other architectures. */
const X86_PROPERTIES = new Set(
  (
    "aes apic avx avx2 clflush cmov cx16 cx8 family fpu fxsr lm mmx model_id msr mtrr nx pae pat pclmulqdq pge pni " +
    "popcnt pse36 rdtscp sse sse2 sse4_1 ssse3 stepping syscall tsc vendor vme xlevel xsave"
  ).split(" "),
);

/** Models by their names, without the suffixes of versions and of what a version lacks. */
const MODEL =
  /^(?:\d86|base|max|athlon|core(?:2?duo)|n270|phenom|pentium[23]?|(?:kvm|qemu)(?:32|64)|Opteron_G[1-5]|Conroe|Penryn|Nehalem|Westmere|SandyBridge|IvyBridge|Haswell|Broadwell|Skylake-(?:Client|Server)|Cascadelake-Server|Cooperlake|Icelake-(?:Client|Server)|SapphireRapids|GraniteRapids|DiamondRapids|SierraForest|ClearwaterForest|Snowridge|Denverton|KnightsMill|EPYC(?:-(?:Rome|Milan|Genoa|Turin))?|Dhyana|YongFeng)(?:-(?:v\d+|noTSX|IBRS|IBPB))*(?:-x86_64-cpu)?$/;

export function isQemuModel(name: string): boolean {
  return MODEL.test(name);
}

/** True if only x86 models have this property. */
export function isX86Property(name: string): boolean {
  return X86_PROPERTIES.has(normalizeName(name));
}

/** The bit that QEMU means by a name that means another bit in Linux. */
export function bitOfOneVendor(name: string): CpuidBit | undefined {
  return BITS_OF_ONE_VENDOR.get(normalizeName(name));
}

/** Returns undefined for a setting of the model, which is not a feature. */
export function featureOfProperty(name: string, span: Span): FeatureName | undefined {
  const normalized = normalizeName(name);
  if (MODEL_SETTINGS.has(normalized) || EXPERIMENTAL.test(normalized)) return undefined;
  if (PARAVIRTUAL.test(normalized)) return { name, origin: "paravirtual", span };
  if (MSR_BITS.has(normalized) || VMX_CONTROLS.test(normalized)) {
    return { name, origin: "outside CPUID", span };
  }
  const bit = BITS_OF_ONE_VENDOR.get(normalized);
  return { name, origin: "name", span, ...(bit === undefined ? {} : { bit }) };
}
