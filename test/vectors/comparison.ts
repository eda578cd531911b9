/** Compares the results of the rules with the kernel's, field by field. */

import type { Bitmaps, Layout, Policy } from "./policy.ts";
import { word, type Hex, type Vector } from "./vector.ts";

/** A field of a vector as a bitmap. */
export interface Comparison {
  /** The name of the field in the vectors. */
  readonly field: string;
  readonly layout: Layout;
  readonly actual: Uint32Array;
  readonly expected: Uint32Array;
  /** The bits that are compared. */
  readonly mask: Uint32Array;
}

/** Fields that rules do not state: numbers, and what is an input of theirs. */
export const NOT_STATED: readonly string[] = [
  "facts.pmu_num_gp",
  "facts.pmu_version",
  "facts.tsc_aux_uret",
  "guest.amd_compatible",
  "guest.maxphyaddr",
  "guest.reserved_gpa_bits",
  "guest.supported_xcr0",
  "guest.supported_xss",
  "guest.sec_exec",
  "warns",
];

const WORD_FIELDS = [
  ["kvm_caps_common", "kvm_common"],
  ["kvm_caps", "kvm"],
  ["guest_caps_common", "vcpu_common"],
  ["guest_caps", "vcpu"],
] as const;

/** A 64-bit number, of which the lower word is a set of that layout. */
interface RegisterField {
  readonly field: string;
  readonly set: string;
  readonly layout: string;
  /** The vectors have it the other way round. */
  readonly isInverse?: true;
  /** Only the bits that the layout names are the rules' business. */
  readonly onlyNamed?: true;
}

const REGISTER_FIELDS: readonly RegisterField[] = [
  { field: "facts.supported_xcr0", set: "xcr0", layout: "xcr0" },
  { field: "facts.host_xss_supported", set: "host_xss_supported", layout: "xss" },
  { field: "facts.supported_xss", set: "supported_xss", layout: "xss" },
  { field: "efer_reserved", set: "efer_supported", layout: "efer", isInverse: true },
  { field: "guest.efer_valid", set: "efer_valid", layout: "efer" },
  { field: "guest.cr4_rsvd", set: "cr4_reserved", layout: "cr4" },
  { field: "guest.dr6_fixed", set: "dr6_fixed", layout: "dr6", onlyNamed: true },
  { field: "guest.feat_ctl_valid", set: "feature_control", layout: "feature_control" },
];

/** @param ignored fields that are left out on purpose. */
export function comparisons(
  policy: Policy,
  sets: Bitmaps,
  expected: Vector["out"],
  ignored: ReadonlySet<string>,
): readonly Comparison[] {
  const fields = flatFields(expected);
  const words = WORD_FIELDS.flatMap(([field, set]): Comparison[] => {
    const values = fields.get(field) as readonly Hex[] | undefined; // 32 words
    const layout = policy.layout("x86");
    return values === undefined
      ? []
      : [
          {
            field,
            layout,
            actual: bitmapOf(sets, set),
            expected: Uint32Array.from(values, word),
            mask: everyBit(layout),
          },
        ];
  });
  const registers = REGISTER_FIELDS.flatMap((each) => compareRegister(policy, sets, fields, each));
  const all = [
    ...words,
    ...registers,
    ...compareBooleans(policy.layout("kvm_setup"), bitmapOf(sets, "setup"), fields, "facts"),
    ...compareBooleans(policy.layout("msr_gates"), bitmapOf(sets, "msr"), fields, "msr"),
  ];
  return all.filter(({ field }) => !ignored.has(field));
}

/** Fields of a vector that are neither compared nor known to be no business of the rules. */
export function forgottenFields(
  expected: Vector["out"],
  compared: readonly Comparison[],
  ignored: ReadonlySet<string>,
): readonly string[] {
  const known = new Set([
    ...compared.map(({ field }) => field),
    ...NOT_STATED,
    ...ignored,
    "id",
    "load_error",
  ]);
  return [...flatFields(expected).keys()].filter((field) => !known.has(field));
}

/** `facts`, `guest` and `msr` are objects of fields. */
function flatFields(expected: Vector["out"]): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(expected).flatMap(([field, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, each]): [string, unknown] => [
            `${field}.${inner}`,
            each,
          ])
        : [[field, value] as [string, unknown]],
    ),
  );
}

function compareRegister(
  policy: Policy,
  sets: Bitmaps,
  fields: ReadonlyMap<string, unknown>,
  { field, set, layout: layoutName, isInverse, onlyNamed }: RegisterField,
): readonly Comparison[] {
  const value = fields.get(field) as Hex | undefined; // as the format has it
  if (value === undefined) return [];
  const layout = policy.layout(layoutName);
  const low = word(value);
  return [
    {
      field,
      layout,
      actual: bitmapOf(sets, set),
      expected: Uint32Array.of(isInverse ? ~low : low),
      mask: onlyNamed ? namedBits(layout) : everyBit(layout),
    },
  ];
}

/** One comparison for each boolean that is a bit of the set. */
function compareBooleans(
  layout: Layout,
  actual: Uint32Array,
  fields: ReadonlyMap<string, unknown>,
  group: string,
): readonly Comparison[] {
  return [...layout.bits].flatMap(([bit, label]): Comparison[] => {
    const field = `${group}.${label.slice(label.indexOf(".") + 1)}`;
    const value = fields.get(field);
    if (typeof value !== "boolean") return [];
    const mask = new Uint32Array(layout.words.length);
    mask[bit >>> 5] = 1 << (bit & 31);
    return [{ field, layout, actual, expected: value ? mask : mask.map(() => 0), mask }];
  });
}

function bitmapOf(sets: Bitmaps, name: string): Uint32Array {
  const bitmap = sets.get(name);
  if (bitmap === undefined) throw new Error(`the policy has no set \`${name}\``);
  return bitmap;
}

function everyBit({ words }: Layout): Uint32Array {
  return new Uint32Array(words.length).fill(0xffff_ffff);
}

function namedBits({ words, bits }: Layout): Uint32Array {
  const mask = new Uint32Array(words.length);
  for (const bit of bits.keys()) mask[bit >>> 5] = (mask[bit >>> 5] ?? 0) | (1 << (bit & 31));
  return mask;
}
