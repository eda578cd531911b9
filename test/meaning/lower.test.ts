/** Diagrams of small programs against the interpreter, in all cases and in every order of variables. */

import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { LimitExceeded } from "../../src/base/limit.ts";
import { spanText } from "../../src/base/span.ts";
import { Bdd, TRUE } from "../../src/bdd/bdd.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import { valueOfVariable } from "../../src/meaning/assignment-values.ts";
import { lowerClaim, lowerModel, vocabularyOf, type Meaning } from "../../src/meaning/lower.ts";
import { SLOT_ORDERS } from "../../src/meaning/slot-order.ts";
import type { ReadExpr } from "../../src/meaning/slots-read.ts";
import type { Layout } from "../../src/model/layout.ts";
import type { Assignment, Model } from "../../src/model/model.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { everyCase } from "../harness/every-case.ts";

/** In `far` the bits B and D have other places, and A is missing. */
const INPUTS = `
layout near { leaf FIRST = 0x1 ecx { 0 A  1 B }  word PLAIN { 5 D } }
layout far { word OTHER { 7 D  8 B } }
input host: near
input guest: far
flag f
enum e: x y z
enum d: one two
`;

/** The bits with names, and one without. */
const BITS: Readonly<Record<string, readonly number[]>> = { near: [0, 1, 2, 37], far: [6, 7, 8] };
const bitsOf = ({ name }: Layout): readonly number[] => BITS[name] ?? [];

function meaningsOf(text: string): {
  readonly model: Model;
  readonly meanings: readonly Meaning[];
} {
  const { model, meaning } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": text }),
  });
  expect(meaning).toBeDefined();
  const meanings = SLOT_ORDERS.map((order) =>
    lowerModel(new Bdd(), model, vocabularyOf(model, order)),
  );
  return { model, meanings };
}

/** Returns the values of diagrams in a case. */
function valueIn(meaning: Meaning, given: Assignment): (diagram: number) => boolean {
  const isTrue = (variable: number): boolean => valueOfVariable(meaning, given, variable) === true;
  return (diagram) => meaning.bdd.evaluate(diagram, isTrue);
}

const inDigits = (values: readonly boolean[]): string => values.map(Number).join("");

test.each([
  ["a default, with counterparts", "default = host & guest"],
  ["bits without a counterpart", "default = guest | !guest & host.A"],
  ["unnamed bits", "default = host; unnamed = f; B = guest"],
  ["every connective", "default = host -> guest; A = (f ^ host.B) ? !guest.B : host | f"],
  ["operands that repeat", "default = f & host & f & host & host.B & guest.D & host.B & guest.D"],
  ["operands of one bitmap", "default = none; A = host.B & host.A | host & guest.B | guest.D & f"],
  ["lists", "set s: A B; class k = s & f; default = s ? host : guest; k: D"],
  ["classes that are read twice", "class k = host ^ f; class l = k & guest.B | k & f; default = l"],
  ["absent entries", "default = none; A = host has FIRST ? host : f; B = host | !host has FIRST"],
  ["a value of an enum", "default = e == y ? host : guest; A = e != x"],
  [
    "rules under values of an enum",
    "default = none; when e == x { A = host }; when e == y { A = guest.B; B = f }",
  ],
  [
    "lists of values",
    "default = host; when e in (x z) { A = guest.D }; when e == y { A = f }; D = e in (y z)",
  ],
  [
    "flags beside values",
    "default = host; when f & e == x { A = f }; when !f { A = guest.B }; when f & e == y { A = all }",
  ],
  [
    "a value beside a flag; both apply where the assumption fails",
    "default = host; when e == x { A = host.B }; when f { A = guest.B }",
    "assume !f | e != x",
  ],
  [
    "values of two enums; both apply where the assumption fails",
    "default = guest; when e == x { A = host }; when d == one { A = guest.B }",
    "assume e != x | d != one",
  ],
  [
    "values of two enums and a flag; several apply where the assumption fails",
    "default = host; when e == x { A = host.B }; when d == one { A = guest.B }; when f { A = guest.D }",
    "assume !(f & e == x) & !(f & d == one) & !(e == x & d == one)",
  ],
  [
    "lists with a value in common; several apply where the assumption fails",
    "default = none; when e in (x y) { A = host }; when e in (y z) { A = guest.B }; when e == z { A = f }",
    "assume e == x",
  ],
  [
    "two flags; both apply where the assumption fails",
    "default = host; when f { A = guest.B }; when guest.D { A = guest.B & host.B }",
    "assume !(f & guest.D)",
  ],
  ["also", "default = none; A also host; when f { A also guest.B }; A also host.B & guest.D"],
  [
    "requirements",
    "default = all; A requires host; when e == x { A requires guest.B }; A B requires D",
  ],
  ["bits of the set itself", "default = host; A = B & f; B = D | guest; D requires f"],
  ["two sets", "default = host", "caps next: far { default = c & guest; D = c.A ^ guest.B }"],
  [
    "layers",
    "default = host; when f { A = guest.B }",
    "caps next extends c { when e == x { override A = none }; B also host.A }",
  ],
])("diagrams agree with the interpreter: %s", (_what, rules, more = "") => {
  const { model, meanings } = meaningsOf(`${INPUTS}caps c: near { ${rules} }\n${more}\n`);
  const bits = model.sets.flatMap((set) => bitsOf(set.layout).map((bit) => ({ set, bit })));
  const cases = everyCase(model);
  const right = cases.map((given) => {
    const { valueOf, holds } = interpret(model, given);
    const isAllowed = model.assumptions.every(({ claim }) => holds(claim));
    return inDigits([isAllowed, ...bits.map(({ set, bit }) => valueOf(set, bit))]);
  });
  for (const meaning of meanings) {
    const diagrams = [meaning.assumption, ...bits.map(({ set, bit }) => meaning.valueOf(set, bit))];
    expect(cases.map((given) => inDigits(diagrams.map(valueIn(meaning, given))))).toEqual(right);
  }
});

