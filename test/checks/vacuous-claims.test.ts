/** Claims that hold, or fail, whatever the rules say. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { definitely } from "../../src/base/unreachable.ts";
import { FALSE } from "../../src/bdd/bdd.ts";
import { freeClaim } from "../../src/checks/vacuity.ts";
import { explainCondition } from "../../src/explain/explain-condition.ts";
import { alikeBits } from "../../src/model/alike-bits.ts";
import { bitCount } from "../../src/model/layout.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { prove } from "../../src/prove/prove.ts";
import { checkText, codesOf, sourceOf, textAt } from "../harness/compile-text.ts";
import { makeAssertion } from "../harness/random-assertion.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { tapes } from "../harness/random-tape.ts";
import { atomsOf, tableOf } from "./free-table.ts";

const RULES = `
flag tdp
enum vendor: intel amd hygon
class lent = guest & host
set listed: AVX
hidden: listed
emulated: MOVBE
forced: HYPERVISOR
when tdp { lent: GBPAGES }
XSAVES = host & tdp
`;

async function said(claim: string, more = ""): Promise<readonly (string | undefined)[][]> {
  const { diagnostics } = await checkText({ "cpu.rules": `${RULES}${more}assert ${claim}\n` });
  return diagnostics.map((each) => [each.code, textAt(each), each.help]);
}

function governs(className: string): string {
  return `\`${className}\` stands for its expression; write \`cpu is ${className}\` for the bits that it governs`;
}
const ANY_BITS =
  "it is true whatever the capability bits are: state a relation that the rules must establish";
const INPUTS_ALONE = "name bits of a capability set: inputs and assumptions alone decide it";

test.each([
  ["!hidden", governs("hidden")],
  ["hidden -> cpu", governs("hidden")],
  ["forced", governs("forced")],
  ["cpu -> forced", governs("forced")],
  ["emulated -> guest", governs("emulated")],
  ["lent -> host", governs("lent")],
  ["passthrough -> host", INPUTS_ALONE],
  ["cpu -> cpu", ANY_BITS],
  ["AVX -> AVX | XSAVES", ANY_BITS],
  ["cpu.AVX ^ !cpu.AVX", ANY_BITS],
  ["cpu is hidden -> cpu is hidden", ANY_BITS],
  ["listed & AVX -> AVX", ANY_BITS],
  ["tdp | !tdp", INPUTS_ALONE],
  ["vendor in (intel amd) ^ vendor == hygon", INPUTS_ALONE],
  ["guest has CPUID_1_ECX -> guest has CPUID_1_EDX", INPUTS_ALONE],
  ["host.AVX -> host has CPUID_1_ECX", INPUTS_ALONE],
  ["all", INPUTS_ALONE],
  ["!none", INPUTS_ALONE],
])("`%s` promises nothing", async (claim, help) => {
  expect(await said(claim)).toEqual([["CR0608", claim, help]]);
});

test.each([
  "cpu is hidden -> !cpu",
  "AVX is hidden",
  "!(XSAVES is hidden)",
  "cpu is emulated -> !(cpu ^ guest)",
  "cpu is forced -> cpu",
  "GBPAGES is lent -> tdp",
  "!AVX",
  "cpu -> host | guest | cpu is forced",
  "XSAVES -> host.XSAVES",
  "!(cpu is passthrough)",
  "AVX is hidden -> MOVBE is emulated",
  "AVX is hidden ^ MOVBE is hidden",
])("`%s` is a promise", async (claim) => {
  expect(await said(claim)).toEqual([]);
});

test("a claim that the assumptions alone imply promises nothing", async () => {
  expect(await said("host.AVX -> guest.AVX", "assume host.AVX -> guest.AVX\n")).toEqual([
    ["CR0608", "host.AVX -> guest.AVX", INPUTS_ALONE],
  ]);
  expect(await said("AVX -> guest.AVX", "assume guest.AVX\n")).toEqual([
    ["CR0608", "AVX -> guest.AVX", ANY_BITS],
  ]);
});

test("assertions of files that the user did not name are skipped", async () => {
  const files = {
    "base.rules":
      'use "caprules:prelude.rules"\ncaps vcpu: x86 {\n default = host\n}\nassert !hidden\n',
    "product.rules": 'use "base.rules"\ncaps vcpu {\n AVX = guest\n}\n',
  };
  expect(await codesOf(files)).toEqual([]);
  expect(await codesOf(files, ["base.rules"])).toEqual(["CR0608"]);
});

test("a refuted assertion that no rules could mend says so", async () => {
  const note = "no rules could make it hold in every case";
  const notes = async (claim: string): Promise<readonly string[]> => {
    const { diagnostics } = await checkText({ "cpu.rules": `${RULES}assert ${claim}\n` });
    return diagnostics.flatMap((each) => (each.code === "CR0402" ? each.notes : []));
  };
  expect(await notes("host")).toContain(note);
  expect(await notes("cpu & host.AVX")).toContain(note);
  expect(await notes("cpu is hidden & none")).toContain(note);
  expect(await notes("cpu -> host & tdp")).not.toContain(note);
  expect(await notes("cpu is emulated -> host")).not.toContain(note);
});

test("a claim over several lines is shown on one", async () => {
  const { diagnostics } = await checkText({ "cpu.rules": `${RULES}assert tdp\n  | !tdp\n` });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining("`tdp | !tdp`"),
  ]);
});

test("the set in the advice is one that the claim names and that applies the class", async () => {
  const { diagnostics } = await checkText(`layout tiny { word ONLY { 0 A } }
layout other { word ONLY { 0 A } }
input host: tiny
class k = host & none
class l = host & none
caps one: tiny {
  default = host
  assert !k
}
caps elsewhere: other {
  default = none
  k: A
}
caps two: tiny {
  default = host
  k: A
  assert !(l | k)
}
assert !(host & l & k)
`);
  const told = diagnostics.filter(({ code }) => code === "CR0608");
  const ask = "`k` stands for its expression; write `two is k` for the bits that it governs";
  expect(told.map((each) => [textAt(each), each.help])).toEqual([
    ["!k", INPUTS_ALONE],
    ["!(l | k)", ask],
    ["!(host & l & k)", ask],
  ]);
});

test("`prove` and `explain` report it, too", async () => {
  const source = sourceOf({ "cpu.rules": RULES });
  const told = async (claim: string): Promise<unknown> => {
    const [proof] = (await prove(source, [claim])).proofs;
    return [proof?.verdict, proof?.whateverTheRules];
  };
  expect(await told("!hidden")).toEqual(["proved", true]);
  expect(await told("cpu is hidden -> !cpu")).toEqual(["proved", false]);
  expect(await told("host")).toEqual(["refuted", true]);
  expect(await told("cpu -> host")).toEqual(["refuted", false]);

  const asked = async (condition: string): Promise<unknown> => {
    const { possibility } = await explainCondition(source, condition);
    return [possibility?.holds, possibility?.whateverTheRules];
  };
  expect(await asked("hidden")).toEqual(["never", true]);
  expect(await asked("cpu & cpu is hidden")).toEqual(["never", false]);
  expect(await asked("forced")).toEqual(["always", true]);
  expect(await asked("host")).toEqual(["sometimes", false]);
});

test("random claims agree with a truth table over all capability bits", () => {
  const counts = { vacuous: 0, hopeless: 0, telling: 0 };
  fc.assert(
    fc.property(tapes(800), (tape) => {
      const { text } = makeAssertion(tape, makeProgram(tape));
      const { model, meaning } = openProgram({
        entry: ["p.rules"],
        readFile: readFromMemory({ "p.rules": text }),
      });
      const assertion = definitely(model.assertions[0], "a program with an assertion");
      if (meaning === undefined || meaning.assumption === FALSE) return;
      const { layout } = assertion;
      const bits =
        layout === undefined
          ? [undefined]
          : Array.from({ length: bitCount(layout) }, (_, bit) => ({ layout, bit }));
      if (bits.some((bit) => atomsOf(model, assertion.claim, bit).length > 9)) return;
      const tables = bits.map((bit) => tableOf(model, assertion.claim, bit));
      const free = freeClaim(meaning, assertion, alikeBits(model));

      const isVacuous = tables.every((rows) => rows.every((row) => !row.includes(false)));
      const isHopeless = tables.some((rows) => rows.some((row) => !row.includes(true)));
      expect([free.alwaysHolds(), free.cannotHold()], text).toEqual([isVacuous, isHopeless]);
      if (isVacuous) counts.vacuous++;
      else if (isHopeless) counts.hopeless++;
      else counts.telling++;
    }),
    { seed: 1, numRuns: 200 },
  );
  expect(Math.min(counts.vacuous, counts.hopeless, counts.telling)).toBeGreaterThan(8);
});
