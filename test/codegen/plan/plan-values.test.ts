/**
 * Executes the steps of plans, without generated code, and compares the results with the
 * interpreter.
 */

import { expect, test } from "vitest";

import { interpret } from "../../../src/interpreter/interpret.ts";
import { bitOf, wordOf } from "../../../src/model/layout.ts";
import type { Assignment, Bitmap } from "../../../src/model/model.ts";
import { planSet } from "../../../src/codegen/plan/plan-set.ts";
import type { SetPlan } from "../../../src/codegen/plan/plan.ts";
import { everyCase } from "../../harness/every-case.ts";
import { analyzeText } from "../../harness/random-compiled.ts";
import { evaluateWord } from "./words.ts";

/** Bits of one name stand at other places in `far`, and AT in another word at the same place. */
const INPUTS = `
layout near { leaf FIRST = 0x1 ecx { 0 A  1 B  4 C }  word MORE { 1 D  31 E } }
layout far { word OTHER { 5 A  6 B }  word LAST { 31 D } }
input host: near
input guest: far
flag f
enum e: x y z
`;

const VALUES = Array.from({ length: 20 }, (_, value) => `v${value}`);

/** The words of the set, step by step. */
function run(
  { set, steps }: SetPlan,
  given: Assignment,
  readBit: (bitmap: Bitmap, bit: number) => boolean,
): readonly number[] {
  const words: (number | undefined)[] = set.layout.words.map(() => undefined);
  const wordIn = (bitmap: Bitmap, word: number): number => {
    const bits = Array.from({ length: 32 }, (_, bit) => bit);
    return bits.reduce((sum, bit) => sum | (readBit(bitmap, word * 32 + bit) ? 1 << bit : 0), 0);
  };
  for (const { word, action, value, temporaries } of steps) {
    const result = evaluateWord(
      value,
      (atom) => {
        switch (atom.kind) {
          case "word":
            return wordIn(atom.bitmap, atom.word);
          case "own":
            return words[atom.word] ?? expect.fail("a word is read before it is assigned");
          case "flag":
            return given.flags.has(atom.flag);
          case "enum":
            return atom.values.includes(given.values.get(atom.enumeration) ?? -1);
          case "has":
            if (atom.bitmap.kind !== "input") throw new Error("only inputs have entries");
            return isThere(given, atom.bitmap, atom.entry);
        }
      },
      temporaries,
    );
    const before = words[word];
    if (action === "assign") {
      expect(before).toBeUndefined();
      words[word] = result;
    } else if (before === undefined) expect.fail("a word is refined before it is assigned");
    else words[word] = action === "merge" ? before | result : before & result;
  }
  return words.map((each) => each ?? expect.fail("a word is never assigned"));
}

function isThere(given: Assignment, input: Extract<Bitmap, { kind: "input" }>, entry: number) {
  const on = [...(given.bits.get(input) ?? [])];
  return (
    given.present.get(input)?.has(entry) === true ||
    on.some((bit) => input.layout.words[wordOf(bit)]?.address?.entry === entry)
  );
}

const MOST_CASES = 200;

