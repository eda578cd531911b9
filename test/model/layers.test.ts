/** Layers: a set that extends another, a set that is re-opened, and what `override` replaces. */

import { expect, test } from "vitest";

import { isError } from "../../src/diagnostics/diagnostic.ts";
import { spanText } from "../../src/base/span.ts";
import { definitely } from "../../src/base/unreachable.ts";
import { compile } from "../../src/compile.ts";
import { governWithout } from "../../src/model/govern-bit.ts";
import { rulesOf } from "../../src/model/model.ts";
import { ruleText } from "../../src/model/rule-text.ts";
import {
  bitsOn,
  checkText,
  codesOf,
  explainText,
  modelOf,
  onlyDiagnostic,
  sourceOf,
  testText,
  textAt,
  truthTable,
} from "../harness/compile-text.ts";

const tiny = `
layout tiny { word FIRST { 0 A  1 B  2 C }  word SECOND { 0 D } }
input host: tiny
input guest: tiny
flag f
`;

test("inherited rules name the new set's own values", () => {
  const rules = `${tiny}
caps base: tiny { default = host; B requires A }
caps derived extends base { A = guest }
`;
  expect(truthTable(rules, "derived.B", ["host.A", "guest.A", "host.B"])).toBe("00010001");
  expect(truthTable(rules, "base.B", ["host.A", "guest.A", "host.B"])).toBe("00000101");
});

test("the base's bare name is the inherited value", () => {
  const rules = `${tiny}
caps base: tiny { default = host }
caps derived extends base { override default = none; A = base & guest }
`;
  expect(truthTable(rules, "derived.A", ["host.A", "guest.A"])).toBe("0001");
  expect(truthTable(rules, "derived.B", ["host.B"])).toBe("00");
});

test("an inherited rule that names its set in full keeps that set's value", () => {
  const rules = `${tiny}
caps base: tiny { default = host; B = base.A & host }
caps derived extends base { A = guest }
`;
  expect(truthTable(rules, "derived.B", ["host.A", "guest.A", "host.B"])).toBe("00000101");
});

test("an inherited class binds to the new set's values, and its name is known there", () => {
  const rules = `${tiny}
caps base: tiny { default = host; class like_a = A; like_a: B }
caps derived extends base { override A = guest; like_a: C }
caps base { A = host | guest }
`;
  expect(truthTable(rules, "derived.B", ["guest.A"])).toBe("01");
  expect(truthTable(rules, "derived.C", ["guest.A"])).toBe("01");
});

test("a base may stand in any file and any order, and have a base itself", async () => {
  const files = {
    "base.rules": `${tiny}caps middle extends bottom { B = none }\ncaps bottom: tiny { default = host }\n`,
    "vcpu.rules": 'use "base.rules"\ncaps top extends middle { C = none }\n',
  };
  expect(await bitsOn(files, "top", { bits: { host: "A B C D" } })).toEqual(["A", "D"]);
});

test("a base that does not exist, and bases in a circle, are reported once", async () => {
  const missing = await onlyDiagnostic(
    `${tiny}caps base: tiny { default = host }\ncaps top extends bsae { }\n`,
  );
  expect([missing.code, missing.help]).toEqual(["CR0201", "did you mean `base`?"]);
  const circle = await onlyDiagnostic(
    `${tiny}caps one extends two { }\ncaps two extends one { }\n`,
  );
  expect([circle.code, circle.message]).toEqual([
    "CR0307",
    "a capability set that is defined by itself: one → two → one",
  ]);
});

test("an extension's own rule for a bit that has one needs `override`", async () => {
  const rules = `${tiny}
caps base: tiny { default = host; A = none }
caps derived extends base { A = guest }
`;
  const diagnostic = await onlyDiagnostic(rules);
  expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0301", "A = guest"]);
});

test("assertions are not inherited", async () => {
  const rules = `${tiny}
caps base: tiny { default = host; B requires A; assert B -> A }
caps derived extends base { override B requires C }
`;
  expect(await codesOf(rules)).toEqual([]);
});

test("a set that is re-opened has the rules of all its blocks", async () => {
  const files = {
    "base.rules": `${tiny}caps vcpu { B = none }\ncaps vcpu: tiny { default = host }\n`,
    "product.rules": 'use "base.rules"\ncaps vcpu { C = none }\n',
  };
  expect(await bitsOn(files, "vcpu", { bits: { host: "A B C D" } })).toEqual(["A", "D"]);
});

