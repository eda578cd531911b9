/** Diagrams that are large: limits, and tables that have grown. */

import { describe, expect, test } from "vitest";
import { LimitExceeded } from "../../src/base/limit.ts";
import { Bdd, FALSE, TRUE, type Diagram } from "../../src/bdd/bdd.ts";
import { cheapestAssignment } from "../../src/bdd/witness.ts";

const perTrueVariable = (_: number, value: boolean): number => Number(value);

describe("large decision diagrams", () => {
  test("stop at the node limit instead of filling the memory", () => {
    const bdd = new Bdd(1000);
    const first = bdd.variable(0);
    const parityOfPairs = (): Diagram => {
      let sum = FALSE;
      for (let i = 0; i < 20; i++) {
        sum = bdd.or(sum, bdd.and(bdd.variable(i), bdd.variable(20 + i)));
      }
      return sum;
    };
    expect(parityOfPairs).toThrow(LimitExceeded);
    expect(bdd.and(first, TRUE)).toBe(first);
  });

  test("of a conjunction of 100,000 variables are built and read without deep recursion", () => {
    const bdd = new Bdd();
    let all = TRUE;
    for (let variable = 99_999; variable >= 0; variable--) {
      all = bdd.and(bdd.variable(variable), all);
    }
    expect(bdd.support(all).length).toBe(100_000);
    expect(cheapestAssignment(bdd, all, perTrueVariable)?.cost).toBe(100_000);
  });

  test("refuse a recursion that would endanger the stack", () => {
    const bdd = new Bdd();
    const conjunction = (offset: number): Diagram => {
      let all = TRUE;
      for (let variable = 20_000; variable >= 0; variable -= 2) {
        all = bdd.and(bdd.variable(variable + offset), all);
      }
      return all;
    };
    expect(() => bdd.or(conjunction(0), conjunction(1))).toThrow(LimitExceeded);
  });
});
