/** Claims about a program that stand in none of its files. */

import { expect, test } from "vitest";

import { explainCondition } from "../../src/explain/explain-condition.ts";
import { prove, type ProveOptions, type ProveResult } from "../../src/prove/prove.ts";
import type { Proof } from "../../src/prove/prove-claim.ts";
import { sourceOf, textAt, type RuleText } from "../harness/compile-text.ts";
import { UNDECIDABLE, wideSet } from "../harness/undecidable.ts";

const TINY = `
layout tiny {
  leaf FIRST = 0x1 ecx { 0 A  1 B  2 C }
  leaf OTHER = 0x7.0 ebx { 0 D }
}
input host: tiny
input guest: tiny
flag f
enum vendor: intel amd hygon
`;

const ONE_SET = `${TINY}caps vcpu: tiny {
  default = host & guest
  A = guest
  B requires A
}
`;

const TWO_SETS = `${ONE_SET}caps other extends vcpu { C = none }\n`;

async function ask(rules: RuleText, claim: string, options?: ProveOptions): Promise<ProveResult> {
  return prove(sourceOf(rules), [claim], options);
}

async function proofOf(rules: RuleText, claim: string, options?: ProveOptions): Promise<Proof> {
  const { proofs, diagnostics, problems } = await ask(rules, claim, options);
  const [proof] = proofs;
  return proof ?? expect.fail([...problems, ...diagnostics.map((each) => each.message)].join("; "));
}

test.each([
  ["vcpu -> guest", 64],
  ["vcpu.B -> vcpu.A", undefined],
  ["B -> A", undefined],
  ["vcpu.B -> guest.A & host.B", undefined],
  ["vendor == intel -> vendor != amd", undefined],
  ["guest.A -> guest has FIRST", undefined],
  ["all", undefined],
  ["vcpu.B\n-> vcpu.A # of two lines", undefined],
])("`%s` is proved", async (claim, bits) => {
  const proof = await proofOf(ONE_SET, claim);
  expect(proof).toMatchObject({ verdict: "proved", bits, counterexample: undefined });
});

test("a counterexample names the bit and the case in which the claim fails", async () => {
  const { verdict, bits, counterexample } = await proofOf(ONE_SET, "vcpu -> host");
  expect([verdict, bits]).toEqual(["refuted", 64]);
  expect(counterexample).toMatchObject({
    bit: "A",
    case: { bits: { guest: ["A"] }, present: {}, flags: [], values: {} },
    values: [
      { name: "vcpu.A", isOn: true },
      { name: "host.A", isOn: false },
    ],
    failingBits: ["A"],
    notes: [
      "it fails for `A` in this case: guest: A; everything else off",
      "then vcpu.A is on, host.A is off",
    ],
  });
});

test("a case has flags, values of enums and entries as well", async () => {
  const claim = "!(f & vendor == hygon & guest has OTHER)";
  const { counterexample } = await proofOf(ONE_SET, claim);
  expect(counterexample).toMatchObject({
    bit: undefined,
    case: { bits: {}, present: { guest: ["OTHER"] }, flags: ["f"], values: { vendor: "hygon" } },
    failingBits: [],
  });
});

test("an assumption narrows to cases in which it holds", async () => {
  expect((await proofOf(ONE_SET, "vcpu -> host")).verdict).toBe("refuted");
  const assume = ["guest.A -> host.A"];
  expect((await proofOf(ONE_SET, "vcpu -> host", { assume })).verdict).toBe("proved");
});

