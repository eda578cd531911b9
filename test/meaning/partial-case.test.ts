/** Functions of which some variables are unknown, against all of their rows. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { Bdd, FALSE, TRUE, type Diagram } from "../../src/bdd/bdd.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import { atomName } from "../../src/meaning/atom-name.ts";
import {
  complete,
  hasUnknown,
  partialValue,
  possibleCompletions,
  withFewestVariables,
  type PartialCase,
} from "../../src/meaning/partial-case.ts";
import type { Assignment } from "../../src/model/model.ts";
import { everyCase } from "../harness/every-case.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const VARIABLES = 4;
const rows = Array.from({ length: 2 ** VARIABLES }, (_, row) => row);
const at = (row: number, variable: number): boolean => ((row >> variable) & 1) === 1;

/** Bit r of a table is the value in row r. */
function diagramOf(bdd: Bdd, table: number): Diagram {
  return rows
    .filter((row) => at(table, row))
    .map((row) =>
      Array.from({ length: VARIABLES }, (_, variable) => {
        const positive = bdd.variable(variable);
        return at(row, variable) ? positive : bdd.not(positive);
      }).reduce((all, each) => bdd.and(all, each), TRUE),
    )
    .reduce((any, each) => bdd.or(any, each), FALSE);
}

test("a function is written with none of the variables that it can do without", () => {
  const table = fc.nat(2 ** rows.length - 1);
  fc.assert(
    fc.property(table, table, (value, possible) => {
      const bdd = new Bdd();
      const given = diagramOf(bdd, value);
      const smallest = withFewestVariables(bdd, given, diagramOf(bdd, possible));
      const possibleRows = rows.filter((row) => at(possible, row));
      for (const row of possibleRows) {
        expect(bdd.evaluate(smallest, (variable) => at(row, variable))).toBe(at(value, row));
      }
      const support = bdd.support(smallest);
      expect(bdd.support(given)).toEqual(expect.arrayContaining([...support]));
      for (const left of support) {
        const others = support.filter((variable) => variable !== left);
        const isAlike = (one: number, other: number): boolean =>
          others.every((variable) => at(one, variable) === at(other, variable));
        const isNeeded = possibleRows.some((one) =>
          possibleRows.some((other) => isAlike(one, other) && at(value, one) !== at(value, other)),
        );
        expect(isNeeded).toBe(true);
      }
    }),
  );
});

const ASSUMED = ["host.A -> guest.P", "e != y | guest.P", "e != x | guest.P", "guest has FIRST"];

const programOf = (assumed: readonly string[]): string => `
layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B }  word PLAIN { 0 P } }
input host: tiny
input guest: tiny
flag f
enum e: x y z
${assumed.map((each) => `assume ${each}`).join("\n")}
caps c: tiny {
  default = host & guest
  A = host.A | guest.P & host.B
  B = e == x ? host : e == z ? guest : f
  P = host.A & guest.P
}
`;

/**
 * Unknown are all of the host, the guest's P and the presence of its FIRST, and the enumeration.
 */
function partialCase(assumed: readonly string[] = ASSUMED) {
  const { model, meaning } = analyzeText(programOf(assumed));
  const [host, guest] = model.inputs;
  const [e] = model.enums;
  const [set] = model.sets;
  if (host === undefined || guest === undefined || e === undefined || set === undefined) {
    throw new Error("the program has them");
  }
  const assignment: Assignment = {
    bits: new Map([[guest, new Set([0])]]),
    present: new Map(),
    flags: new Set(model.flags),
    values: new Map([[e, 0]]),
  };
  const unknown: PartialCase["unknown"] = {
    bits: new Map([
      [host, new Set([0, 1, 32])],
      [guest, new Set([32])],
    ]),
    present: new Map([host, guest].map((input) => [input, new Set([0])])),
    enums: new Set([e]),
  };
  return { model, meaning, host, guest, e, set, known: { assignment, unknown } };
}

/**
 * All cases allowed by the assumptions that differ from the known one in unknown variables only.
 */
function completionsOf({ model, known }: ReturnType<typeof partialCase>): readonly Assignment[] {
  const { assignment, unknown } = known;
  return everyCase(model).filter((each) => {
    const agrees = model.inputs.every((input) => {
      const isKnown = (bit: number): boolean => unknown.bits.get(input)?.has(bit) !== true;
      const [own, given] = [each.bits.get(input), assignment.bits.get(input)];
      return [0, 1, 32].every(
        (bit) => !isKnown(bit) || own?.has(bit) === (given?.has(bit) === true),
      );
    });
    const { holds } = interpret(model, each);
    const isAllowed = model.assumptions.every(({ claim }) => holds(claim));
    return agrees && isAllowed && each.flags.size === assignment.flags.size;
  });
}

