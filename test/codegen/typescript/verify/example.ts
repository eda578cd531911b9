/** A small program with every kind of input: its plan, and independently what each bit means. */

import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import { FALSE, type Bdd, type Diagram, type Variable } from "../../../../src/bdd/bdd.ts";
import type { Span } from "../../../../src/base/span.ts";
import type { CpuidEntryKey, Layout, LayoutBit, Register } from "../../../../src/model/layout.ts";
import type {
  Bitmap,
  CapabilitySet,
  Enumeration,
  Flag,
  Input,
} from "../../../../src/model/model.ts";
import type { Atoms } from "../../../../src/meaning/lower.ts";
import type { SetPlan, WordExpr } from "../../../../src/codegen/plan/plan.ts";

const span: Span = { source: { name: "example.rules", text: "" }, start: 0, end: 0 };
const description = undefined;

const entries: readonly CpuidEntryKey[] = [
  { function: 1, index: undefined },
  { function: 0x8000_0001, index: undefined },
];

const leaves = [
  { name: "CPUID_1_ECX", entry: 0, register: "ecx", bits: { MWAIT: 3, MOVBE: 22, XSAVE: 26 } },
  { name: "CPUID_1_EDX", entry: 0, register: "edx", bits: { TSC: 4, APIC: 9, PBE: 31 } },
  { name: "CPUID_8000_0001_EDX", entry: 1, register: "edx", bits: { SYSCALL: 11, GBPAGES: 26 } },
] as const;

function layoutWord(leaf: (typeof leaves)[number], index: number): Layout["words"][number] {
  const bits: (LayoutBit | undefined)[] = Array.from({ length: 32 }, () => undefined);
  for (const [name, bit] of Object.entries(leaf.bits)) {
    bits[bit] = { name, index: index * 32 + bit, aliases: [], description, span };
  }
  const register: Register = leaf.register;
  const key = entries[leaf.entry] ?? { function: 0, index: undefined };
  const address = { ...key, register, entry: leaf.entry };
  return { name: leaf.name, description, index, address, bits, span };
}

const words = leaves.map(layoutWord);

const layout: Layout = {
  name: "tiny",
  description,
  words,
  bits: words.flatMap(({ bits }) => bits.filter((bit) => bit !== undefined)),
  entries,
  enums: [],
  span,
};

export const kvm: Input = { kind: "input", name: "kvm", layout, enums: [], description, span };
export const guest: Input = { kind: "input", name: "guest", layout, enums: [], description, span };
const tdp: Flag = { kind: "flag", name: "tdp", description, span };
export const vendor: Enumeration = {
  kind: "enum",
  name: "vendor",
  values: ["intel", "amd", "hygon"],
  description,
  span,
};
export const vcpu: CapabilitySet = {
  kind: "caps",
  role: "exposed",
  roleSpan: span,
  name: "vcpu",
  layout,
  description,
  bits: [],
  inheritance: undefined,
  files: ["example.rules"],
  span,
};

const kvmWord = (word: number): WordExpr => ({ kind: "word", bitmap: kvm, word });
const guestWord = (word: number): WordExpr => ({ kind: "word", bitmap: guest, word });
const mask = (value: number, word: number): WordExpr => ({ kind: "mask", value, word });
const and = (...operands: WordExpr[]): WordExpr => ({ kind: "and", operands });
const or = (...operands: WordExpr[]): WordExpr => ({ kind: "or", operands });
const tdpOn: WordExpr = { kind: "flag", flag: tdp };
const amdOrHygon: WordExpr = { kind: "enum", enumeration: vendor, values: [1, 2] };

