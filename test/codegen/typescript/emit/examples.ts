/** The plans behind the golden modules. */

import type { EmitRequest } from "../../../../src/codegen/emit-request.ts";
import type { Layout } from "../../../../src/model/layout.ts";
import {
  and,
  assign,
  enumerationOf,
  flagOf,
  inputOf,
  layoutOf,
  mask,
  merge,
  or,
  planOf,
  read,
  setOf,
} from "./plans.ts";

const x86: Layout = layoutOf(
  "x86",
  [
    {
      name: "CPUID_1_EDX",
      leaf: [0x1, undefined, "edx"],
      bits: { 9: "APIC", 25: ["XMM", "SSE"] },
    },
    {
      name: "CPUID_7_0_ECX",
      description: "structured extended features",
      leaf: [0x7, 0, "ecx"],
      bits: { 3: "PKU", 4: "OSPKE", 22: ["RDPID", "reads the processor ID"] },
    },
    {
      name: "CPUID_7_1_EAX",
      leaf: [0x7, 1, "eax"],
      bits: { 4: "AVX_VNNI", 26: "LAM" },
    },
    {
      name: "CPUID_8000_0001_EDX",
      leaf: [0x8000_0001, undefined, "edx"],
      bits: { 9: "APIC", 26: "GBPAGES", 31: "3DNOW" },
    },
    { name: "LNX_1", bits: { 0: "delete", 1: "has" } },
  ],
  "The features of a small CPU.",
);

const kvm = inputOf("kvm", x86);
const guest = inputOf("guest", x86);
const tdp = flagOf("tdp", "two-dimensional paging is on");
const vendor = enumerationOf("vendor", ["intel", "amd", "hygon"]);

/** `default = kvm & guest`, an emulated bit, and a bit under `when`. */
export const exceptions: EmitRequest = {
  files: ["cpu.rules"],
  plans: [
    planOf(
      setOf("vcpu", x86, "What a vCPU really has."),
      [kvm, guest],
      [
        assign(0, and(read(kvm, 0), read(guest, 0))),
        assign(1, and(read(guest, 1), or(read(kvm, 1), mask(0x0040_0000, 1))), [
          { bits: [32 + 22], rule: "emulated = guest", because: "executed in software" },
        ]),
        assign(2, and(read(kvm, 2), read(guest, 2))),
        assign(3, and(read(kvm, 3), read(guest, 3), mask(0xfbff_ffff, 3))),
        merge(
          3,
          and(
            mask(0x0400_0000, 3),
            or(
              and({ kind: "flag", flag: tdp }, read(kvm, 3)),
              and({ kind: "not", operand: { kind: "flag", flag: tdp } }, read(guest, 3)),
            ),
          ),
          [
            {
              bits: [3 * 32 + 26],
              rule: "= kvm, when tdp",
              because: "the TDP walker cannot hide 1 GiB pages",
            },
          ],
        ),
        assign(4, mask(0, 4)),
      ],
      [tdp],
    ),
  ],
};

const cr4 = layoutOf("cr4", [{ name: "CR4", bits: { 16: "FSGSBASE", 18: "PKU" } }]);
const vcpu = setOf("vcpu", x86);
const inCr4 = inputOf("out", cr4);

/** Every kind of word expression, once. */
export const everyExpression: EmitRequest = {
  files: ["kvm.rules", "more/cr4.rules"],
  plans: [
    planOf(
      vcpu,
      [kvm, guest],
      [
        // PKU moves down by one bit, XMM comes from CPUID_7_1_EAX.LAM, one up the other way round.
        assign(
          0,
          or(
            and({ kind: "shift", operand: read(kvm, 2), distance: -1 }, mask(0x0200_0000, 0)),
            and({ kind: "shift", operand: read(guest, 2), distance: 5 }, mask(0x0000_0200, 0)),
          ),
        ),
        assign(1, { kind: "xor", operands: [read(kvm, 1), read(guest, 1)] }),
        assign(2, and(read(kvm, 2), { kind: "has", bitmap: guest, entry: 2 })),
        assign(3, {
          kind: "and",
          operands: [
            { kind: "enum", enumeration: vendor, values: [1, 2] },
            { kind: "not", operand: { kind: "xor", operands: [read(kvm, 3), read(guest, 3)] } },
          ],
        }),
        assign(4, {
          kind: "broadcast",
          operand: and(read(kvm, 0), { kind: "own", word: 0 }),
          bit: 25,
        }),
        merge(1, and({ kind: "broadcast", operand: { kind: "own", word: 2 }, bit: 0 }, mask(8, 1))),
      ],
      [],
      [vendor],
    ),
    planOf(
      setOf("my_cr4", cr4),
      [inCr4, vcpu],
      [
        assign(
          0,
          and(
            read(inCr4, 0),
            or(mask(0xfffb_ffff, 0), {
              kind: "shift",
              operand: read(vcpu, 1),
              distance: 15,
            }),
          ),
          [{ bits: [18], rule: "requires vcpu.PKU", because: undefined }],
        ),
      ],
    ),
  ],
};
