/** Bits that are alike: an assertion holds for all bits of a group or for none, whatever the program. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { FALSE } from "../../src/bdd/bdd.ts";
import { lowerClaim } from "../../src/meaning/lower.ts";
import { alikeBits } from "../../src/model/alike-bits.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { makeAssertion } from "../harness/random-assertion.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { tapes } from "../harness/random-tape.ts";

test("a claim that holds for one bit of a group holds for all of them", () => {
  const counts = { groups: 0, bits: 0, violated: 0 };
  fc.assert(
    fc.property(tapes(800), (tape) => {
      const { text } = makeAssertion(tape, makeProgram(tape));
      const { model, meaning } = openProgram({
        entry: ["p.rules"],
        readFile: readFromMemory({ "p.rules": text }),
      });
      const [assertion] = model.assertions;
      if (assertion?.layout === undefined || meaning === undefined) return;
      const { layout, claim } = assertion;
      const { bdd, atoms, assumption } = meaning;
      for (const group of alikeBits(model)(layout)) {
        const isViolated = group.map(
          (bit) =>
            bdd.and(assumption, bdd.not(lowerClaim(bdd, atoms, claim, { layout, bit }))) !== FALSE,
        );
        expect(new Set(isViolated).size, text).toBe(1);
        counts.groups++;
        counts.bits += group.length;
        if (isViolated[0] === true) counts.violated++;
      }
    }),
    { seed: 1, numRuns: 150 },
  );
  expect(counts.bits - counts.groups).toBeGreaterThan(200);
  expect(counts.violated).toBeGreaterThan(100);
});

test("every bit is in one group", () => {
  const text = `layout a { word A { 0 P  1 Q } }
layout b { word B { 0 Q } }
input x: a
input y: b
caps s: a { default = x & y; P = x.Q }
`;
  const { model } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": text }),
  });
  const [a, b] = model.layouts;
  const grouped = [a, b].map((layout) => (layout === undefined ? [] : alikeBits(model)(layout)));
  const unnamed = Array.from({ length: 30 }, (_, bit) => bit + 2);
  // P has a rule of its own, which names Q, and with it Q's counterpart.
  expect(grouped).toEqual([
    [[0], [1], unnamed],
    [[0], Array.from({ length: 31 }, (_, i) => i + 1)],
  ]);
});