/** Every kind of word expression once, at least. */
export const plan: SetPlan = {
  set: vcpu,
  bitmaps: [kvm, guest],
  flags: [tdp],
  enumerations: [vendor],
  defaultRules: [],
  steps: [
    {
      word: 0,
      action: "assign",
      value: or(
        and(kvmWord(0), guestWord(0), mask(0xfbbf_ffff, 0)),
        and(guestWord(0), mask(0x0040_0000, 0)),
        and(kvmWord(0), guestWord(0), tdpOn, mask(0x0400_0000, 0)),
      ),
      temporaries: [],
      notes: [],
      overlapping: [],
    },
    {
      word: 1,
      action: "assign",
      value: and(
        kvmWord(1),
        guestWord(1),
        or(mask(0xffff_fdff, 1), { kind: "has", bitmap: guest, entry: 1 }),
      ),
      temporaries: [],
      notes: [],
      overlapping: [],
    },
    {
      word: 1,
      action: "merge",
      value: and(
        { kind: "shift", operand: guestWord(0), distance: 5 },
        { kind: "not", operand: amdOrHygon },
        mask(0x8000_0000, 1),
      ),
      temporaries: [],
      notes: [],
      overlapping: [],
    },
    {
      word: 2,
      action: "assign",
      value: {
        kind: "xor",
        operands: [
          and(kvmWord(2), or(guestWord(2), and(tdpOn, mask(0x0400_0000, 2))), mask(0xffff_fdff, 2)),
          and({ kind: "broadcast", operand: guestWord(0), bit: 3 }, mask(0x800, 2)),
        ],
      },
      temporaries: [],
      notes: [],
      overlapping: [],
    },
    {
      word: 2,
      action: "merge",
      value: and({ kind: "own", word: 1 }, mask(0x200, 2)),
      temporaries: [],
      notes: [],
      overlapping: [],
    },
  ],
};

/** An assignment of the variables as a caller of the emitted module gives it. */
export interface Arguments {
  readonly kvm: Uint32Array;
  readonly guest: Uint32Array;
  readonly flags: { readonly tdp: boolean; readonly vendor: string };
}

/** Two inputs of four elements, bit by bit; then the flag, then two variables for three vendors. */
const TDP: Variable = 2 * 4 * 32;
const IS_AMD: Variable = TDP + 1;
const IS_HYGON: Variable = TDP + 2;
export const VARIABLES: number = IS_HYGON + 1;

function variableOf(bitmap: Bitmap, bit: number): Variable {
  return bit * 2 + (bitmap === kvm ? 0 : 1);
}

export function exampleAtoms(bdd: Bdd): Atoms {
  return {
    bit: (bitmap, bit) => bdd.variable(variableOf(bitmap, bit)),
    has: (input, entry) => bdd.variable(variableOf(input, 3 * 32 + entry)),
    flag: () => bdd.variable(TDP),
    enumIn: (_, values) => {
      const [isAmd, isHygon] = [bdd.variable(IS_AMD), bdd.variable(IS_HYGON)];
      const isValue = (value: number): Diagram => {
        if (value === 1) return isAmd;
        return value === 2 ? bdd.and(isHygon, bdd.not(isAmd)) : bdd.not(bdd.or(isAmd, isHygon));
      };
      return values.map(isValue).reduce((any, each) => bdd.or(any, each), FALSE);
    },
  };
}

export function toArguments(isTrue: (variable: Variable) => boolean): Arguments {
  const bitmap = (input: Input): Uint32Array =>
    Uint32Array.from({ length: 4 }, (_, word) => {
      let value = 0;
      for (let bit = 0; bit < 32; bit++) {
        if (isTrue(variableOf(input, word * 32 + bit))) value |= 1 << bit;
      }
      return value;
    });
  const vendorName = isTrue(IS_AMD) ? "amd" : isTrue(IS_HYGON) ? "hygon" : "intel";
  return {
    kvm: bitmap(kvm),
    guest: bitmap(guest),
    flags: { tdp: isTrue(TDP), vendor: vendorName },
  };
}

/** The expected result of the plan, bit by bit and without masks. */
export function expectedBit(bdd: Bdd, atoms: Atoms, bit: number): Diagram {
  const both = bdd.and(atoms.bit(kvm, bit), atoms.bit(guest, bit));
  const amdOrHygon = bdd.or(atoms.enumIn(vendor, [1]), atoms.enumIn(vendor, [2]));
  const apic = bdd.and(bdd.and(atoms.bit(kvm, 41), atoms.bit(guest, 41)), atoms.has(guest, 1));
  switch (bit) {
    case 22:
      return atoms.bit(guest, bit);
    case 26:
      return bdd.and(both, atoms.flag(tdp));
    case 41:
      return apic;
    case 63:
      return bdd.or(both, bdd.and(atoms.bit(guest, 26), bdd.not(amdOrHygon)));
    case 64 + 9:
      return apic;
    case 64 + 26:
      return bdd.ite(atoms.flag(tdp), atoms.bit(kvm, bit), both);
    case 64 + 11:
      return bdd.xor(both, atoms.bit(guest, 3));
    default:
      return both;
  }
}

export const exampleText: string = await emitModule({ files: ["example.rules"], plans: [plan] });
