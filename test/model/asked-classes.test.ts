/** `SET is CLASS`: whether a class governs a bit. */

import { expect, test } from "vitest";

import { checkText, codesOf, onlyDiagnostic, sourceOf, textAt } from "../harness/compile-text.ts";
import { prove } from "../../src/prove/prove.ts";

const TINY = `
layout tiny { word ONLY { 0 A  1 B  2 C  3 D } }
layout other { word OTHER { 7 A  8 Z } }
input host: tiny
flag f
flag g
assume !(f & g)
class hidden = none
class lent = host
class full = all
`;

const RULES = `${TINY}
caps vcpu: tiny {
  default = host
  class own = f
  hidden: A
  when f { lent: A B }
  when g { full: A }
  own: D
  C = lent & f
}
caps product extends vcpu {
  override full: D
}
caps patched: tiny {
  default = host
  hidden: A B
}
caps patched { override A = host & f }
caps small: other { default = none; hidden: Z }
`;

/** Expected values are derived by hand from the rules. */
test.each([
  ["vcpu.A is hidden", "!f & !g"],
  ["vcpu.A is lent", "f"],
  ["vcpu.A is full", "g"],
  ["vcpu.B is lent", "f"],
  ["vcpu.B is hidden", "none"],
  // An expression that names a class does not apply it.
  ["vcpu.C is lent", "none"],
  ["vcpu.D is own", "all"],
  // Statements of a base count for the set that extends it, unless they are overridden there.
  ["product.A is hidden", "!f & !g"],
  ["product.B is lent", "f"],
  ["product.D is own", "none"],
  ["product.D is full", "all"],
  ["vcpu.D is full", "none"],
  ["patched.A is hidden", "none"],
  ["patched.B is hidden", "all"],
  ["vcpu.ONLY[9] is hidden", "none"],
  ["small.Z is hidden", "all"],
])("`%s` is `%s`", async (question, value) => {
  const { proofs, diagnostics } = await prove(sourceOf(RULES), [`!(${question} ^ (${value}))`]);
  expect(diagnostics).toEqual([]);
  expect(proofs.map(({ verdict }) => verdict)).toEqual(["proved"]);
});

test("a bare bitmap asks about each bit; in another layout, about the counterpart", async () => {
  const claims = [
    "vcpu is hidden -> !vcpu",
    "patched is hidden & vcpu is lent -> f",
    // By name: Z has no counterpart, and A is not hidden there.
    "!(vcpu & small is hidden)",
  ];
  const { proofs } = await prove(sourceOf(RULES), claims);
  expect(proofs.map(({ verdict, bits }) => [verdict, bits])).toEqual(
    claims.map(() => ["proved", 32]),
  );
  const [refuted] = (await prove(sourceOf(RULES), ["vcpu is lent -> vcpu"])).proofs;
  expect([refuted?.verdict, refuted?.counterexample?.failingBits]).toEqual(["refuted", ["A", "B"]]);
});

test("where several rules govern a bit, each of their classes does", async () => {
  const rules = RULES.replace("assume !(f & g)\n", "");
  const { diagnostics } = await checkText(
    `${rules}assert vcpu.A is lent & vcpu.A is full -> f & g\n`,
  );
  expect(diagnostics.filter(({ code }) => code === "CR0402")).toEqual([]);
});

test("in a set, its own bits need no set's name, and its own classes can be asked for", async () => {
  const inside = `caps vcpu {\n  assert D is own\n  assert vcpu is own -> !(vcpu ^ f)\n}\n`;
  expect(await codesOf(RULES + inside)).toEqual([]);
  // Outside, the class is looked up where the set's rules look it up.
  expect(await codesOf(`${RULES}assert vcpu.D is own\n`)).toEqual([]);
  expect(await codesOf(`${RULES}assert patched.A is own | patched.A\n`)).toEqual(["CR0201"]);
});

test("a class that is only asked for is used", async () => {
  const rules = `${RULES}class spare = none\n`;
  expect(await codesOf(rules)).toEqual(["CR0601"]);
  expect(await codesOf(`${rules}assert !(vcpu is spare)\n`)).toEqual([]);
});

test.each([
  ["host is hidden", "CR0206", "host"],
  ["host.A is hidden", "CR0206", "host.A"],
  ["f is hidden", "CR0206", "f"],
  ["hidden is lent", "CR0206", "hidden"],
  ["vcpu is f", "CR0206", "f"],
  ["vcpu is hiden", "CR0201", "hiden"],
  ["vpcu is hidden", "CR0201", "vpcu"],
  ["vcpu.E is hidden", "CR0201", "E"],
  ["vcpu is", "CR0101", ""],
])("`assert %s` is %s", async (claim, code, place) => {
  const diagnostic = await onlyDiagnostic(`${RULES}assert ${claim}\n`);
  expect([diagnostic.code, textAt(diagnostic)]).toEqual([code, place]);
});

test.each([
  "assume vcpu is hidden",
  "caps late: tiny { default = vcpu is hidden }",
  "caps late { default = vcpu.A is hidden & host }",
  "caps vcpu { when vcpu.A is hidden { C = none } }",
  "caps vcpu { B requires vcpu is hidden }",
  "class sly = vcpu is hidden\nassert sly | vcpu",
])("only claims ask: %s", async (rules) => {
  const text = RULES + rules.replace("late {", "late: tiny {");
  const diagnostic = await onlyDiagnostic(`${text}\n`);
  expect(diagnostic.code).toBe("CR0419");
});

test("an enum that is asked as if it were a set is compared with `==`", async () => {
  const rules = `${RULES}enum vendor: amd intel\ncaps vcpu {\n  when vendor is amd { C = none }\n}\n`;
  const diagnostic = await onlyDiagnostic(rules);
  expect([diagnostic.code, diagnostic.help]).toEqual(["CR0212", "compare it: `vendor == amd`"]);
});

test("`is` is a name like any other", async () => {
  const rules = `layout small { word W { 0 is  1 isnt  2 x } }
input host: small
caps vcpu: small {
  class hidden = none
  default = host
  is isnt = host.x
  hidden: x
  assert is -> host.x
  assert is is hidden -> isnt
  assert vcpu.is is hidden | x is hidden
}
`;
  const { diagnostics } = await checkText(rules);
  expect(diagnostics).toEqual([]);
});