test("assumptions that exclude each other prove nothing", async () => {
  const { proofs, diagnostics } = await ask(ONE_SET, "none", { assume: ["f", "!f"] });
  expect(proofs).toEqual([]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0404"]);
});

test("an assumption is about inputs, not about capability sets", async () => {
  const { diagnostics } = await ask(ONE_SET, "none", { assume: ["vcpu.A"] });
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0206"]);
});

test("with several sets a bare bit needs the name of its set", async () => {
  const { diagnostics } = await ask(TWO_SETS, "B -> A");
  expect(diagnostics[0]?.code).toBe("CR0211");
  expect((await proofOf(TWO_SETS, "other.B -> other.A")).verdict).toBe("proved");
  expect((await proofOf(TWO_SETS, "other -> vcpu")).verdict).toBe("proved");
});

test("the file that is a set is asked by its name, or with bare bits", async () => {
  const rules = { "my-cpu.rules": "AVX requires XSAVE\n" };
  expect((await proofOf(rules, "AVX -> XSAVE")).verdict).toBe("proved");
  expect((await proofOf(rules, "my_cpu.AVX -> my_cpu.XSAVE")).verdict).toBe("proved");
  expect((await proofOf(rules, "my_cpu -> host & guest")).bits).toBeGreaterThan(500);
});

test("files that are named together are one program", async () => {
  const files = { "first.rules": ONE_SET, "second.rules": "caps vcpu { C = none }\n" };
  const source = sourceOf(files, ["first.rules", "second.rules"]);
  const { proofs } = await prove(source, ["!vcpu.C", "vcpu.C"]);
  expect(proofs.map(({ verdict }) => verdict)).toEqual(["proved", "refuted"]);
});

test("a failing assertion of the rules does not prevent other proofs", async () => {
  const rules = `${ONE_SET}assert host.A\n`;
  expect((await proofOf(rules, "vcpu -> guest")).verdict).toBe("proved");
});

test.each([
  ["vcpu.AX", "CR0201", "AX"],
  ["B -> AX", "CR0201", "AX"],
  ["vcpu.A &", "CR0101", ""],
  ["(vcpu.A", "CR0102", "("],
  ["vcpu.A)", "CR0103", ")"],
  ["vcpu.A } caps x: tiny { default = all", "CR0103", "}"],
  ["vcpu.A vcpu.B", "CR0101", "vcpu"],
  ["vcpu.A\nflag g", "CR0101", "flag"],
  ["vcpu.A && vcpu.B", "CR0107", "&&"],
  ["vendor", "CR0212", "vendor"],
  ["vendor == adm", "CR0213", "adm"],
  ["vcpu.A \0", "CR0108", "\0"],
])("`%s` is a mistake, shown at its place: %s", async (claim, code, text) => {
  const { diagnostics, proofs } = await ask(ONE_SET, claim);
  expect(proofs).toEqual([]);
  expect(diagnostics[0]?.span?.source.name).toBe("<expression>");
  expect([diagnostics[0]?.code, textAt(diagnostics[0] ?? {})]).toEqual([code, text]);
});

test.each([
  ["", "the expression is empty"],
  [" \n ", "the expression is empty"],
  ["# nothing", "the expression is empty"],
  ["vcpu.A; vcpu.B", "only one expression can be given, without `;`"],
  ["vcpu.A; flag g", "only one expression can be given, without `;`"],
  ['vcpu.A because "so"', "`because` is only for rule files: leave it out"],
])("`%s` is no expression: %s", async (claim, problem) => {
  expect(await ask(ONE_SET, claim)).toEqual({ diagnostics: [], problems: [problem], proofs: [] });
});

test("rules with a mistake are reported, and nothing is proved", async () => {
  const { diagnostics, proofs } = await ask(`${ONE_SET}flag f\n`, "all");
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0202"]);
  expect(proofs).toEqual([]);
});

test("a claim that the first order of variables does not decide is asked in the next one", async () => {
  const numbers = Array.from({ length: 32 }, (_, number) => number);
  const word = (name: string): string =>
    `word ${name} { ${numbers.map((number) => `${number} ${name}${number}`).join(" ")} }`;
  const rules = `layout wide { ${word("A")} ${word("B")} }\ninput host: wide\ncaps all_of_it: wide { default = host }\n`;
  const pairs = numbers.map((number) => `host.A${number} & host.B${number}`).join(" | ");
  const { proofs } = await prove(sourceOf(rules), ["all_of_it -> host", pairs]);
  expect(proofs.map(({ verdict }) => verdict)).toEqual(["proved", "refuted"]);
  expect(proofs[1]?.counterexample?.case.bits).toEqual({});
  const { possibility } = await explainCondition(sourceOf(rules), pairs);
  expect(possibility?.holds).toBe("sometimes");
});

test("a claim that outgrows the diagrams is undecided, and the others are not", async () => {
  const rules = sourceOf(wideSet("B0 = host.B1"));
  const { proofs } = await prove(rules, ["c.B0 -> host.B1", UNDECIDABLE, "c.B0 -> host.B2"]);
  expect(proofs.map(({ verdict }) => verdict)).toEqual(["proved", "undecided", "refuted"]);
  expect(proofs[1]?.limit).toContain("variables");
});
