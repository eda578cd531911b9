/** Variables and what they stand for are one and the other way round, in every order and over several programs. */

import { expect, test } from "vitest";

import { Bdd, TRUE } from "../../src/bdd/bdd.ts";
import { atomName } from "../../src/meaning/atom-name.ts";
import { lowerTogether } from "../../src/meaning/lower-together.ts";
import { SLOT_ORDERS } from "../../src/meaning/slot-order.ts";
import { enumDiagram, numberVariables, type Variables } from "../../src/meaning/variables.ts";
import { bitCount } from "../../src/model/layout.ts";
import type { Model } from "../../src/model/model.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const PROGRAM = `
layout near { leaf FIRST = 0x1 ecx { 0 A  1 B  2 C }  leaf SAME = 0x1 edx { 3 S }  word PLAIN { 0 P } }
layout far { word OTHER { 7 P  8 B }  leaf LAST = 0x7.0 ebx { 0 E }  leaf FIRST = 0x1 ecx { 31 Z } }
input host: near
input boot: far
input guest: near
flag f
enum e: x y z
flag g
enum d: one two
caps c: near {
  default = host & guest
  C = host.A & boot.E & f
  B requires P
}
assert guest.S | !guest.S
`;

/** Each variable that the program has, with what it should stand for. */
function variablesOf(model: Model, variables: Variables): readonly (readonly [number, string])[] {
  const { flags, enums, inputs } = model;
  return [
    ...flags.map((flag) => [variables.flag(flag), flag.name] as const),
    ...enums.flatMap((each) =>
      each.values.slice(0, -1).map((_, value) => {
        return [variables.enumStart(each) + value, `${each.name} ${value}`] as const;
      }),
    ),
    ...inputs.flatMap((input) =>
      input.layout.entries.map((_, entry) => {
        return [variables.has(input, entry), `${input.name} has ${entry}`] as const;
      }),
    ),
    ...inputs.flatMap((input) =>
      Array.from({ length: bitCount(input.layout) }, (_, bit) => {
        return [variables.bit(input, bit), `${input.name} ${bit}`] as const;
      }),
    ),
  ];
}

function nameOf(variables: Variables, variable: number): string {
  const atom = variables.meaning(variable);
  switch (atom.kind) {
    case "flag":
      return atom.flag.name;
    case "enum":
      return `${atom.enumeration.name} ${atom.value}`;
    case "has":
      return `${atom.input.name} has ${atom.entry}`;
    case "bit":
      return `${atom.input.name} ${atom.bit}`;
  }
}

test.each(SLOT_ORDERS)("each variable stands for one thing, in the order `%s`", (order) => {
  const { model } = analyzeText(PROGRAM);
  const variables = numberVariables(model, order);
  const all = variablesOf(model, variables);
  expect(variables.order).toBe(order);
  expect(all.map(([variable]) => nameOf(variables, variable))).toEqual(all.map(([, name]) => name));
  expect(new Set(all.map(([variable]) => variable)).size).toBe(all.length);
});

test.each(SLOT_ORDERS)(
  "each variable stands for one thing when a second program is lowered beside it, in `%s`",
  (order) => {
    const { model } = analyzeText(PROGRAM);
    const { model: other } = analyzeText(
      PROGRAM.replace("flag g", "flag new").replace("word PLAIN", "word MORE { 0 M }  word PLAIN"),
    );
    const { meanings } = lowerTogether(new Bdd(), [model, other], order);
    for (const [at, each] of [model, other].entries()) {
      const { variables } = meanings[at] ?? expect.fail("a meaning of each");
      const all = variablesOf(each, variables);
      expect(all.map(([variable]) => nameOf(variables, variable))).toEqual(
        all.map(([, name]) => name),
      );
      expect(new Set(all.map(([variable]) => variable)).size).toBe(all.length);
    }
  },
);

test("bits that mean the same stand side by side: of one CPUID address, else of one name", () => {
  const { model } = analyzeText(PROGRAM);
  const [host, boot, guest] = model.inputs;
  if (host === undefined || boot === undefined || guest === undefined) throw new Error("inputs");
  for (const order of SLOT_ORDERS) {
    const { bit } = numberVariables(model, order);
    // Word PLAIN is the third of `near`, FIRST the third of `far`; P has a name alone, Z an address.
    const alike = [
      [bit(host, 64), bit(boot, 7), bit(guest, 64)],
      [bit(host, 31), bit(boot, 95), bit(guest, 31)],
      [bit(host, 0), bit(boot, 64), bit(guest, 0)],
    ];
    for (const [first = 0, second, third] of alike) {
      expect([second, third]).toEqual([first + 1, first + 2]);
    }
  }
});

test("in the order of reading, the first bits are last, and unread bits follow", () => {
  const { model } = analyzeText(`
layout tiny { word ONLY { 0 A  1 B  2 C  3 D  4 E } }
input host: tiny
assume host.D
caps c: tiny { default = host; A = host.C & host.E }
`);
  const [host] = model.inputs;
  if (host === undefined) throw new Error("an input");
  const placesIn = (order: "declared" | "read"): readonly number[] =>
    [0, 1, 2, 3, 4, 5].map((bit) => numberVariables(model, order).bit(host, bit));
  expect(placesIn("declared")).toEqual([0, 1, 2, 3, 4, 5]);
  // Read in the order D, C, E, A; then B and all others.
  expect(placesIn("read")).toEqual([0, 4, 2, 3, 1, 5]);
});

test("an enumeration has exactly one of its values in every case", () => {
  const { model } = analyzeText(PROGRAM);
  const variables = numberVariables(model);
  const bdd = new Bdd();
  for (const each of model.enums) {
    const values = each.values.map((_, value) => enumDiagram(bdd, variables, each, value));
    expect(values.reduce((any, value) => bdd.or(any, value))).toBe(TRUE);
    for (const [at, one] of values.entries()) {
      expect(values.filter((other) => bdd.meets(one, other))).toEqual([values[at]]);
    }
  }
});

test("atoms have the names that rules give them", () => {
  const { model } = analyzeText(PROGRAM);
  const { meaning, flag, enumStart, has, bit } = numberVariables(model);
  const [, boot] = model.inputs;
  const [f] = model.flags;
  const [e] = model.enums;
  if (boot === undefined || f === undefined || e === undefined) throw new Error("all are there");
  const names = [flag(f), enumStart(e), has(boot, 0), has(boot, 1), bit(boot, 8), bit(boot, 9)];
  expect(names.map((variable) => atomName(meaning(variable)))).toEqual([
    "f",
    "e",
    "boot has LAST",
    "boot has FIRST",
    "boot.B",
    "boot.OTHER[9]",
  ]);
});