test("a file that is a set can be re-opened", async () => {
  const files = {
    "base.rules": "MOVBE = guest\n",
    "product.rules": 'use "base.rules"\ncaps base { override MOVBE = none; RDPID = guest }\n',
  };
  expect(await bitsOn(files, "base", { bits: { guest: "MOVBE RDPID" } })).toEqual(["RDPID"]);
});

test("a file that is a set can be extended", async () => {
  const files = {
    "base.rules": "AVX2 requires AVX\n",
    "product.rules": 'use "base.rules"\ncaps product extends base { AVX = guest }\n',
  };
  const bits = { host: "AVX2", guest: "AVX AVX2" };
  expect(await bitsOn(files, "product", { bits })).toEqual(["AVX", "AVX2"]);
});

test("a re-opened set has its layout already", async () => {
  const twice = `${tiny}caps vcpu: tiny { default = host }\ncaps vcpu: tiny { A = none }\n`;
  expect((await onlyDiagnostic(twice)).code).toBe("CR0312");
  const files = {
    "base.rules": "MOVBE = guest\n",
    "product.rules": 'use "base.rules"\ncaps base: x86 { RDPID = guest }\n',
  };
  expect((await onlyDiagnostic(files)).code).toBe("CR0312");
});

test("a set that is only re-opened does not exist", async () => {
  const rules = `${tiny}caps vcpu: tiny { default = host }\ncaps vpcu { A = none }\n`;
  const diagnostic = await onlyDiagnostic(rules);
  expect([diagnostic.code, diagnostic.help]).toEqual(["CR0201", "did you mean `vcpu`?"]);
});

/** A set with one of everything, and what overrides it in an extension and in a second block. */
const base = `${tiny}
caps base: tiny {
  default = host
  default SECOND = none
  unnamed = none
  class c = guest
  A = host
  A also guest
  A requires host.B
  when f { A = none }
}
`;
const layers = ["caps derived extends base", "caps base"] as const;

async function overridden(layer: string, statement: string): Promise<readonly string[]> {
  const set = layer === "caps base" ? "base" : "derived";
  return bitsOn(`${base}${layer} {\n  ${statement}\n}\n`, set, {
    bits: { host: "A B D FIRST[9]" },
    flags: ["f"],
  });
}

test.each(layers)("without an override, in `%s`, the base's rules hold", async (layer) => {
  expect(await overridden(layer, "C = host")).toEqual(["B"]);
});

test.each(layers)(
  "`override A = …` in `%s` replaces all rules, not what is required",
  async (layer) => {
    expect(await overridden(layer, "override A = host")).toEqual(["A", "B"]);
    expect(await overridden(layer, "override A = host.C")).toEqual(["B"]);
    expect(await overridden(layer, "override c: A")).toEqual(["B"]);
  },
);

test.each(layers)("`override A = …` in `%s` replaces each `also`", async (layer) => {
  const set = layer === "caps base" ? "base" : "derived";
  const rules = `${base}${layer} { override A = none }\n`;
  expect(await bitsOn(rules, set, { bits: { host: "B", guest: "A" } })).toEqual(["B"]);
});

test.each(layers)("`override A also …` in `%s` replaces only that", async (layer) => {
  expect(await overridden(layer, "override A also host.D")).toEqual(["A", "B"]);
});

test.each(layers)("`override A requires …` in `%s` replaces only that", async (layer) => {
  const set = layer === "caps base" ? "base" : "derived";
  const rules = `${base}${layer} { override A requires host.C }\n`;
  expect(await bitsOn(rules, set, { bits: { host: "A B" } })).toEqual(["B"]);
  expect(await bitsOn(rules, set, { bits: { host: "A C" } })).toEqual(["A", "C"]);
});

test.each(layers)(
  "`override default` in `%s` replaces the leaves' defaults, too",
  async (layer) => {
    expect(await overridden(layer, "override default = host")).toEqual(["B", "D"]);
    expect(await overridden(layer, "override default SECOND = host")).toEqual(["B", "D"]);
    expect(await overridden(layer, "override unnamed = host")).toEqual(["B", "FIRST[9]"]);
  },
);

test("an override under a `when` replaces what it overrides where its condition holds, and only there", () => {
  const rules = `${base}caps derived extends base {\n  when f { override A = guest }\n}\n`;
  // Without f, A is still (host.A | guest.A) & host.B.
  expect(truthTable(rules, "derived.A", ["f", "host.A", "guest.A", "host.B"])).toBe(
    "0001010100010001",
  );
});

