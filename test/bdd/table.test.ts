/** The node table while it grows, and what it remembers: few nodes, and quick. */

import { expect, test } from "vitest";

import { LimitExceeded } from "../../src/base/limit.ts";
import { Bdd, FALSE, TRUE, type Diagram } from "../../src/bdd/bdd.ts";
import { CountingBdd } from "./counting-bdd.ts";

/** Enough for the tables of nodes and slots to grow several times. */
const MANY = 9000;

test("a table that has grown finds the nodes that it had", () => {
  const bdd = new Bdd();
  const count = (): Diagram[] => Array.from({ length: MANY }, (_, each) => bdd.variable(each));
  const first = count();
  expect(bdd.nodeCount).toBe(MANY + 2);
  expect(count()).toEqual(first);
  expect(bdd.nodeCount).toBe(MANY + 2);
  expect(new Set(first).size).toBe(MANY);
  const fields = first.map((node) => [bdd.variableOf(node), bdd.low(node), bdd.high(node)]);
  expect(fields).toEqual(first.map((_, variable) => [variable, FALSE, TRUE]));
});

/** The chain of 200 pairs, `a0 & b0 | a1 & b1 | …`, has two nodes a pair while partners stand side by side. */
test("repeating a computation makes no nodes", () => {
  const bdd = new Bdd();
  const sum = (): Diagram => {
    let all: Diagram = FALSE;
    for (let pair = 199; pair >= 0; pair--) {
      all = bdd.or(bdd.and(bdd.variable(2 * pair), bdd.variable(2 * pair + 1)), all);
    }
    return all;
  };
  const first = sum();
  const before = bdd.nodeCount;
  expect(sum()).toBe(first);
  expect(bdd.nodeCount).toBe(before);
  expect(bdd.reachable(first).length).toBe(400);
  expect(bdd.support(first)).toEqual(Array.from({ length: 400 }, (_, variable) => variable));
});

/**
 * Odd parity of 40 variables, computed from both ends, is one diagram of 79 nodes. Without what the
 * table remembers, each of these would take 2^40 steps.
 */
test("shared parts are visited once", () => {
  const bdd = new CountingBdd();
  const parity = (variables: readonly number[]): Diagram =>
    variables.reduce((odd, variable) => bdd.xor(bdd.variable(variable), odd), FALSE);
  const ascending = Array.from({ length: 40 }, (_, variable) => variable);
  const odd = parity(ascending);
  expect(parity(ascending.toReversed())).toBe(odd);
  expect(bdd.reachable(odd).length).toBe(79);
  const even = bdd.not(odd);
  expect(bdd.xor(odd, even)).toBe(TRUE);
  expect(bdd.meets(odd, even)).toBe(false);
  expect(bdd.meets(even, odd)).toBe(false);
});

/** Random-looking, but the same each time: pairs of three-variable functions of 12 variables. */
test("with as many results as the cache has slots, each is still right", () => {
  const bdd = new Bdd();
  const variables = Array.from({ length: 12 }, (_, variable) => bdd.variable(variable));
  const rows = [0, 0x5a5, 0xa5a, 0x333, 0xccc, 0xfff, 0x0f0, 0x111, 0x888, 0x7bd];
  const made: (readonly [Diagram, (row: number) => boolean])[] = [];
  const at = (row: number, variable: number): boolean => ((row >> variable) & 1) === 1;
  for (let a = 0; a < 12; a++) {
    for (let b = 0; b < 12; b++) {
      for (let c = 0; c < 12; c += 3) {
        const [one, two, three] = [variables[a], variables[b], variables[c]];
        if (one === undefined || two === undefined || three === undefined) throw new Error("12");
        made.push([
          bdd.or(bdd.and(one, bdd.not(two)), bdd.xor(two, three)),
          (row) => (at(row, a) && !at(row, b)) || at(row, b) !== at(row, c),
        ]);
      }
    }
  }
  const meets = (row: number, [diagram]: readonly [Diagram, unknown]): boolean =>
    bdd.evaluate(diagram, (variable) => at(row, variable));
  for (const each of made) {
    expect(rows.map((row) => meets(row, each))).toEqual(rows.map(each[1]));
  }
  for (let i = 0; i < made.length; i++) {
    const [left, right] = [made[i], made[(i * 7 + 1) % made.length]];
    if (left === undefined || right === undefined) throw new Error("both are there");
    const both = bdd.and(left[0], right[0]);
    expect(rows.map((row) => meets(row, [both, undefined]))).toEqual(
      rows.map((row) => left[1](row) && right[1](row)),
    );
    expect(bdd.meets(left[0], right[0])).toBe(both !== FALSE);
  }
});

