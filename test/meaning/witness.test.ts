/** The smallest case that makes a diagram true, as data and in words, by hand. */

import { expect, test } from "vitest";

import { FALSE, TRUE, type Diagram } from "../../src/bdd/bdd.ts";
import type { Meaning } from "../../src/meaning/lower.ts";
import { readAtoms } from "../../src/meaning/read-atoms.ts";
import { atomName } from "../../src/meaning/atom-name.ts";
import {
  caseParts,
  caseText,
  describeAssignment,
  findWitness,
  stateCase,
} from "../../src/meaning/witness.ts";
import type { Model } from "../../src/model/model.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const INPUTS = `
layout tiny {
  leaf FIRST = 0x1 ecx { 0 A  1 B }
  leaf SECOND = 0x1 edx { 0 S }
  leaf OTHER = 0x7.0 ebx { 0 C }
  word PLAIN { 0 P }
}
input host: tiny
input guest: tiny
flag f
flag g
enum e: x y z
enum d: one two
`;

interface Asked {
  readonly model: Model;
  readonly meaning: Meaning;
  readonly diagram: Diagram;
}

/** The diagram of an expression; the rules ask for the presence of OTHER, and of FIRST where the expression does. */
function ask(expression: string): Asked {
  const rules = `PLAIN[0] = ${expression}; PLAIN[1] = guest has OTHER`;
  const { model, meaning } = analyzeText(`${INPUTS}caps c: tiny { default = none; ${rules} }\n`);
  const [set] = model.sets;
  if (set === undefined) throw new Error("the program has a set");
  return { model, meaning, diagram: meaning.valueOf(set, 96) };
}

test.each([
  ["host.A", "host: A; everything else off"],
  ["!host.A", "everything off"],
  ["host.B & host.A & guest.P", "host: A B; guest: P; everything else off"],
  ["host.A & host.B & f | guest.P & g", "guest: P; g; everything else off"],
  ["guest.P & f & g | host.A & host.B & guest.A & guest.B", "guest: P; f; g; everything else off"],
  // Few decisions may lead to two bits, many to one flag.
  ["host.A & host.B | !host.A & !host.B & !host.P & f", "f; everything else off"],
  ["e == y & host.A", "host: A; e = y; everything else off"],
  // The value of an enumeration does not count as a set bit.
  ["e == y | host.A", "e = y; everything else off"],
  ["e == z", "e = z; everything else off"],
  ["e == x & d == two", "e = x; d = two; everything else off"],
  ["guest has OTHER", "guest has OTHER; everything else off"],
  ["guest has FIRST & f", "guest has FIRST; f; everything else off"],
  // A bit that is on says that its entry is there.
  ["guest.C & host.B", "host: B; guest: C; everything else off"],
  ["guest has OTHER & !guest.C & guest.A", "guest: A; guest has OTHER; everything else off"],
  ["guest.S", "guest: S; everything else off"],
])("the smallest case for `%s` is `%s`", (expression, text) => {
  const { model, meaning, diagram } = ask(expression);
  const witness = findWitness(meaning, model, diagram) ?? expect.fail("no case");
  expect(describeAssignment(meaning, witness, diagram)).toBe(text);
});

test("an impossible diagram has no case, and a tautology has the empty one", () => {
  const { model, meaning } = ask("f");
  expect(findWitness(meaning, model, FALSE)).toBeUndefined();
  const empty = findWitness(meaning, model, TRUE) ?? expect.fail("no case");
  expect(caseParts(meaning, empty, TRUE)).toEqual([]);
  expect(caseText([])).toBe("everything off");
  expect(caseText(["f", "g"])).toBe("f; g; everything else off");
  // In a case every enumeration has a value: the last, where none was chosen.
  expect([...empty.values].map(([{ values }, value]) => values[value])).toEqual(["z", "two"]);
});

test("a case as data lists the bits that are on and the enumerations that matter", () => {
  const { model, meaning, diagram } = ask("host.B & guest has OTHER & f & e == y & host.P");
  const witness = findWitness(meaning, model, diagram) ?? expect.fail("no case");
  expect(stateCase(meaning, witness, diagram)).toEqual({
    bits: { host: ["B", "P"] },
    present: { guest: ["OTHER"] },
    flags: ["f"],
    values: { e: "y" },
  });
  expect(stateCase(meaning, witness, FALSE).values).toEqual({});
  const bits = new Map(
    Array.from(witness.bits, ([input, on]) => [input, new Set([...on].reverse())]),
  );
  expect(stateCase(meaning, { ...witness, bits }, FALSE).bits).toEqual({ host: ["B", "P"] });
});

test.each([
  ["f & host.A | f & host.B", ["f", "host.A", "host.B"]],
  ["e == x & host.A | e == y & host.B", ["e", "host.A", "host.B"]],
  // Absent and all zeros are the same for a bit, but not for `has`.
  ["guest.C & g", ["g", "guest.C"]],
  ["guest has OTHER & g", ["g", "guest has OTHER"]],
  ["guest has OTHER & !guest.C", ["guest has OTHER", "guest.C"]],
  ["guest has OTHER & guest.P", ["guest has OTHER", "guest.P"]],
  ["host.A & !host.A", []],
])("`%s` depends on %s", (expression, names) => {
  const { meaning, diagram } = ask(expression);
  expect(readAtoms(meaning, diagram).map(atomName)).toEqual(names);
});