test("a conditional override replaces `also`s and `requires` in its cases", () => {
  const rules = `${tiny}
caps base: tiny { default = none; A also host; B = host; B requires guest }
caps derived extends base {
  when f { override A also guest; override B requires host.A }
}
`;
  // A: without f host, with f guest. B: host and guest without f, host.B and host.A with it.
  expect(truthTable(rules, "derived.A", ["f", "host.A", "guest.A"])).toBe("00110101");
  expect(truthTable(rules, "derived.B", ["f", "host.B", "guest.B", "host.A"])).toBe(
    "0000001100000101",
  );
});

test("an override goes before the overrides of the layers below it, where its condition holds", () => {
  const rules = `${tiny}
flag g
caps one: tiny { default = none; when host.D { A = host.B } }
caps two extends one { when f { override A = host.C } }
caps three extends two { when g { override A = none } }
`;
  // g: none; else f: host.C; else host.D: host.B; else none.
  expect(truthTable(rules, "three.A", ["g", "f", "host.B", "host.C", "host.D"])).toBe(
    "00000101001100110000000000000000",
  );
});

test("an override beside one under a `when` of its block governs where that does not", () => {
  const rules = `${tiny}
caps base: tiny { default = none; A = guest; when host.B { A = all } }
caps derived extends base { override A = host; when f { A = none } }
`;
  expect(truthTable(rules, "derived.A", ["f", "host.A", "guest.A", "host.B"])).toBe(
    "0000111100000000",
  );
});

test("an override whose `when`s are around a rule replaces it everywhere", async () => {
  const rules = `${tiny}
caps base: tiny { default = none; when f { A = host } }
caps base { when f { override A = guest } }
`;
  expect(await codesOf(rules)).toEqual([]);
  expect(truthTable(rules, "base.A", ["f", "host.A", "guest.A"])).toBe("00000101");
  expect((await explainText(rules, "base.A", { flags: ["f"] })).rule.text).toBe("= guest, when f");
});

test("a rule that an override replaces in some cases is shown with the exception", async () => {
  const rules = `${tiny}
flag secure
caps base: tiny { default = none; when f { A = host }; B also guest }
caps derived extends base {
  when secure { override A = none }
  when secure { when guest.C | f { override B = none } }
}
`;
  const text = async (bit: string, flags: readonly string[]): Promise<string> => {
    const given = { bits: { host: "A", guest: "B" }, flags };
    return (await explainText(rules, bit, given)).rule.text;
  };
  expect(await text("derived.A", ["f"])).toBe("= host, when f, unless secure");
  expect(await text("derived.A", ["f", "secure"])).toBe("= none, when secure");
  expect(await text("derived.B", [])).toBe("also guest, unless secure & (guest.C | f)");
});

test("a conditional override is part of the proved module", async () => {
  const rules = `${tiny}
enum vendor: intel amd
flag secure
caps base: tiny { default = none; when vendor == amd { A = host } }
caps product extends base { when secure { override A = none } }
`;
  const { code, diagnostics } = await compile(sourceOf(rules));
  expect(diagnostics).toEqual([]);
  expect(code).toContain("// A = host, when vendor == amd, unless secure\n");
  expect(code).toContain("// A = none, when secure\n");
});

/** The codes of mistakes, without those of lints. */
async function errorsOf(rules: string): Promise<readonly string[]> {
  const { diagnostics } = await checkText(rules);
  return diagnostics.filter(isError).map(({ code }) => code);
}

const BLOCK_HELP = "write `override` where the rule replaces what the other block states";

