/** A processor's vendor, and the facts that depend on it. */

import type { WordAddress } from "../model/layout.ts";
import type { CpuidEntry } from "./reading.ts";

/** The twelve characters of leaf 0; undefined where it is missing or holds no text. */
export function vendorOfEntries(entries: readonly CpuidEntry[]): string | undefined {
  const first = entries.find((entry) => entry.function === 0);
  if (first === undefined) return undefined;
  const bytes = [first.ebx, first.edx, first.ecx].flatMap((register) =>
    [0, 8, 16, 24].map((shift) => (register >>> shift) & 0xff),
  );
  const text = String.fromCharCode(...bytes);
  return /^[ -~]{12}$/.test(text) ? text : undefined;
}

/**
 * True if the processor has AMD's extensions, such as SVM rather than VMX. Hygon's processors
 * descend from AMD's.
 */
export function isAmdOrHygon(vendor: string | undefined): boolean {
  return vendor === "AuthenticAMD" || vendor === "HygonGenuine";
}

/**
 * True if the word repeats bits of CPUID_1_EDX on this vendor's processors. AMD's and Hygon's
 * repeat them in CPUID_8000_0001_EDX; all others leave them zero.
 */
export function repeatsBits(vendor: string | undefined, address: WordAddress | undefined): boolean {
  return isAmdOrHygon(vendor) && isRepeat(vendor, address);
}

/** True if the vendor determines the word's repeated bits, whether they are repeated or zero. */
export function isRepeat(vendor: string | undefined, address: WordAddress | undefined): boolean {
  const isKnown = vendor !== undefined && address !== undefined;
  return isKnown && address.function === 0x8000_0001 && address.register === "edx";
}

/** Ranges of leaves that only some vendors' processors have. */
const VENDORS_OF_RANGE: ReadonlyMap<number, readonly string[]> = new Map([
  [0x8086_0000, ["GenuineTMx86", "TransmetaCPU"]],
  [0xc000_0000, ["CentaurHauls", "  Shanghai  "]],
]);

/** True if processors of this vendor may have the range of leaves that begins at `base`. */
export function mayHaveRange(vendor: string | undefined, base: number): boolean {
  const vendors = VENDORS_OF_RANGE.get(base);
  return vendor === undefined || vendors === undefined || vendors.includes(vendor);
}

/** The names in rules of the vendors in CPUID, `/proc/cpuinfo` and QEMU. */
const VENDOR_NAMES: ReadonlyMap<string, string> = new Map([
  ["GenuineIntel", "intel"],
  ["AuthenticAMD", "amd"],
  ["HygonGenuine", "hygon"],
  ["CentaurHauls", "centaur"],
  ["  Shanghai  ", "zhaoxin"],
  // The spelling of `/proc/cpuinfo`, without the blanks around it.
  ["Shanghai", "zhaoxin"],
]);
const ANY_OTHER = "other";

/**
 * The value of an enumeration `vendor` for a vendor: its own value, else `other`. Undefined if the
 * enumeration has neither, or if the vendor is unknown.
 */
export function vendorValue(
  vendor: string | undefined,
  values: readonly string[],
): string | undefined {
  if (vendor === undefined) return undefined;
  const name = VENDOR_NAMES.get(vendor) ?? ANY_OTHER;
  return [name, ANY_OTHER].find((each) => values.includes(each));
}

/** The name of the layout enumeration whose value a reading determines. */
export const VENDOR_ENUM = "vendor";
