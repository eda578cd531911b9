/**
 * Converts the `flags` that Linux prints for an x86 processor to features.
 *
 * Most flags are one bit of CPUID. The exceptions are read from arch/x86/kernel/cpu of Linux, old versions
 * included: a name can mean another bit on another vendor's processors or in another kernel.
 */

import type { Span } from "../base/span.ts";
import { PRINTED_FLAGS } from "./printed-flags.ts";
import type { CpuidBit, FeatureName } from "./reading.ts";
import { isAmdOrHygon } from "./vendor.ts";

/**
 * The flags that precede `dts` of leaf 1, the debug store, in the order of their bits. Kernels before 3.20
 * call the digital thermal sensor `dts`, too, and print it behind the flags of other leaves.
 */
const BEFORE_DEBUG_STORE = new Set(
  "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 pn clflush".split(" "),
);
const DEBUG_STORE = "dts";
/** The name of the digital thermal sensor in newer kernels. */
const THERMAL_SENSOR = "dtherm";

/** The kernel keeps this feature in a word of its own, but takes it from one bit of CPUID. */
const INVARIANT_TSC: CpuidBit = { function: 0x8000_0007, index: 0, register: "edx", bit: 8 };

/** Drops repetitions, and renames `dts` where old kernels mean the digital thermal sensor. */
export function renameOldFlags(flags: readonly FeatureName[]): ReadonlyMap<string, FeatureName> {
  const isInOrder = flags[0]?.name === "fpu";
  const renamed = new Map<string, FeatureName>();
  for (const flag of flags) {
    const isSecond = renamed.has(DEBUG_STORE);
    const isLate = isInOrder && [...renamed.keys()].some((name) => !BEFORE_DEBUG_STORE.has(name));
    const isThermalSensor = flag.name === DEBUG_STORE && (isSecond || isLate);
    const name = isThermalSensor ? THERMAL_SENSOR : flag.name;
    if (!renamed.has(name)) renamed.set(name, { ...flag, name });
  }
  return renamed;
}

/** The features that the flags state, for a processor of this vendor. */
export function featuresOfFlags(
  flags: readonly FeatureName[],
  vendor: string | undefined,
): readonly FeatureName[] {
  return flags.flatMap((flag): readonly FeatureName[] => {
    if (isOutsideCpuid(flag.name, vendor)) return [{ ...flag, origin: "outside CPUID" }];
    return flag.name === "nonstop_tsc" ? [flag, { ...flag, bit: INVARIANT_TSC }] : [flag];
  });
}

/** Flags that are missing although Linux would print them if the processor had the features. */
export function flagsNotPrinted(
  printed: readonly FeatureName[],
  vendor: string | undefined,
  span: Span,
): readonly FeatureName[] {
  const keyOf = ({ name, origin }: FeatureName): string => `${origin} ${name}`;
  const known = new Set(printed.map(keyOf));
  const flags = PRINTED_FLAGS.map((name) => ({ name, origin: "flag" as const, span }));
  return featuresOfFlags(flags, vendor).filter((flag) => !known.has(keyOf(flag)));
}

/**
 * `constant_tsc` depends on the model, too. `vnmi` is a bit of SVM on AMD's processors; on others it is a VMX
 * control, which kernels before 5.6 print among the flags.
 */
function isOutsideCpuid(flag: string, vendor: string | undefined): boolean {
  return flag === "constant_tsc" || (flag === "vnmi" && !isAmdOrHygon(vendor));
}