test.each([
  ["a default", "default = host & guest"],
  ["groups of a default", "default = host & guest; A = host; B = guest; C = all; E = none"],
  ["counterparts at a distance", "default = guest; C = guest.A; D = guest.B; E = host.A ^ guest.D"],
  ["a default that only a few bits leave", "default = host | f; A = host & guest; B = f"],
  ["what adds and what requires", "default = host; A = host | f; B = host & f; C = host ^ f"],
  ["what all bits wait for", "default = host; A B C requires guest.D; D E requires guest.D"],
  ["values of an enum", "default = host; when e == x { A B = guest }; when e in (y z) { C = f }"],
  [
    "lists of values and their complements",
    "default = none; A = e == x; B = e != x; C = e in (x y)",
  ],
  ["conditions on presence", "default = host; A = host has FIRST; B = !host has FIRST | guest"],
  ["own bits, word after word", "default = host; A = D & f; D = B | guest; E requires A"],
  ["own bits of one word", "default = host; A = B ^ f; B = C | guest.D; C requires E"],
  [
    "a choice",
    "default = f ? host : guest; A = guest.D ? host.B : host.C; D = e == y ? f : host.E",
  ],
  ["also", "default = host; A also f; B also guest & host.E; when e == z { C also guest.D }"],
  ["constants alone", "default = none; A = all; D = f & !f; E = host | !host"],
  ["parities", "default = host ^ guest; A = host.A ^ host.B ^ host.C ^ host.D ^ host.E ^ f"],
  ["a majority", "default = host; A = host.A & host.B | host.A & host.C | host.B & host.C; B = A"],
  [
    "requirements of own bits, on conditions",
    "default = host; when f { A requires B }; B requires C",
  ],
])("a plan computes the rules: %s", (_what, rules) => {
  const { model } = analyzeText(`${INPUTS}caps c: near { ${rules} }\n`);
  const [set] = model.sets;
  if (set === undefined) throw new Error("the program has a set");
  const plan = planSet(model, set);
  for (const given of everyCase(model, MOST_CASES)) {
    const { valueOf } = interpret(model, given);
    const words = run(plan, given, valueOf);
    const bits = set.bits.map((_, bit) => ((words[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1);
    expect(bits).toEqual(set.bits.map((_, bit) => Number(valueOf(set, bit))));
  }
});

test.each([
  ["values", "A = host.B", "B = guest", "C = f"],
  ["requirements of own bits", "A requires D", "B requires E & f", "C requires host.A"],
  ["constants", "A = all", "B = none", "C = host | f"],
])("tables of many values compute their rules: %s", (_what, ...rules) => {
  const blocks = VALUES.slice(0, 18).map((value, at) => {
    const own = rules.filter((_rule, place) => (at * 5 + place * 3) % 4 !== 0);
    return `when many == ${value} { ${own.join("; ")} }`;
  });
  const { model } = analyzeText(`${INPUTS}enum many: ${VALUES.join(" ")}
caps c: near {
  default = host & guest
  D E = host
  ${blocks.join("\n  ")}
}
`);
  const [set] = model.sets;
  if (set === undefined) throw new Error("the program has a set");
  const plan = planSet(model, set);
  for (const given of everyCase(model, MOST_CASES)) {
    const { valueOf } = interpret(model, given);
    const words = run(plan, given, valueOf);
    const bits = set.bits.map((_, bit) => ((words[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1);
    expect(bits).toEqual(set.bits.map((_, bit) => Number(valueOf(set, bit))));
  }
});

test("a later set reads an earlier one, and each plan lists its reads in order of declaration", () => {
  const { model } = analyzeText(`${INPUTS}flag g
enum d: one two
caps base: near { default = host; A = guest; B = g }
caps c: near { default = base & host; A = g ^ f; B = d == one & guest.A; C = host has FIRST & base.B }
`);
  const [base, c] = model.sets;
  if (base === undefined || c === undefined) throw new Error("two sets");
  const named = ({ bitmaps, flags, enumerations }: SetPlan): readonly string[] =>
    [...bitmaps, ...flags, ...enumerations].map(({ name }) => name);
  expect(named(planSet(model, base))).toEqual(["host", "guest", "g"]);
  const plan = planSet(model, c);
  expect(named(plan)).toEqual(["host", "guest", "base", "f", "g", "d"]);
  for (const given of everyCase(model, MOST_CASES)) {
    const { valueOf } = interpret(model, given);
    const words = run(plan, given, valueOf);
    const bits = [0, 1, 4, 33, 63];
    expect(bits.map((bit) => ((words[wordOf(bit)] ?? 0) >>> bitOf(bit)) & 1)).toEqual(
      bits.map((bit) => Number(valueOf(c, bit))),
    );
  }
});
