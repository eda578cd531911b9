import { expect, test } from "vitest";

import { Bdd } from "../../src/bdd/bdd.ts";
import { freeVariables, isFree } from "../../src/meaning/free-variables.ts";

test("each key has a variable of its own, which no program has", () => {
  const bdd = new Bdd();
  const free = freeVariables(bdd);
  const diagrams = ["c 0", "c 1", "c 0", "c 0 hidden"].map(free);
  const variables = diagrams.map((diagram) => bdd.variableOf(diagram));
  expect(variables[2]).toBe(variables[0]);
  expect(new Set(variables).size).toBe(3);
  expect(variables.every(isFree)).toBe(true);
  // Layouts have fewer bits than 2^24.
  expect([0, 1, 2 ** 24].some(isFree)).toBe(false);
});
