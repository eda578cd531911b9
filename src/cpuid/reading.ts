/** What a CPUID dump says, in whichever format: registers, or names of features. */

import type { Span } from "../base/span.ts";

export type CpuidReading = EntriesReading | FeaturesReading;

export type CpuidFormat =
  "/proc/cpuinfo" | "cpuid -r" | "libvirt XML" | "QEMU JSON" | "caprules JSON";

export interface EntriesReading {
  readonly kind: "entries";
  readonly format: CpuidFormat;
  /** The first processor's, as CPUID spells it: `GenuineIntel`; undefined where it has none. */
  readonly vendor: string | undefined;
  /** In the dump's order; at least one. */
  readonly processors: readonly Processor[];
}

export interface Processor {
  /** As the dump has it: `CPU 3`. */
  readonly label: string;
  /** In the dump's order; at least one. */
  readonly entries: readonly CpuidEntry[];
}

/** What CPUID answers for one function and index. Every number is an unsigned 32-bit integer. */
export interface CpuidEntry {
  /** CPUID leaf, what EAX held. */
  readonly function: number;
  /** CPUID sub-leaf, what ECX held. */
  readonly index: number;
  /** Whether the answer is for this index only; true where the format does not say. */
  readonly isIndexSignificant: boolean;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
  readonly span: Span;
}

export interface FeaturesReading {
  readonly kind: "features";
  readonly format: CpuidFormat;
  readonly vendor: string | undefined;
  /** Those that all processors have. */
  readonly features: readonly FeatureName[];
  /** Those that the dump says are off. A feature that is in both lists is on. */
  readonly off: readonly NamedFeature[];
  /**
   * Whether a feature that is in neither list is off. Otherwise the dump does not tell what it is: no
   * name stands for it in this format, or the list is not a list of all features.
   */
  readonly isExhaustive: boolean;
  /** Properties that say neither on nor off: a mistake where a layout knows them as features. */
  readonly misstated: readonly MisstatedFeature[];
}

export interface NamedFeature {
  /** By which a layout knows it. */
  readonly name: string;
  /**
   * What it is a name of, which says where to look for its bit. Bugs and VMX controls may be called like a
   * CPUID feature but never are one: they are aliases of bits in words that no leaf fills.
   */
  readonly origin: "feature" | "bug or VMX control";
}

export interface FeatureName extends NamedFeature {
  readonly span: Span;
}

export interface MisstatedFeature {
  readonly name: string;
  /** What stands there instead: `the number 1`. */
  readonly found: string;
  /** Of the value. */
  readonly span: Span;
}