test.each([
  ["when f { A = host }", "A = none", "a plain rule over one under a `when`"],
  ["A = host", "when f { A = none }", "a rule under a `when` over a plain one"],
  ["when f { A = host }", "when !f { A = none }", "rules under `when`s that exclude each other"],
  ["c: A", "when f { A = none }", "a rule under a `when` over a class"],
  ["A = host", "c: A", "a class over a rule"],
])("`%s` and then `%s` in another block need `override`: %s", async (first, second) => {
  const set = (...statements: readonly string[]): string =>
    `${tiny}caps base: tiny { default = none; class c = guest; ${statements.join("; ")} }\n`;
  for (const head of ["caps derived extends base", "caps base"]) {
    const diagnostic = await onlyDiagnostic(`${set(first)}${head} { ${second} }\n`);
    expect([diagnostic.code, diagnostic.message, diagnostic.help]).toEqual([
      "CR0301",
      "`A` has two rules",
      BLOCK_HELP,
    ]);
    const overriding = second.replace(/^(when .* \{ )?/, "$1override ");
    expect(await errorsOf(`${set(first)}${head} { ${overriding} }\n`)).toEqual([]);
  }
});

test("a file that is a set is a block of its own", async () => {
  const files = {
    "base.rules": "flag f\nwhen f { MOVBE = guest }\n",
    "product.rules": 'use "base.rules"\ncaps base { when !f { MOVBE = host } }\n',
  };
  expect((await onlyDiagnostic(files)).code).toBe("CR0301");
});

test("a rule for a bit with an `also` of another block needs `override`", async () => {
  const rules = `${tiny}caps base: tiny { default = none; class c = none; A also host }\n`;
  for (const head of ["caps derived extends base", "caps base"]) {
    for (const rule of ["A = none", "c: A", "when f { A = none }"]) {
      const diagnostic = await onlyDiagnostic(`${rules}${head} { ${rule} }\n`);
      expect([diagnostic.code, diagnostic.message, diagnostic.help]).toEqual([
        "CR0301",
        "an `also` of another block would still add to this rule for `A`",
        "write `override` to replace the `also`, too, or state both in one block",
      ]);
    }
    const replaced = `${rules}${head} { override A = none }\n`;
    const set = head === "caps base" ? "base" : "derived";
    expect(truthTable(replaced, `${set}.A`, ["host.A"])).toBe("00");
  }
});

test("an `also` or `requires` that is added to a rule of another block only adds", () => {
  const rules = `${tiny}caps base: tiny { default = none; A = host }\n`;
  for (const head of ["caps derived extends base", "caps base"]) {
    const set = head === "caps base" ? "base" : "derived";
    const also = `${rules}${head} { A also guest }\n`;
    expect(truthTable(also, `${set}.A`, ["host.A", "guest.A"])).toBe("0111");
    const requires = `${rules}${head} { A requires guest }\n`;
    expect(truthTable(requires, `${set}.A`, ["host.A", "guest.A"])).toBe("0001");
  }
});

test("between two blocks that add to a set there is no order, so neither rule nor `also` gives way", async () => {
  const adding = ["caps base { A = none }", "caps base { A also host }"];
  for (const blocks of [adding, [...adding].reverse()]) {
    const rules = `${tiny}caps base: tiny { default = none }\n${blocks.join("\n")}\n`;
    const diagnostic = await onlyDiagnostic(rules);
    expect([diagnostic.code, textAt(diagnostic)]).toEqual(["CR0301", "A = none"]);
  }
});

test("two blocks of one set may override a bit only under conditions that exclude each other", async () => {
  const rules = (first: string, second: string): string =>
    `${tiny}caps base: tiny { default = none; A = host }\ncaps base { ${first} }\ncaps base { ${second} }\n`;
  const inF = "when f { override A = none }";
  const notF = "when !f { override A = guest }";
  expect(await errorsOf(rules(inF, notF))).toEqual([]);
  expect(await errorsOf(rules(inF, "when host.B { override A = guest }"))).toEqual(["CR0401"]);
  for (const [first, second] of [
    [inF, "override A = guest"],
    ["override A = guest", inF],
  ] as const) {
    const diagnostic = await onlyDiagnostic(rules(first, second));
    expect([diagnostic.code, diagnostic.help]).toEqual([
      "CR0301",
      "keep one of the two: the blocks of a set have no order",
    ]);
  }
});

test.each([
  ["A = ", "CR0101", "a rule that cannot be read"],
  ["QA = none", "CR0201", "a rule for an unknown bit"],
])("`override` is not reported as idle beside `%s`: %s", async (broken, code) => {
  const overriding = `${tiny}caps base: tiny { default = none; ${broken} }
caps derived extends base { override A = host }
`;
  expect(await codesOf(overriding)).toEqual([code]);
  const patched = `${tiny}caps base: tiny { default = none; A = guest }
caps derived extends base { override ${broken}; when f { A = host } }
`;
  expect(await codesOf(patched)).toEqual([code]);
});

test("without an override, the replaced rules govern the bit", () => {
  const rules = `${tiny}
caps one: tiny { default = host; default FIRST = guest; A = all; A also host; A requires host.B }
caps two extends one { override A = none; override default = all; override A requires host.C }
caps three extends two { when f { override A = host.D } }
`;
  const { sets } = modelOf(rules);
  const without = (set: number, statement: string): readonly string[] => {
    const governance = definitely(sets[set]?.bits[0], "A");
    const { stated } = governance;
    const rule = stated.find((each) => spanText(each.rule.span) === statement)?.rule;
    const left = definitely(governWithout(governance, definitely(rule, statement)), "a default");
    return rulesOf(left).map(ruleText);
  };
  expect(without(0, "A = all")).toEqual(["default = guest", "also host", "requires host.B"]);
  expect(without(0, "A also host")).toEqual(["= all", "requires host.B"]);
  expect(without(0, "A requires host.B")).toEqual(["= all", "also host"]);
  expect(without(1, "override A = none")).toEqual(["= all", "also host", "requires host.C"]);
  expect(without(1, "override A requires host.C")).toEqual(["= none", "requires host.B"]);
  expect(without(2, "override A = host.D")).toEqual(["= none", "requires host.C"]);
  expect(without(2, "override A = none")).toEqual([
    "= all",
    "= host.D, when f",
    "also host, unless f",
    "requires host.C",
  ]);
  const second = definitely(sets[1]?.bits[1], "B");
  const ofDefault = definitely(
    second.stated.find(({ rule }) => rule === second.base)?.rule,
    "a default",
  );
  expect(rulesOf(definitely(governWithout(second, ofDefault), "a default")).map(ruleText)).toEqual([
    "default = guest",
  ]);
});

test("two overrides of one bit replace together", () => {
  const rules = `${base}caps derived extends base {
  when f { override A = guest }
  when !f { override A = host.D }
}
`;
  expect(truthTable(rules, "derived.A", ["f", "guest.A", "host.B", "host.D"])).toBe(
    "0001000100000011",
  );
});

test("other statements of an override's block stay, in any order", async () => {
  for (const statements of [
    "override default = none; default SECOND = host",
    "default SECOND = host; override default = none",
  ]) {
    expect(
      await bitsOn(`${base}caps derived extends base { ${statements} }\n`, "derived", {
        bits: { host: "B C D" },
      }),
    ).toEqual(["D"]);
  }
  const also = `${base}caps derived extends base { A also guest.C; override A = none }\n`;
  expect(await bitsOn(also, "derived", { bits: { host: "B", guest: "C" } })).toEqual(["A", "B"]);
});

test.each([
  ["override default = none", "override default = all", "CR0302"],
  ["override A = none", "override A = all", "CR0301"],
])("two blocks with `%s` and `%s` are a conflict", async (first, second, code) => {
  expect(await codesOf(`${base}caps base { ${first} }\ncaps base { ${second} }\n`)).toEqual([code]);
});

test.each([
  ["override B = none", "`B` has no rule"],
  ["override B also guest", "`B` has no `also`"],
  ["override B requires guest", "`B` has no `requires`"],
  ["override default FIRST = guest", "the default of `FIRST` is not given"],
  ["B = host; override B = none", "`B` has no rule"],
  ["override A B = none", "`B` has no rule"],
])("`%s` overrides nothing", async (statement, what) => {
  const diagnostic = await onlyDiagnostic(`${base}caps derived extends base { ${statement} }\n`);
  expect(diagnostic.code).toBe("CR0304");
  expect(diagnostic.message).toBe(`this overrides nothing: ${what} elsewhere`);
});

test("an `override` that finds nothing for many of its bits is one mistake", async () => {
  const bits = Array.from({ length: 8 }, (_, bit) => `FIRST[${bit + 10}]`).join(" ");
  const some = await onlyDiagnostic(
    `${base}caps derived extends base { override A ${bits} = none }\n`,
  );
  expect(some).toMatchObject({ code: "CR0304" });
  const shown = [10, 11, 12, 13, 14, 15].map((bit) => `\`FIRST[${bit}]\``).join(", ");
  expect(some.message).toBe(`this overrides nothing: ${shown} and 2 more have no rule elsewhere`);
  expect(some.help).toBe("state these in a rule of their own without `override`");
  const all = await onlyDiagnostic(
    `${base}caps derived extends base { override ${bits} = none }\n`,
  );
  expect(all.help).toBe("remove the word `override`");
});

test("`unnamed` and the default can be overridden only where they are given", async () => {
  const rules = `${tiny}caps one: tiny { default = host }\ncaps two extends one { override unnamed = none }\n`;
  expect((await onlyDiagnostic(rules)).code).toBe("CR0304");
});

test("a bit whose rule is overridden keeps the others of its list", async () => {
  const rules = `${tiny}
caps base: tiny { default = none; A B C = host }
caps derived extends base { override B = none }
`;
  expect(await bitsOn(rules, "derived", { bits: { host: "A B C" } })).toEqual(["A", "C"]);
});

test("both sets can be compared in one program", async () => {
  const rules = `${tiny}
caps base: tiny { default = host }
caps derived extends base { A requires guest }
assert derived -> base
test "A is the difference" {
  given host: A B
  expect base: A B; derived: !A B
}
`;
  const { diagnostics, passed } = await testText(rules);
  expect([diagnostics, passed]).toEqual([[], 1]);
});
