/** What two programs declare otherwise, from declarations of which one is another. */

import { expect, test } from "vitest";

import type { DeclarationChange } from "../../src/review/compare/change.ts";
import { compareDeclarations } from "../../src/review/compare/compare-declarations.ts";
import { modelOf } from "../harness/compile-text.ts";

const PROGRAM = `layout tiny {
  leaf LOW = 0x7.1 ecx { 0 A  5 B }
  word HIGH { 31 C }
}
layout other { word W { 0 D } }
input host: tiny
flag tdp
enum vendor: intel amd
assume tdp
caps vcpu: tiny {
  default = host
  assert A -> host.A
}
caps second: tiny { default = host }
assert vcpu.A -> host.A
`;

/** `kind name change: detail` */
function told({ kind, name, change, detail }: DeclarationChange): string {
  return `${kind} ${name} ${change}${detail === undefined ? "" : `: ${detail}`}`;
}

function changesOf(old: string, fresh: string): readonly string[] {
  return compareDeclarations(modelOf(old), modelOf(fresh)).map(told);
}

interface Example {
  readonly from: string;
  readonly to: string;
  readonly there: readonly string[];
  /** With the two sides exchanged. */
  readonly back: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    from: "layout other { word W { 0 D } }\n",
    to: "",
    there: ["layout other removed"],
    back: ["layout other added"],
  },
  {
    from: "  word HIGH { 31 C }\n",
    to: "",
    there: ["word tiny.HIGH removed"],
    back: ["word tiny.HIGH added"],
  },
  {
    from: "  leaf LOW = 0x7.1 ecx { 0 A  5 B }\n  word HIGH { 31 C }\n",
    to: "  word HIGH { 31 C }\n  leaf LOW = 0x7.1 ecx { 0 A  5 B }\n",
    there: ["word tiny.HIGH changed: word 1 → 0", "word tiny.LOW changed: word 0 → 1"],
    back: ["word tiny.LOW changed: word 1 → 0", "word tiny.HIGH changed: word 0 → 1"],
  },
  {
    from: "0x7.1 ecx",
    to: "0x80000021 edx",
    there: ["word tiny.LOW changed: at 0x7.1 ecx → 0x80000021 edx"],
    back: ["word tiny.LOW changed: at 0x80000021 edx → 0x7.1 ecx"],
  },
  {
    from: "leaf LOW = 0x7.1 ecx",
    to: "word LOW",
    there: ["word tiny.LOW changed: at 0x7.1 ecx → no CPUID address"],
    back: ["word tiny.LOW changed: at no CPUID address → 0x7.1 ecx"],
  },
  {
    from: "5 B",
    to: "6 B",
    there: ["bit LOW.B changed: bit 5 → 6"],
    back: ["bit LOW.B changed: bit 6 → 5"],
  },
  { from: "  5 B", to: "", there: ["bit LOW.B removed"], back: ["bit LOW.B added"] },
  {
    from: "31 C",
    to: "30 C",
    there: ["bit HIGH.C changed: bit 31 → 30"],
    back: ["bit HIGH.C changed: bit 30 → 31"],
  },
  {
    from: "flag tdp",
    to: "input tdp_: other\nflag tdp",
    there: ["input tdp_ added"],
    back: ["input tdp_ removed"],
  },
  {
    from: "flag tdp",
    to: "flag tdp\nflag npt",
    there: ["flag npt added"],
    back: ["flag npt removed"],
  },
  {
    from: "enum vendor: intel amd",
    to: "enum vendor: amd intel",
    there: ["enum vendor changed: values intel amd → amd intel"],
    back: ["enum vendor changed: values amd intel → intel amd"],
  },
  {
    from: "enum vendor: intel amd\n",
    to: "",
    there: ["enum vendor removed"],
    back: ["enum vendor added"],
  },
  {
    from: "caps second: tiny { default = host }",
    to: "caps second: other { default = none }",
    there: ["capability set second changed: of layout tiny → other"],
    back: ["capability set second changed: of layout other → tiny"],
  },
  {
    from: "assume tdp\n",
    to: 'assume tdp  # as always\n  because "so"\n',
    there: ['assumption assume tdp because "so" added', "assumption assume tdp removed"],
    back: ["assumption assume tdp added", 'assumption assume tdp because "so" removed'],
  },
  {
    from: "  assert A -> host.A\n",
    to: "",
    there: ["assertion A -> host.A (in vcpu) removed"],
    back: ["assertion A -> host.A (in vcpu) added"],
  },
  {
    from: "assert vcpu.A -> host.A\n",
    to: "assert   vcpu.A # is\n  ->\thost.A\n",
    there: [],
    back: [],
  },
];

test.each(EXAMPLES)("$from → $to", ({ from, to, there, back }) => {
  const fresh = PROGRAM.replace(from, to);
  expect(fresh).not.toBe(PROGRAM);
  expect([changesOf(PROGRAM, fresh), changesOf(fresh, PROGRAM)]).toEqual([there, back]);
});

test("an input of another layout", () => {
  const program = (layout: string): string =>
    `layout one { word W { 0 A } }\nlayout two { word W { 0 A } }\ninput host: ${layout}\n`;
  expect(changesOf(program("one"), program("two"))).toEqual([
    "input host changed: of layout one → two",
  ]);
});

test.each([
  ["", { role: "exposed", detail: undefined }, { role: "exposed", detail: undefined }],
  [
    " denied",
    { role: "denied", detail: "denied, so lost for the guest" },
    { role: "denied", detail: "denied, so gained for the guest" },
  ],
  [" internal", { role: "internal", detail: "internal" }, { role: "internal", detail: "internal" }],
])("a%s set on one side has its role, and its place if it is new", (role, added, removed) => {
  const fresh = `${PROGRAM}caps third: tiny${role} { default = none }\n`;
  const set = { kind: "capability set", name: "third" };
  expect(compareDeclarations(modelOf(PROGRAM), modelOf(fresh))).toEqual([
    { ...set, ...added, change: "added", file: "example.rules", line: 16 },
  ]);
  expect(compareDeclarations(modelOf(fresh), modelOf(PROGRAM))).toEqual([
    { ...set, ...removed, change: "removed" },
  ]);
});
