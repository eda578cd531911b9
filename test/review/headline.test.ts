/** The first line of a review: what changes for the guest, and when. */

import { expect, test } from "vitest";

import { headlineOf } from "../../src/review/describe/headline.ts";
import { totalsOf } from "../../src/review/describe/totals.ts";
import { diff } from "../../src/review/diff.ts";
import type { ProgramResult } from "../../src/review/programs/program-result.ts";
import { sourceOf } from "../harness/compile-text.ts";

const HEAD = `layout tiny { word W { 0 A  1 B  2 C  3 D  4 E } }
input host: tiny
input guest: tiny
enum vendor: intel amd
`;

/** The result for a program in which `before` becomes `after`. */
async function changed(name: string, before: string, after: string): Promise<ProgramResult> {
  const result = await diff(sourceOf(HEAD + before), sourceOf(HEAD + after));
  expect([result.problems, result.diagnostics]).toEqual([[], { old: [], new: [] }]);
  return {
    name,
    oldName: undefined,
    file: name,
    change: "changed",
    accepted: undefined,
    forGuest: [],
    movedTo: undefined,
    result,
  };
}

async function headline(before: string, after: string): Promise<string | undefined> {
  const programs = [await changed("cpu.rules", before, after)];
  return headlineOf(programs, totalsOf(programs), []);
}

/** Three stages: the guest sees `kvm` and `vcpu` but not `table`. */
function stages(table: string, kvm = ""): string {
  return `caps table: tiny internal { default = host\n${table}\n}
caps kvm: tiny { default = table\n${kvm}\n}
caps vcpu: tiny { default = kvm & guest }
caps reserved: tiny denied { default = !vcpu }
`;
}

test("a cause comes before its consequences, of which the opposite ones stand out", async () => {
  // vcpu.A is lost, so reserved.A turns on, which the guest loses, too.
  expect(await headline(stages(""), stages("", "A = table & vendor == intel"))).toBe(
    "kvm.A is lost when vendor == amd & host.A; 2 bits follow (vcpu.A, reserved.A)",
  );
  const inverted = "caps other: tiny { default = !kvm }\n";
  expect(await headline(stages("") + inverted, stages("", "A = none") + inverted)).toBe(
    "kvm.A is lost when host.A; 3 bits follow (other.A gained, vcpu.A, reserved.A)",
  );
});

test("an internal set is left out: what the guest sees of its change is the cause", async () => {
  expect(await headline(stages(""), stages("A = none"))).toBe(
    "kvm.A is lost when host.A; 2 bits follow (vcpu.A, reserved.A)",
  );
  const unseen =
    "caps table: tiny internal { default = host }\ncaps vcpu: tiny { default = guest }\n";
  expect(await headline(unseen, unseen.replace("= host", "= none"))).toBe(undefined);
});

test("bits that change alike are named together, and many are counted", async () => {
  const vcpu = (rules: string): string => `caps vcpu: tiny { default = host\n${rules} }\n`;
  expect(await headline(vcpu(""), vcpu("A B = none"))).toBe("vcpu.A and vcpu.B are lost when host");
  expect(await headline(vcpu(""), vcpu("A B C D = none"))).toBe(
    "4 bits of vcpu (A, B, C and 1 more) are lost when host",
  );
});

test("gains are told first; what no longer fits is counted", async () => {
  const vcpu = (rules: string): string => `caps vcpu: tiny { default = host\n${rules} }\n`;
  const after = vcpu(
    "A = none\nB = all\nC = guest.A & host.C\nD = guest.B & host.D\nE = guest.C & host.E",
  );
  expect(await headline(vcpu(""), after)).toBe(
    [
      "vcpu.B is gained when !host.B",
      "vcpu.A is lost when host.A",
      "vcpu.C is lost when !guest.A & host.C",
      "and 2 other bits change",
    ].join("; "),
  );
});

test("every case, a long condition, and both directions", async () => {
  const vcpu = (rule: string): string => `caps vcpu: tiny { default = none\n${rule} }\n`;
  expect(await headline(vcpu(""), vcpu("A = all"))).toBe("vcpu.A is gained in every case");
  const long = ["host", "guest"].flatMap((input) =>
    ["A", "B", "C", "D", "E"].map((bit) => `${input}.${bit}`),
  );
  expect(await headline(vcpu(""), vcpu(`A = ${long.join(" & ")}`))).toBe(
    "vcpu.A is gained in some cases",
  );
  expect(await headline(vcpu("A = host"), vcpu("A = guest"))).toBe(
    "vcpu.A is gained in some cases and lost in others",
  );
});

test("a denied set: the bit's direction, and the guest's", async () => {
  const set = (rule: string): string => `caps reserved: tiny denied { default = none\n${rule} }\n`;
  expect(await headline(set(""), set("A = host"))).toBe(
    "reserved.A is gained when host.A (lost for the guest)",
  );
});

test("two programs: the same is told once, and else the program is named", async () => {
  const vcpu = (rules: string): string => `caps vcpu: tiny { default = host\n${rules} }\n`;
  const one = await changed("one.rules", vcpu(""), vcpu("A = none"));
  const two = await changed("two.rules", vcpu(""), vcpu("A = none\nB = none"));
  const told = (programs: readonly ProgramResult[]): string | undefined =>
    headlineOf(programs, totalsOf(programs), ["guest.A"]);
  expect(told([one, { ...one, name: "two.rules" }])).toBe(
    "where guest.A: vcpu.A is lost when host.A",
  );
  expect(told([one, two])).toBe(
    "where guest.A: vcpu.A in one.rules is lost when host.A; vcpu.A and vcpu.B in two.rules are lost when host",
  );
});
