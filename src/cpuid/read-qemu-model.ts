/**
 * QEMU's reply to `query-cpu-model-expansion`, with or without the `return` around it, as the features
 * that are on and those that are off.
 *
 * QEMU lists each property of the CPU model, many under several spellings. Those that are no CPUID
 * feature are skipped: switches of the model itself, what paravirtualisation offers, and what a guest
 * reads from MSRs; so are numbers and texts that no layout takes for a feature.
 */

import { jsonShape } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import { normalizeName } from "./feature-names.ts";
import type { Findings } from "./findings.ts";
import { describeJson, type JsonMember, type JsonValue, memberOf } from "./parse-json.ts";
import type { FeatureName, FeaturesReading } from "./reading.ts";

/** Hyper-V and Xen enlightenments, KVM's paravirtual features, VMX controls, experimental switches. */
const OTHER_PREFIXES = /^(?:hv|xen|kvm|kvmclock|vmx|x)_/;

/** Switches of the CPU model, and paravirtual features without a prefix; normalised. */
const MODEL_SWITCHES = new Set(
  (
    "check cpuid_0xb enforce fill_mtrr_mask full_cpuid_auto_level host_phys_bits hotpluggable hotplugged kvm " +
    "kvmclock l3_cache legacy_cache legacy_multi_node lmce migratable pmu realized start_powered_off tcg_cpuid " +
    "vmware_cpuid_freq"
  ).split(" "),
);

/** Bits of IA32_ARCH_CAPABILITIES and IA32_CORE_CAPABILITIES, which are MSRs; normalised. */
const MSR_BITS = new Set(
  (
    "bhi_no fb_clear fbsdp_no gds_no ibrs_all its_no mds_no pbrsb_no psdp_no pschange_mc_no rdctl_no rfds_clear " +
    "rfds_no rsba sbdr_ssdp_no skip_l1dfl_vmentry split_lock_detect ssb_no taa_no tsx_ctrl"
  ).split(" "),
);

/**
 * Names which in QEMU mean a CPUID bit of one vendor, but in `/proc/cpuinfo` a bit of Linux that stands for
 * both vendors' bits; a layout's alias follows `/proc/cpuinfo`.
 */
const NAMES_OF_ONE_VENDOR: ReadonlyMap<string, string> = new Map([
  ["ibpb", "AMD_IBPB"],
  ["ibrs", "AMD_IBRS"],
  ["ssbd", "SPEC_CTRL_SSBD"],
  ["stibp", "INTEL_STIBP"],
]);

/** What holds the model's properties, if the value is such a reply. */
export function findProperties(value: JsonValue): JsonValue | undefined {
  const reply = memberOf(value, "return") ?? value;
  return memberOf(memberOf(reply, "model") ?? reply, "props");
}

export function readQemuModel(
  properties: JsonValue,
  findings: Findings,
): FeaturesReading | undefined {
  if (properties.kind !== "object") {
    const shape = { what: "`props`", expected: "an object", found: describeJson(properties) };
    findings.add(report(jsonShape, properties.span, shape));
    return undefined;
  }
  const candidates = properties.members.filter(mayBeFeature);
  const isStated = ({ value }: JsonMember): boolean => stateOf(value) !== undefined;
  const named = (state: boolean): readonly FeatureName[] =>
    candidates
      .filter(({ value }) => stateOf(value) === state)
      .map(({ name, nameSpan }) => ({
        name: featureName(name),
        origin: "feature",
        span: nameSpan,
      }));
  const misstated = candidates
    .filter((member) => !isStated(member))
    .map(({ name, value }) => ({
      name: featureName(name),
      found: describeJson(value),
      span: value.span,
    }));
  const vendor = memberOf(properties, "vendor");
  return {
    kind: "features",
    format: "QEMU JSON",
    vendor: vendor?.kind === "string" ? vendor.value : undefined,
    features: named(true),
    off: named(false),
    // A reply lists the properties that this version of QEMU knows; a static expansion, fewer.
    isExhaustive: false,
    misstated,
  };
}

function featureName(property: string): string {
  return NAMES_OF_ONE_VENDOR.get(normalizeName(property)) ?? property;
}

/** On or off; undefined if the value says neither. QEMU itself takes the two words, too. */
function stateOf(value: JsonValue): boolean | undefined {
  if (value.kind === "boolean") return value.value;
  if (value.kind !== "string") return undefined;
  return value.value === "on" ? true : value.value === "off" ? false : undefined;
}

function mayBeFeature({ name }: JsonMember): boolean {
  const normalized = normalizeName(name);
  if (OTHER_PREFIXES.test(normalized)) return false;
  return !MODEL_SWITCHES.has(normalized) && !MSR_BITS.has(normalized);
}
