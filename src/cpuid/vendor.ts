/** A processor's vendor, and what its bits mean that other vendors' do not. */

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

/** Whether the processor has SVM rather than VMX, and AMD's other extensions: Hygon's descend from AMD's. */
export function isAmdOrHygon(vendor: string | undefined): boolean {
  return vendor === "AuthenticAMD" || vendor === "HygonGenuine";
}

/**
 * Whether the word repeats bits of CPUID_1_EDX on this vendor's processors: AMD's and Hygon's repeat all
 * such bits in CPUID_8000_0001_EDX; all others leave them zero.
 */
export function repeatsBits(vendor: string | undefined, address: WordAddress | undefined): boolean {
  return isAmdOrHygon(vendor) && isRepeat(vendor, address);
}

/** Whether it follows from the vendor what the word's repeated bits are, be they repeated or zero. */
export function isRepeat(vendor: string | undefined, address: WordAddress | undefined): boolean {
  const isKnown = vendor !== undefined && address !== undefined;
  return isKnown && address.function === 0x8000_0001 && address.register === "edx";
}

/** Ranges of leaves that only some vendors' processors have. */
const VENDORS_OF_RANGE: ReadonlyMap<number, readonly string[]> = new Map([
  [0x8086_0000, ["GenuineTMx86", "TransmetaCPU"]],
  [0xc000_0000, ["CentaurHauls", "  Shanghai  "]],
]);

/** Whether processors of this vendor may have the range of leaves that begins there. */
export function mayHaveRange(vendor: string | undefined, base: number): boolean {
  const vendors = VENDORS_OF_RANGE.get(base);
  return vendor === undefined || vendors === undefined || vendors.includes(vendor);
}

/** The names that rules have for the vendors of CPUID, `/proc/cpuinfo` and QEMU. */
const VENDOR_NAMES: ReadonlyMap<string, string> = new Map([
  ["GenuineIntel", "intel"],
  ["AuthenticAMD", "amd"],
  ["HygonGenuine", "hygon"],
  ["CentaurHauls", "centaur"],
  ["  Shanghai  ", "zhaoxin"],
  // As `/proc/cpuinfo` has it, once the blanks around it are taken off.
  ["Shanghai", "zhaoxin"],
]);
const ANY_OTHER = "other";

/**
 * Which of the values of an enumeration `vendor` a vendor is: `other` if there is none of its own;
 * undefined if there is no `other` either, and where the vendor is not known.
 */
export function vendorValue(
  vendor: string | undefined,
  values: readonly string[],
): string | undefined {
  if (vendor === undefined) return undefined;
  const name = VENDOR_NAMES.get(vendor) ?? ANY_OTHER;
  return [name, ANY_OTHER].find((each) => values.includes(each));
}

/** The enumeration of a layout that a reading tells. */
export const VENDOR_ENUM = "vendor";
