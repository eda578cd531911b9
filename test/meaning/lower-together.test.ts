/** Two programs over the same variables: what each says, in every case that one of them may know. */

import { expect, test } from "vitest";

import { Bdd, type Variable } from "../../src/bdd/bdd.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import {
  lowerTogether,
  NO_VALUE,
  type MeaningsTogether,
} from "../../src/meaning/lower-together.ts";
import { SLOT_ORDERS, type SlotOrder } from "../../src/meaning/slot-order.ts";
import { bitLabel } from "../../src/model/layout.ts";
import type { Assignment, Model } from "../../src/model/model.ts";
import { analyzeText } from "../harness/random-compiled.ts";

/** Values change places, go and come; a word moves, another one is new; an input and flags go and come. */
const OLD = `
layout cpu { leaf FIRST = 0x1 ecx { 0 A  1 B }  word PLAIN { 0 P } }
input host: cpu
input gone: cpu
flag f
flag lost
enum e: x y z
enum same: one two
caps c: cpu {
  default = host & gone
  A = host has FIRST ? f | lost : gone
  when e == x { B = host }
  when e == y { B = gone.A }
  P = same == one ? host : e == z
}
`;

const NEW = `
layout cpu { word PLAIN { 0 P }  word MORE { 0 M }  leaf RENAMED = 0x1 ecx { 0 A  1 B } }
input host: cpu
input new: cpu
flag fresh
flag f
enum e: z w x
enum same: one two
caps c: cpu {
  default = host & new
  A = host has RENAMED ? f & fresh : none
  when e == x { B = host }
  when e == w { B = new.M }
  P = same == two ? host : e == z
}
`;

function lowered(order?: SlotOrder) {
  const models = [OLD, NEW].map((text) => analyzeText(text).model);
  const bdd = new Bdd();
  const together = lowerTogether(bdd, models, order);
  const [old, next] = models;
  if (old === undefined || next === undefined) throw new Error("two models");
  return { bdd, together, old, next };
}

/** The number of cases to try. The step is coprime to the number of all cases. */
const MOST_CASES = 1500;
const STEP = 7919;

/** Values of the variables that any bit of either program depends on. */
function manyCases(bdd: Bdd, { meanings, known }: MeaningsTogether, models: readonly Model[]) {
  const diagrams = models.flatMap((model, at) =>
    model.sets.flatMap((set) =>
      set.bits.map((_, bit) => meanings[at]?.valueOf(set, bit) ?? expect.fail("a meaning of each")),
    ),
  );
  // Bits without names are alike.
  const named = models.flatMap((model, at) =>
    model.inputs.flatMap((input) =>
      ["A", "B", "P", "M"].flatMap((label) => {
        const bits = Array.from({ length: input.layout.words.length * 32 }, (_, bit) => bit);
        const found = bits.find((bit) => bitLabel(input.layout, bit) === label);
        return found === undefined ? [] : [meanings[at]?.variables.bit(input, found)];
      }),
    ),
  );
  const { variables } = meanings[0] ?? expect.fail("a first meaning");
  const support = new Set([...diagrams, ...known].flatMap((diagram) => bdd.support(diagram)));
  const tried = [...support].filter(
    (each) => variables.meaning(each).kind !== "bit" || named.includes(each),
  );
  const cases = Array.from({ length: MOST_CASES }, (_, number) => {
    const row = (number * STEP) % 2 ** tried.length;
    return new Map(tried.map((variable, at) => [variable, ((row >> at) & 1) === 1]));
  });
  // An entry of which a bit is on is there.
  const [host] = models[0]?.inputs ?? [];
  if (host === undefined) throw new Error("the first program has an input");
  const isOn = (values: ReadonlyMap<Variable, boolean>, variable: Variable): boolean =>
    values.get(variable) === true;
  return cases.filter(
    (values) =>
      isOn(values, variables.has(host, 0)) ||
      ![0, 1].some((bit) => isOn(values, variables.bit(host, bit))),
  );
}

