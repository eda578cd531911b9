/** From a vector's inputs to those of the rules. */

import type { Bitmaps, CpuidRow, Flags, Policy } from "./policy.ts";
import { highWord, word, type Vector } from "./vector.ts";

type Given = Vector["in"];

export interface PolicyInputs {
  readonly bitmaps: Bitmaps;
  readonly flags: Flags;
}

export function policyInputs(policy: Policy, given: Given): PolicyInputs {
  const { host, guest } = given;
  const x86 = policy.layout("x86");
  const rows = host.cpuid.map(hostRow);
  const entries = guest.entries.map(guestEntry);
  const words = host.caps.map(word);
  const bitmap = (layout: string, values: readonly number[]): Uint32Array => {
    const filled = new Uint32Array(policy.layout(layout).length);
    filled.set(values);
    return filled;
  };
  const kernelWords = policy.layout("linux").words.length;
  return {
    bitmaps: new Map([
      ["boot", bitmap("linux", words.slice(0, kernelWords))],
      ["bug", bitmap("x86_bugs", words.slice(kernelWords))],
      ["raw", policy.readHostLeaves(new Uint32Array(x86.length), rows, x86)],
      ["guest", policy.readLeaves(new Uint32Array(x86.length), entries, x86)],
      ["host_xcr0", bitmap("xcr0", [word(host.xcr0)])],
      ["host_xss", bitmap("xss", [word(host.xss)])],
      ["cr4", bitmap("cr4", [word(guest.cr4)])],
      ["control", bitmap("vmx_controls", controlWords(given))],
      ["param", parameters(policy, given)],
    ]),
    flags: { ...hostFlags(given, rows), ...guestFlags(given, entries) },
  };
}

/** In the order of the layout's words. */
function controlWords({ vmx }: Given): readonly number[] {
  return [highWord(vmx?.basic), word(vmx?.misc), word(vmx?.ept), word(vmx?.entry), word(vmx?.sec)];
}

/** All that is not given is on, but for these. */
const OFF_BY_DEFAULT: ReadonlySet<string> = new Set([
  "enable_mediated_pmu",
  "pt_host_guest",
  "allow_smaller_maxphyaddr",
]);

function parameters(policy: Policy, { params }: Given): Uint32Array {
  const { bits, length } = policy.layout("module_parameters");
  const bitmap = new Uint32Array(length);
  for (const [bit, label] of bits) {
    const name = label.slice(label.indexOf(".") + 1);
    const value =
      name === "pt_host_guest" && "pt_mode" in params ? params["pt_mode"] === 1 : params[name];
    if (value ?? !OFF_BY_DEFAULT.has(name))
      bitmap[bit >>> 5] = (bitmap[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return bitmap;
}

function hostFlags({ module, x86_64, host, svm }: Given, rows: readonly CpuidRow[]): Flags {
  const { pmu } = host;
  const sev = rows.find((row) => row.function === 0x8000_001f);
  return {
    module,
    x86_64,
    host_is_intel: host.vendor === "intel",
    pmu_has_counters: pmu.gp >= (module === "intel" ? 1 : 4),
    pmu_has_core_counters: pmu.gp >= 6,
    pmu_has_version: pmu.version !== 0,
    pmu_is_version_2: pmu.version >= 2,
    pmu_has_pebs_ept: pmu.pebs_ept,
    pmu_is_mediated: pmu.mediated,
    pmu_mediation_ok: pmu.mediated_ok,
    tsc_aux_works: host.tsc_aux_uret,
    sev_has_asids: (sev?.ecx ?? 0) !== 0,
    sev_has_es_asids: sev?.edx !== 1,
    sev_platform_ok: svm?.sev_platform_ok ?? true,
    host_snp: svm?.host_sev_snp ?? false,
    snp_initialized: svm?.snp_initialized ?? false,
  };
}

/** EBX, EDX and ECX of leaf 0, as CPUID spells a vendor. */
const AMD_COMPATIBLE: ReadonlySet<string> = new Set([
  "AuthenticAMD",
  "AMDisbetter!",
  "HygonGenuine",
]);

function guestFlags({ guest }: Given, entries: readonly CpuidRow[]): Flags {
  const leaf0 = entries.find(
    (entry) => entry.function === 0 && ((entry.flags & 1) === 0 || entry.index === 0),
  );
  return {
    apic_enabled: guest.apic_enabled,
    misc_enable_mwait: guest.misc_mwait,
    quirk_misc_enable_no_mwait: guest.quirk_misc_no_mwait,
    guest_is_amd_compatible: leaf0 !== undefined && AMD_COMPATIBLE.has(vendorOf(leaf0)),
  };
}

function vendorOf({ ebx, edx, ecx }: CpuidRow): string {
  return String.fromCharCode(...new Uint8Array(Uint32Array.of(ebx, edx, ecx).buffer));
}

function hostRow(row: Given["host"]["cpuid"][number]): CpuidRow {
  const [leaf, index, eax, ebx, ecx, edx] = row.map(word);
  return cpuidRow([leaf, index, 0, eax, ebx, ecx, edx]);
}

function guestEntry(row: Given["guest"]["entries"][number]): CpuidRow {
  return cpuidRow(row.map(word));
}

function cpuidRow(numbers: readonly (number | undefined)[]): CpuidRow {
  const [leaf = 0, index = 0, flags = 0, eax = 0, ebx = 0, ecx = 0, edx = 0] = numbers;
  return { function: leaf, index, flags, eax, ebx, ecx, edx };
}
