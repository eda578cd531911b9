/** A bit may depend on other final values, but not on itself. */

import { expect, test } from "vitest";

import { codesOf, onlyDiagnostic, textAt } from "../harness/compile-text.ts";

const tiny = `
layout tiny { word ONLY { 0 A  1 B  2 C  3 D } }
input host: tiny
flag f
`;

function vcpu(...rules: readonly string[]): string {
  return `${tiny}caps vcpu: tiny {\n  default = host\n${rules.map((rule) => `  ${rule}\n`).join("")}}\n`;
}

test("a cycle through rules is printed, with the rule of each step", async () => {
  const diagnostic = await onlyDiagnostic(vcpu("A = B", "B = C & host", "C = host | A"));
  expect(diagnostic.code).toBe("CR0306");
  expect(diagnostic.message).toBe("a cycle: A → B → C → A");
  expect([textAt(diagnostic), ...diagnostic.related.map(textAt)]).toEqual([
    "A = B",
    "B = C & host",
    "C = host | A",
  ]);
});

test.each([
  ["requires", "A requires B", "B requires A"],
  ["also", "A also B", "B = A"],
  ["a class", "class like_b = B", "like_b: A", "B requires A"],
  ["a condition", "when A { B = none }", "A = B"],
  ["a nested condition", "when f {", "when A { B = none }", "}", "A = B"],
  ["rules whose conditions exclude each other", "when f { A = B }", "when !f { B = A }"],
])("a cycle through %s is one", async (_through, ...rules) => {
  expect(await codesOf(vcpu(...rules))).toEqual(["CR0306"]);
});

test("a bit that names itself is a cycle; the bit of an input is not", async () => {
  expect((await onlyDiagnostic(vcpu("A = host & A"))).message).toBe("a cycle: A → A");
  expect(await codesOf(vcpu("A = host & host.A & f"))).toEqual([]);
});

test("a set that reads itself bare is a cycle", async () => {
  expect((await onlyDiagnostic(vcpu("A = vcpu & f"))).message).toBe("a cycle: A → A");
});

test("two paths to one bit are no cycle", async () => {
  expect(await codesOf(vcpu("D requires B & C", "B requires A", "C requires A"))).toEqual([]);
});

test("a chain of requirements may be as long as a set has bits", async () => {
  const bits = Array.from(
    { length: 32 * 60 },
    (_, bit) => `W${String(bit >> 5)}[${String(bit & 31)}]`,
  );
  const words = Array.from(
    { length: 60 },
    (_, word) => `word W${String(word)} { 0 N${String(word)} }`,
  );
  const chain = bits.slice(1).map((bit, place) => `  ${bits[place] ?? ""} requires ${bit}\n`);
  const rules = `layout long { ${words.join(" ")} }\ninput host: long\ncaps vcpu: long {\n  default = host\n${chain.join("")}}\n`;
  expect(await codesOf(rules)).toEqual([]);
});

test("a cycle across capability sets names the sets", async () => {
  const rules = `${tiny}
caps one: tiny { default = host; A = two.B }
caps two: tiny { default = host; B = one.A }
`;
  expect((await onlyDiagnostic(rules)).message).toBe("a cycle: one.A → two.B → one.A");
});

test("sets that read each other in a circle are a mistake even where no bit does", async () => {
  const rules = `${tiny}
caps one: tiny { default = host; A = two.B }
caps two: tiny { default = host; A = one.B }
`;
  const diagnostic = await onlyDiagnostic(rules);
  expect([diagnostic.code, diagnostic.message]).toEqual([
    "CR0314",
    "capability sets that read each other in a circle: one → two → one",
  ]);
});

test("sets may be declared in any order", async () => {
  const rules = `${tiny}
caps third: tiny { default = second & first }
caps second: tiny { default = first; A = none }
caps first: tiny { default = host }
`;
  expect(await codesOf(rules)).toEqual([]);
});

test("classes and sets that are defined by themselves are reported once", async () => {
  const classes = await onlyDiagnostic(vcpu("class c = d", "class d = c & host", "c: A"));
  expect([classes.code, classes.message]).toEqual([
    "CR0307",
    "a class that is defined by itself: c → d → c",
  ]);
  const sets = await onlyDiagnostic(vcpu("set s: A t", "set t: B s", "s = f"));
  expect([sets.code, sets.message]).toEqual([
    "CR0307",
    "a set that is defined by itself: s → t → s",
  ]);
});