test.each(SLOT_ORDERS)("each program agrees with its interpreter, in the order `%s`", (order) => {
  const { bdd, together, old, next } = lowered(order);
  const cases = manyCases(bdd, together, [old, next]);
  // The cases of 11 bits, 2 presences, 3 flags and 4 values.
  expect(cases.length).toBeGreaterThan(1000);
  for (const [at, model] of [old, next].entries()) {
    const meaning = together.meanings[at] ?? expect.fail("a meaning of each");
    const known = together.known[at] ?? expect.fail("the known cases of each");
    const [set] = model.sets;
    if (set === undefined) throw new Error("the program has a set");
    const bits = set.bits.flatMap((_, bit) =>
      /^(A|B|P|M)$/.test(bitLabel(set.layout, bit)) ? [bit] : [],
    );
    const wrong = cases.filter((values) => {
      const isTrue = (variable: Variable): boolean => values.get(variable) === true;
      const given = together.caseFor(model, values);
      const isKnown = [...given.values.values()].every((value) => value !== NO_VALUE);
      if (bdd.evaluate(known, isTrue) !== isKnown) return true;
      if (!isKnown) return false;
      const { valueOf } = interpret(model, given);
      return bits.some(
        (bit) => bdd.evaluate(meaning.valueOf(set, bit), isTrue) !== valueOf(set, bit),
      );
    });
    expect(wrong.slice(0, 3).map((values) => [...values])).toEqual([]);
  }
});

/** Names of what is on. */
function namesOn({ bits, present, flags, values }: Assignment) {
  return {
    bits: [...bits].flatMap(([input, on]) =>
      [...on].map((bit) => `${input.name}.${bitLabel(input.layout, bit)}`),
    ),
    present: [...present].flatMap(([input, there]) =>
      [...there].map((at) => `${input.name} ${at}`),
    ),
    flags: [...flags].map(({ name }) => name),
    values: Object.fromEntries(
      [...values].map(([{ name, values: all }, value]) => [name, all[value] ?? "no value"]),
    ),
  };
}

test("a case is given to each program without declarations that it lacks", () => {
  const { together, old, next } = lowered();
  const [ofOld, ofNew] = together.meanings;
  if (ofOld === undefined || ofNew === undefined) throw new Error("two meanings");
  const [host, gone] = old.inputs;
  const [newHost, added] = next.inputs;
  if (host === undefined || gone === undefined) throw new Error("inputs of the old program");
  if (newHost === undefined || added === undefined) throw new Error("inputs of the new program");
  const [f, lost] = old.flags;
  const [fresh] = next.flags;
  if (f === undefined || lost === undefined || fresh === undefined) throw new Error("flags");
  const [e, same] = old.enums;
  if (e === undefined || same === undefined) throw new Error("enums");
  // The values of `e` are x, y, z, w, as the old program has them first; then the new one's.
  const start = ofOld.variables.enumStart(e);
  const values = new Map<Variable, boolean>([
    [ofOld.variables.bit(host, 1), true],
    [ofOld.variables.bit(host, 0), true],
    [ofOld.variables.bit(gone, 0), true],
    [ofNew.variables.bit(added, 32), true],
    [ofOld.variables.has(host, 0), true],
    [ofOld.variables.flag(f), true],
    [ofOld.variables.flag(lost), true],
    [ofNew.variables.flag(fresh), false],
    [start, false],
    [start + 1, false],
    [start + 2, true],
    [ofOld.variables.enumStart(same), true],
  ]);
  expect(namesOn(together.caseFor(old, values))).toEqual({
    bits: ["host.A", "host.B", "gone.A"],
    present: ["host 0"],
    flags: ["f", "lost"],
    values: { e: "z", same: "one" },
  });
  expect(namesOn(together.caseFor(next, values))).toEqual({
    bits: ["host.A", "host.B", "new.M"],
    present: ["host 0"],
    flags: ["f"],
    values: { e: "z", same: "one" },
  });
  // Without a variable that is on, an enumeration has the last value of all: `w` and `two`.
  const last = new Map<Variable, boolean>();
  expect(together.caseFor(old, last).values.get(e)).toBe(NO_VALUE);
  expect(namesOn(together.caseFor(next, last)).values).toEqual({ e: "w", same: "two" });
  expect(namesOn(together.toldCase(old, last)).values).toEqual({ e: "w", same: "two" });
  expect([...together.toldCase(old, last).values.keys()].map((each) => each.values)).toEqual([
    ["x", "y", "z", "w"],
    ["one", "two"],
  ]);
  expect(together.toldCase(old, last).values.has(same)).toBe(true);
});