test("a recursion is refused beyond 3,000 variables, and only then; later ones are not", () => {
  const bdd = new Bdd();
  const conjunction = (count: number, offset: number): Diagram => {
    let all: Diagram = TRUE;
    for (let variable = 2 * (count - 1); variable >= 0; variable -= 2) {
      all = bdd.and(bdd.variable(variable + offset), all);
    }
    return all;
  };
  const deep = (count: number) => (): Diagram =>
    bdd.or(conjunction(count, 0), conjunction(count, 1));
  expect(deep(1400)).not.toThrow();
  expect(deep(1600)).toThrow(LimitExceeded);
  expect(deep(1600)).toThrow("a decision diagram is deeper than 3000 variables");
  expect(deep(1400)).not.toThrow();
  expect(bdd.meets(conjunction(1400, 0), conjunction(1400, 1))).toBe(true);
});

test("a disjunction over a variable is true where either value makes it so", () => {
  const bdd = new Bdd();
  const [a, b] = [bdd.variable(0), bdd.variable(1)];
  expect(bdd.exists(bdd.and(a, b), 0)).toBe(b);
  expect(bdd.exists(bdd.and(a, bdd.not(b)), 1)).toBe(a);
  expect(bdd.exists(bdd.xor(a, b), 1)).toBe(TRUE);
  expect(bdd.exists(FALSE, 0)).toBe(FALSE);
});

test("terminals test no variable, depend on none, and reach nothing", () => {
  const bdd = new Bdd();
  for (const terminal of [FALSE, TRUE]) {
    expect(bdd.support(terminal)).toEqual([]);
    expect(bdd.reachable(terminal)).toEqual([]);
    expect(bdd.restrict(terminal, 0, true)).toBe(terminal);
    expect(bdd.variableOf(terminal)).toBeGreaterThan(1_000_000);
    expect([bdd.low(terminal), bdd.high(terminal)]).toEqual([FALSE, FALSE]);
  }
  expect([bdd.constant(false), bdd.constant(true)]).toEqual([FALSE, TRUE]);
});

/**
 * A diagram of this many variables is deeper than the recursion limit; it is made from below, one
 * variable at a time.
 */
