/** Checks that reach a limit name the claim or rules that stay open, and what to do. */

import { expect, test } from "vitest";

import { LimitExceeded } from "../../src/base/limit.ts";
import { spanText } from "../../src/base/span.ts";
import { Bdd } from "../../src/bdd/bdd.ts";
import { checkAssertions } from "../../src/checks/assertions.ts";
import { checkConflictingConditions } from "../../src/checks/conflicting-conditions.ts";
import { lowerModel } from "../../src/meaning/lower.ts";
import { analyzeText } from "../harness/random-compiled.ts";

const INPUTS = `
layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
flag f
flag g
flag h
`;

test.each([
  {
    check: checkAssertions,
    rules: "caps c: tiny { default = host }\nassert c.A & g -> host.A | f",
    at: "c.A & g -> host.A | f",
    what: "whether this assertion always holds",
    help: "claim less at once: one conclusion in one assertion, about fewer bits",
  },
  {
    check: checkConflictingConditions,
    rules:
      "caps c: tiny { default = host; B = f; when f & g { A = all }; when !f & h { A = none }; when f & !g & h { A = f } }",
    at: "A = all",
    what: "whether two rules for `A` can apply at the same time",
    help: "read less in the conditions, or make them values of one enum",
  },
])("what is undecided names its place: $what", ({ check, rules, at, what, help }) => {
  const { model } = analyzeText(`${INPUTS}${rules}\n`);
  // Lowers the rules alone, so that the check needs nodes of its own.
  const meaning = lowerModel(new Bdd(), model);
  let error: unknown;
  try {
    meaning.bdd.apart(0, () => check({ model, meaning, roots: new Set() }));
  } catch (thrown) {
    error = thrown;
  }
  const { place } = error instanceof LimitExceeded ? error : expect.fail("no limit is reached");
  expect([place?.what, place?.help]).toEqual([what, help]);
  expect(place && spanText(place.span)).toBe(at);
});