test("a bit of both programs is one variable, wherever its word is", () => {
  const { together, old, next } = lowered();
  const [ofOld, ofNew] = together.meanings;
  if (ofOld === undefined || ofNew === undefined) throw new Error("two meanings");
  const [host, gone] = old.inputs;
  const [newHost, added] = next.inputs;
  if (host === undefined || gone === undefined) throw new Error("inputs of the old program");
  if (newHost === undefined || added === undefined) throw new Error("inputs of the new program");
  const { variables: before } = ofOld;
  const { variables: after } = ofNew;
  // FIRST is RENAMED, which keeps its CPUID address; PLAIN keeps its name.
  const pairs = [
    [before.bit(host, 0), after.bit(newHost, 64)],
    [before.bit(host, 31), after.bit(newHost, 95)],
    [before.bit(host, 32), after.bit(newHost, 0)],
    [before.bit(host, 63), after.bit(newHost, 31)],
    [before.has(host, 0), after.has(newHost, 0)],
  ];
  for (const [one, other] of pairs) expect(other).toBe(one);
  const apart = [before.bit(gone, 0), after.bit(added, 64), after.bit(newHost, 32)];
  expect(new Set([...apart, before.bit(host, 0)]).size).toBe(4);
});

test("only cases whose values both programs have can be compared", () => {
  const { bdd, together, old } = lowered();
  const [e] = old.enums;
  const start = (e && together.meanings[0]?.variables.enumStart(e)) ?? expect.fail("an enum");
  const isComparable = (first: number | undefined): boolean =>
    bdd.evaluate(together.comparable, (variable) => variable === first);
  // x, y, z, w
  expect([start, start + 1, start + 2, undefined].map(isComparable)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test("where one program asks whether an entry is there, its bits mean the same in both", () => {
  const inputs = "layout cpu { leaf FIRST = 0x1 ecx { 0 A  1 B } }\ninput host: cpu\n";
  const plain = `${inputs}caps c: cpu { default = host }\n`;
  const asking = `${inputs}caps c: cpu { default = host; B = host has FIRST ? host : none }\n`;
  for (const texts of [
    [plain, asking],
    [asking, plain],
  ]) {
    const models = texts.map((text) => analyzeText(text).model);
    const { meanings } = lowerTogether(new Bdd(), models);
    const [first, second] = models.map((model, at) => {
      const [set] = model.sets;
      if (set === undefined) throw new Error("the program has a set");
      return [0, 1, 2].map((bit) => meanings[at]?.valueOf(set, bit));
    });
    expect(second).toEqual(first);
  }
});

test("claims that are lowered later use the bit order of the first programs", () => {
  const models = [OLD, NEW].map((text) => analyzeText(text).model);
  const again = [OLD, NEW].map((text) => analyzeText(text).model);
  const places = (meaning: MeaningsTogether["meanings"][number] | undefined, model?: Model) =>
    model?.inputs.map((input) =>
      [0, 1, 32, 64].map(
        (bit) => input.layout.words[bit >>> 5] && meaning?.variables.bit(input, bit),
      ),
    );
  for (const order of SLOT_ORDERS) {
    const bdd = new Bdd();
    const first = lowerTogether(bdd, models, order);
    const second = lowerTogether(bdd, again, order, models);
    for (const at of [0, 1]) {
      expect(places(second.meanings[at], again[at])).toEqual(
        places(first.meanings[at], models[at]),
      );
    }
  }
});
