/** The content of a CPUID dump of any format: registers, or names of features. */

import type { Span } from "../base/span.ts";
import type { Register } from "../model/layout.ts";
import type { CpuidFormat } from "./formats.ts";

export type CpuidReading = EntriesReading | FeaturesReading;

export type { CpuidFormat } from "./formats.ts";

export interface EntriesReading {
  readonly kind: "entries";
  /** "CPUID": what the machine's own processors answer, which is no dump. */
  readonly format: CpuidFormat | "CPUID";
  /** The first processor's, as CPUID spells it: `GenuineIntel`; undefined where it has none. */
  readonly vendor: string | undefined;
  /** In the dump's order; at least one. */
  readonly processors: readonly Processor[];
  /** Bits outside of CPUID that the dump states, such as those of MSRs. */
  readonly outside?: StatedFeatures;
}

export interface StatedFeatures {
  readonly features: readonly FeatureName[];
  /** Those that the dump says are off. A feature that is in both lists is on. */
  readonly off: readonly FeatureName[];
}

export interface Processor {
  /** As the dump has it: `CPU 3`. */
  readonly label: string;
  /** In the dump's order; at least one. */
  readonly entries: readonly CpuidEntry[];
}

/** CPUID's answer to one function and index. Every number is an unsigned 32-bit integer. */
export interface CpuidEntry {
  /** The CPUID leaf: the value of EAX before the instruction. */
  readonly function: number;
  /** CPUID sub-leaf, what ECX held. */
  readonly index: number;
  /** Whether the answer is for this index only; true where the format does not say. */
  readonly isIndexSignificant: boolean;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
  /** Those that the dump tells; the others are zero here. Undefined if it tells all four. */
  readonly registers?: readonly Register[];
  readonly span: Span;
}

/** `features` are those that all processors have. */
export interface FeaturesReading extends StatedFeatures {
  readonly kind: "features";
  readonly format: CpuidFormat;
  readonly vendor: string | undefined;
  /**
   * Whether a feature that is in neither list is off. Otherwise the dump does not tell what it is: no
   * name stands for it in this format, or the list is not a list of all features.
   */
  readonly isExhaustive: boolean;
  /** Properties that say neither on nor off: a mistake where a layout knows them as features. */
  readonly misstated: readonly MisstatedFeature[];
}

export interface FeatureName {
  readonly name: string;
  readonly origin: NameOrigin;
  /** The bit of CPUID that is meant, whatever a layout calls it; undefined where the name has to find it. */
  readonly bit?: CpuidBit;
  readonly span: Span;
}

/**
 * Whose name it is, which decides how a layout's bit is found by it (`bitsOfFeature`):
 * - "written": a person's name of a bit;
 * - "name": QEMU's name of a CPUID feature;
 * - "flag": a flag of Linux, which is often spelled like a canonical name but means another bit;
 * - "paravirtual": what a hypervisor offers to its guest;
 * - "bug": a bug of the processor, which can be called like its mitigation;
 * - "outside CPUID": a VMX control, a bit of an MSR, or what Linux derives from several facts; it can be
 *   called like a bit of CPUID.
 */
export type NameOrigin = "written" | "name" | "flag" | "paravirtual" | "bug" | "outside CPUID";

/** One bit that CPUID reports. */
export interface CpuidBit {
  readonly function: number;
  readonly index: number;
  readonly register: Register;
  /** 0 to 31. */
  readonly bit: number;
}

export interface MisstatedFeature {
  readonly feature: FeatureName;
  /** The value that stands there, in words: `the number 1`. */
  readonly found: string;
  /** The place of that value. */
  readonly span: Span;
}
