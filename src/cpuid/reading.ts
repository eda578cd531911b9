/** The content of a CPUID dump of any format: registers, or names of features. */

import type { Span } from "../base/span.ts";
import type { Register } from "../model/layout.ts";
import type { CpuidFormat } from "./formats.ts";

export type CpuidReading = EntriesReading | FeaturesReading;

export type { CpuidFormat } from "./formats.ts";

export interface EntriesReading {
  readonly kind: "entries";
  /** "CPUID" stands for the registers of the machine's own processors, which are not a dump. */
  readonly format: CpuidFormat | "CPUID";
  /**
   * The first processor's vendor as CPUID spells it, such as `GenuineIntel`; undefined if it has
   * none.
   */
  readonly vendor: string | undefined;
  /** In the order of the dump; at least one. */
  readonly processors: readonly Processor[];
  /** Bits outside of CPUID that the dump states, such as those of MSRs. */
  readonly outside?: StatedFeatures;
}

export interface StatedFeatures {
  readonly features: readonly FeatureName[];
  /** Features that the dump states as off. A feature in both lists is on. */
  readonly off: readonly FeatureName[];
}

export interface Processor {
  /** The label in the dump, such as `CPU 3`. */
  readonly label: string;
  /** In the order of the dump; at least one. */
  readonly entries: readonly CpuidEntry[];
}

/** CPUID's answer to one function and index. Every number is an unsigned 32-bit integer. */
export interface CpuidEntry {
  /** The CPUID leaf: the value of EAX before the instruction. */
  readonly function: number;
  /** The CPUID sub-leaf: the value of ECX before the instruction. */
  readonly index: number;
  /** True if the answer is for this index only, or if the format does not say. */
  readonly isIndexSignificant: boolean;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
  /**
   * The registers that the dump contains; the others are zero here. Undefined if it contains all
   * four.
   */
  readonly registers?: readonly Register[];
  readonly span: Span;
}

/** `features` lists the features that all processors have. */
export interface FeaturesReading extends StatedFeatures {
  readonly kind: "features";
  readonly format: CpuidFormat;
  readonly vendor: string | undefined;
  /**
   * True if a feature in neither list is off. False if it is unknown, because the format has no
   * name for it or the list is not complete.
   */
  readonly isExhaustive: boolean;
  /** Properties that are neither on nor off. They are an error if the layout has such a feature. */
  readonly misstated: readonly MisstatedFeature[];
}

export interface FeatureName {
  readonly name: string;
  readonly origin: NameOrigin;
  /**
   * The CPUID bit that the name means, whatever the layout calls it; undefined if it must be found
   * by name.
   */
  readonly bit?: CpuidBit;
  readonly span: Span;
}

/**
 * The origin of a name, which decides how `bitsOfFeature` finds the layout's bit:
 * - "written": a person's name of a bit;
 * - "name": QEMU's name of a CPUID feature;
 * - "flag": a flag of Linux, which is often spelled like a canonical name but means another bit;
 * - "paravirtual": what a hypervisor offers to its guest;
 * - "bug": a bug of the processor, which can be called like its mitigation;
 * - "outside CPUID": a VMX control, a bit of an MSR, or what Linux derives from several facts; it can be
 *   called like a bit of CPUID.
 */
export type NameOrigin = "written" | "name" | "flag" | "paravirtual" | "bug" | "outside CPUID";

/** The place of one bit in CPUID. */
export interface CpuidBit {
  readonly function: number;
  readonly index: number;
  readonly register: Register;
  /** 0 to 31. */
  readonly bit: number;
}

export interface MisstatedFeature {
  readonly feature: FeatureName;
  /** The value in words, such as `the number 1`. */
  readonly found: string;
  /** The place of that value. */
  readonly span: Span;
}