test("claims about bits and governing classes agree with the interpreter", () => {
  const { model, meanings } = meaningsOf(`${INPUTS}
class k = host & f
class l = guest.B
caps c: near {
  default = host
  l: D
  when e == x { k: A }
  when e == y { k: A }
  when e != x & f { l: B }
}
assert c is k -> host
assert c is l
assert c.A is k ^ f
assert c.D is l | c is k
assert c -> host | guest
assert c.A & !guest.B -> c.B
assert e in (x z) & c
assert host has FIRST ^ f
`);
  expect(model.assertions).toHaveLength(8);
  const claims = model.assertions.flatMap(({ claim, layout }): readonly ReadExpr[] =>
    layout === undefined
      ? [{ expr: claim, thisBit: undefined }]
      : bitsOf(layout).map((bit) => ({ expr: claim, thisBit: { layout, bit } })),
  );
  const cases = everyCase(model);
  const right = cases.map((given) => {
    const { holds } = interpret(model, given);
    return inDigits(claims.map(({ expr, thisBit }) => holds(expr, thisBit)));
  });
  for (const meaning of meanings) {
    const diagrams = claims.map(({ expr, thisBit }) =>
      lowerClaim(meaning.bdd, meaning.atoms, expr, thisBit),
    );
    expect(cases.map((given) => inDigits(diagrams.map(valueIn(meaning, given))))).toEqual(right);
  }
});

test.each(["assume", "assert"])(
  "where only an `%s` asks for an entry, its bits say that it is there",
  (word) => {
    const { model, meanings } = meaningsOf(
      `${INPUTS}caps c: near { default = host }\n${word} host.A -> host has FIRST\n`,
    );
    for (const { bdd, atoms, assumption } of meanings) {
      const claims = model.assertions.map(({ claim }) => lowerClaim(bdd, atoms, claim, undefined));
      expect([assumption, ...claims].every((diagram) => diagram === TRUE)).toBe(true);
    }
  },
);

/** The sum of three products of two bits that stand far apart. */
const LARGE = "host.A & guest.B | host.B & guest.D | host.D & guest.B & f";

test.each([
  [
    "a rule",
    `caps c: near { default = host; B = ${LARGE} }`,
    `B = ${LARGE}`,
    "when `c.B` is on",
    "name fewer bits in one rule, or split it over two sets",
  ],
  [
    "an assumption",
    `caps c: near { default = host }\nassume f\nassume ${LARGE}`,
    `assume ${LARGE}`,
    "the meaning of the assumptions up to this one",
    "assume only what claims and rules need, and state the relation between two bits in one `assume`",
  ],
])("a limit that is reached in %s says where and what to do", (_what, rules, at, what, help) => {
  const { model } = meaningsOf(`${INPUTS}${rules}\n`);
  let error: unknown;
  try {
    lowerModel(new Bdd(10), model);
  } catch (thrown) {
    error = thrown;
  }
  const { place } = error instanceof LimitExceeded ? error : expect.fail("no limit is reached");
  expect([place?.what, place?.help]).toEqual([what, help]);
  expect(place && spanText(place.span)).toBe(at);
});