test("a bit is on or off if all completions agree, and depends on something otherwise", () => {
  const partial = partialCase();
  const { model, meaning, set, known } = partial;
  const possible = possibleCompletions(meaning, known);
  const completions = completionsOf(partial);
  expect(completions.length).toBeGreaterThan(10);
  const told = [0, 1, 2, 32].map((bit) => {
    const value = partialValue(meaning, meaning.valueOf(set, bit), known, possible);
    return typeof value === "boolean" ? value : value.on.map(atomName);
  });
  const brute = [0, 1, 2, 32].map((bit) => {
    const values = new Set(completions.map((each) => interpret(model, each).valueOf(set, bit)));
    return values.size === 1 ? values.has(true) : "both";
  });
  expect(brute).toEqual(["both", "both", false, "both"]);
  // Derived by hand. `guest.B` is off and `f` on, so B is host.B for x, off for z, on for y. P
  // equals host.A, which implies it.
  expect(told).toEqual([["host.A", "host.B", "guest.P"], ["e", "host.B"], false, ["host.A"]]);
});

test("assumptions that contradict the known bits are ignored", () => {
  const { meaning, host, set, known } = partialCase();
  const contradicting: PartialCase = {
    assignment: { ...known.assignment, bits: new Map([[host, new Set([0])]]) },
    unknown: { bits: new Map([[host, new Set([1])]]), present: new Map(), enums: new Set() },
  };
  expect(possibleCompletions(meaning, contradicting)).toBe(TRUE);
  const value = partialValue(meaning, meaning.valueOf(set, 0), contradicting, TRUE);
  expect(value).toBe(true);
  // `host.A & guest.P`: nothing of the guest is unknown, and its P is off.
  expect(partialValue(meaning, meaning.valueOf(set, 32), contradicting, TRUE)).toBe(false);
});

test("something is unknown if a bit, an entry or an enumeration is", () => {
  const { host, e, known } = partialCase();
  const nothing = { bits: new Map(), present: new Map(), enums: new Set<typeof e>() };
  const isOpen = (unknown: Partial<PartialCase["unknown"]>): boolean =>
    hasUnknown({ ...known, unknown: { ...nothing, ...unknown } });
  expect(isOpen({})).toBe(false);
  expect(isOpen({ bits: new Map([[host, new Set<number>()]]) })).toBe(false);
  expect(isOpen({ bits: new Map([[host, new Set([1])]]) })).toBe(true);
  expect(isOpen({ present: new Map([[host, new Set([0])]]) })).toBe(true);
  expect(isOpen({ enums: new Set([e]) })).toBe(true);
});

test.each(
  [
    ASSUMED,
    ["host has FIRST", "!host.P"],
    // Fewer decisions lead to two bits that are on than to one.
    ["host.A & host.B | !host.A & !host.B & guest.P"],
    ["host.A & host.B & !guest.P | !(host.A ^ host.B) & guest.P"],
    // The first values take more decisions off than a bit does.
    ["e == z | !guest.P"],
    ["e == z | guest.P & host.A"],
  ].flatMap((assumed) => [
    { assumed, prefers: "on" as const },
    { assumed, prefers: "off" as const },
  ]),
)(
  "a completion under $assumed is allowed, with as much $prefers as can be",
  ({ assumed, prefers }) => {
    const partial = partialCase(assumed);
    const { model, meaning, known } = partial;
    const found = complete(meaning, known, possibleCompletions(meaning, known), prefers);
    const { holds } = interpret(model, found);
    expect(model.assumptions.every(({ claim }) => holds(claim))).toBe(true);
    const count = ({ bits }: Assignment): number =>
      [...bits.values()].reduce((sum, { size }) => sum + size, 0);
    const counts = completionsOf(partial).map(count);
    expect(count(found)).toBe(prefers === "on" ? Math.max(...counts) : Math.min(...counts));
    expect(found.flags).toBe(known.assignment.flags);
  },
);

test.each([
  ["e == x", 0],
  ["e == y", 1],
  ["e == z", 2],
  ["e != x & (f -> e == z)", 2],
  ["guest.P", 0],
])("with an enumeration unknown, `%s` is completed with its value at %i", (assumed, value) => {
  const { model, meaning } = analyzeText(`
layout tiny { word ONLY { 0 P } }
input guest: tiny
flag f
enum e: x y z
assume ${assumed}
caps c: tiny { default = guest }
`);
  const [e] = model.enums;
  const [guest] = model.inputs;
  if (e === undefined || guest === undefined) throw new Error("the program has them");
  const known: PartialCase = {
    assignment: {
      bits: new Map([[guest, new Set([0])]]),
      present: new Map(),
      flags: new Set(model.flags),
      values: new Map([[e, 0]]),
    },
    unknown: { bits: new Map(), present: new Map(), enums: new Set([e]) },
  };
  const found = complete(meaning, known, possibleCompletions(meaning, known), "off");
  expect(found.values.get(e)).toBe(value);
});
