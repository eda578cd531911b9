/** Compares the notes of a step, and its bits with overlapping rules, with lists by hand. */

import { expect, test } from "vitest";

import { planSet } from "../../../src/codegen/plan/plan-set.ts";
import type { SetPlan } from "../../../src/codegen/plan/plan.ts";
import { planText } from "../../harness/compile-text.ts";
import { analyzeText } from "../../harness/random-compiled.ts";

const LAYOUT = `
layout tiny { word FIRST { 0 A  1 B  2 C  3 D  4 E }  word MORE { 0 F } word LAST { 1 G } }
input host: tiny
input guest: tiny
flag f
flag g
`;

/** One line for each note: the step, the bits, the rule, its reason. */
function notesOf({ steps }: SetPlan): readonly string[] {
  return steps.flatMap(({ word, action, notes }) =>
    notes.map(({ bits, rule, because }) =>
      [`${word} ${action}`, bits.join(" "), rule, because ?? "no reason"].join("; "),
    ),
  );
}

test("each rule is one note at the bits that it governs, in order of the first of them", () => {
  const plan = planText(
    `${LAYOUT}caps c: tiny {
  default = host & guest  because "both"
  unnamed = none
  default MORE = guest    because "leaf"
  class soft = guest      because "software"
  E = host
  soft: B A
  C = none                because "never"
  when f { D = host; B also guest }
  D requires A            because "it needs A"
}
`,
    "c",
  );
  expect(notesOf(plan)).toEqual([
    "0 assign; 0 1; soft = guest; software",
    "0 assign; 1; also guest, when f; no reason",
    "0 assign; 2; = none; never",
    "0 assign; 3; = host, when f; no reason",
    "0 assign; 4; = host; no reason",
    "0 restrict; 3; requires A; it needs A",
    "1 assign; ; default = guest; leaf",
  ]);
  expect(plan.defaultRules).toEqual([
    { bits: [], rule: "default = host & guest", because: "both" },
    { bits: [], rule: "unnamed = none", because: undefined },
  ]);
});

const MODELS = Array.from({ length: 17 }, (_, model) => `m${model}`);

/** A table of so many values, each with a rule for a bit, and rules of an enumeration of three values beside it. */
function table(models: number): SetPlan {
  const rules = MODELS.slice(0, models).map((model, at) => {
    const because = at === 2 ? ' because "erratum"' : "";
    return `when model == ${model} { ${"ABCDE"[at % 5] ?? ""} = none${because}; F = none }`;
  });
  return planText(
    `${LAYOUT}enum few: x y z
enum model: ${MODELS.join(" ")}
caps c: tiny {
  default = host
  G = few == x ? guest : few == y ? all : none
  ${rules.map((rule) => rule.replaceAll("; F = none", "")).join("\n  ")}
}
`,
    "c",
  );
}

test("in a table of many values, equal rules are one note", () => {
  // Each of 17 values except the last has a rule, and no two are alike: 17 groups.
  expect(notesOf(table(17)).filter((note) => note.startsWith("0"))).toEqual([
    "0 assign; 0 1 2 3 4; = none, for some values of model; no reason",
    "0 assign; 2; = none, for some values of model; erratum",
  ]);
});

test("in a table of few values, each rule is a note of its own", () => {
  // 15 of 17 values have a rule, and the other two are alike: 16 groups.
  const notes = notesOf(table(15)).filter((note) => note.startsWith("0"));
  expect(notes).toHaveLength(15);
  expect(notes[0]).toBe("0 assign; 0; = none, when model == m0; no reason");
});

test("a table uses the enumeration with the most distinguished values", () => {
  const values = (prefix: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, value) => `${prefix}${value}`);
  const [some, more] = [values("s", 17), values("t", 18)];
  const choice = (name: string, all: readonly string[]): string =>
    all.reduce(
      (rest, value, at) => `${name} == ${value} ? ${at % 2 === 0 ? "host" : "guest"} : (${rest})`,
      "none",
    );
  const plan = planText(
    `${LAYOUT}enum some: ${some.join(" ")}
enum more: ${more.join(" ")}
caps c: tiny {
  default = host
  A = ${choice("some", some)}
  when more == t1 { B = none }
  B = ${choice("more", more)}
}
`,
    "c",
  );
  expect(notesOf(plan)).toContain("0 assign; 1; = none, for some values of more; no reason");
});

test("bits with overlapping conditional rules are listed at their step", () => {
  const { model } = analyzeText(`${LAYOUT}assume !(f & g)
caps c: tiny {
  default = host
  when f { A C = guest; G = none }
  when g { A = all; C = none; F = none }
  A requires D
}
`);
  const [set] = model.sets;
  if (set === undefined) throw new Error("the program has a set");
  const overlapping = (plan: SetPlan): unknown =>
    plan.steps.map((step) => [step.word, step.action, [...step.overlapping]]);
  const plan = planSet(model, set, undefined, (conditional) => conditional.length > 1);
  expect(overlapping(plan)).toEqual([
    [0, "assign", [0, 2]],
    [0, "restrict", []],
    [1, "assign", []],
    [2, "assign", []],
  ]);
  expect(overlapping(planSet(model, set, new Set([0, 2])))).toEqual([
    [0, "assign", []],
    [0, "restrict", []],
    [2, "assign", []],
  ]);
});