test("trivial results need no recursion, however deep the diagram is", () => {
  const bdd = new Bdd();
  let deep: Diagram = TRUE;
  for (let variable = 4000; variable > 0; variable--) deep = bdd.and(bdd.variable(variable), deep);
  expect(bdd.implies(deep, TRUE)).toBe(TRUE);
  expect(bdd.implies(FALSE, deep)).toBe(TRUE);
  expect(bdd.ite(bdd.variable(0), deep, deep)).toBe(deep);
  expect(bdd.ite(deep, TRUE, FALSE)).toBe(deep);
  expect([bdd.and(deep, TRUE), bdd.and(FALSE, deep)]).toEqual([deep, FALSE]);
  expect([bdd.or(deep, FALSE), bdd.or(TRUE, deep)]).toEqual([deep, TRUE]);
  expect([bdd.meets(deep, deep), bdd.meets(deep, TRUE), bdd.meets(TRUE, deep)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([bdd.meets(deep, FALSE), bdd.meets(FALSE, deep)]).toEqual([false, false]);
});

test("a limit that is reached deep in a recursion leaves later ones as deep as they were", () => {
  const bdd = new Bdd();
  const conjunction = (offset: number): Diagram =>
    Array.from({ length: 100 }, (_, each) => bdd.variable(2 * each + offset))
      .reverse()
      .reduce((all, each) => bdd.and(each, all), TRUE);
  const [one, other] = [conjunction(0), conjunction(1)];
  for (let attempt = 0; attempt < 40; attempt++) {
    expect(() => bdd.apart(0, () => bdd.or(one, other))).toThrow("more than 0 nodes");
  }
  expect(bdd.support(bdd.or(one, other))).toHaveLength(200);
});

test("restricting a diagram asks once for each variable, and makes nodes for nothing that is left out", () => {
  const bdd = new Bdd();
  const [a, b, c, d] = [0, 1, 2, 3].map((variable) => bdd.variable(variable));
  if (a === undefined || b === undefined || c === undefined || d === undefined) {
    throw new Error("there are four");
  }
  const left = bdd.and(b, bdd.or(c, d));
  const diagram = bdd.ite(a, b, left);
  const before = bdd.nodeCount;
  const asked: number[] = [];
  const restricted = bdd.restrictAll(diagram, (variable) => {
    asked.push(variable);
    return variable === 0 ? true : variable === 2 ? false : undefined;
  });
  expect([restricted, bdd.nodeCount]).toEqual([b, before]);
  const again: number[] = [];
  bdd.restrictAll(bdd.xor(bdd.xor(a, b), bdd.xor(c, d)), (variable) => {
    again.push(variable);
    return variable === 1 ? true : undefined;
  });
  expect(new Set(asked).size).toBe(asked.length);
  expect(again.sort()).toEqual([0, 1, 2, 3]);
  for (const terminal of [FALSE, TRUE]) {
    expect(bdd.restrictAll(terminal, () => true)).toBe(terminal);
  }
});

/** Random-looking tables of 32 rows; so many pairs that every slot of the cache is used again and again. */
test("`meets` is right whatever the cache holds or forgets", () => {
  const bdd = new Bdd();
  const variables = [0, 1, 2, 3, 4].map((variable) => bdd.variable(variable));
  const functions = Array.from({ length: 150 }, (_, number) => {
    // Few rows are true, so that many pairs do not meet.
    const table = Math.imul(number + 1, 0x9e37_79b1) & Math.imul(number + 7, 0x85eb_ca77);
    const rows = Array.from({ length: 32 }, (_row, row) => row).filter(
      (row) => (table >>> row) & 1,
    );
    const products = rows.map((row) =>
      variables
        .map((each, variable) => ((row >> variable) & 1 ? each : bdd.not(each)))
        .reduce((all, each) => bdd.and(all, each), TRUE),
    );
    return { table, diagram: products.reduce((any, each) => bdd.or(any, each), FALSE) };
  });
  let wrong = 0;
  for (const one of functions) {
    for (const other of functions) {
      if (bdd.meets(one.diagram, other.diagram) !== ((one.table & other.table) !== 0)) wrong++;
      const isDisjoint = bdd.and(other.diagram, one.diagram) === FALSE;
      if (isDisjoint !== ((one.table & other.table) === 0)) wrong++;
    }
  }
  expect(wrong).toBe(0);
});

test("nodes of one variable that differ in one branch only are different nodes", () => {
  const bdd = new Bdd();
  const top = bdd.variable(0);
  const others = Array.from({ length: 4000 }, (_, each) => bdd.variable(each + 1));
  const lows = others.map((each) => bdd.low(bdd.or(top, each)));
  const highs = others.map((each) => bdd.high(bdd.and(top, each)));
  expect(lows).toEqual(others);
  expect(highs).toEqual(others);
});
