/** How groups of bits are worked into the main function of their word: the cheapest ways, by hand. */

import { expect, test } from "vitest";

import { planText } from "../../harness/compile-text.ts";
import { showPlan } from "./show-plan.ts";

function planned(rules: string): readonly string[] {
  const program = `
layout tiny { word W { 0 A  1 B  2 C  3 D  4 E } }
input host: tiny
input guest: tiny
flag f
flag g
caps c: tiny { ${rules} }
`;
  return showPlan(planText(program, "c"));
}

/** Bits that nothing is said of, 5 to 31, have the default, which is the main function. */
test.each([
  ["an atom held at one", "host & guest", "A = guest", "guest[0] & (host[0] | 0x1)"],
  ["an atom held at zero", "host | guest", "A = guest", "guest[0] | (host[0] & 0xfffffffe)"],
  [
    "two atoms, each held in other bits",
    "host | guest",
    "A = guest; B = host",
    "(guest[0] & 0xfffffffd) | (host[0] & 0xfffffffe)",
  ],
  [
    "one atom held at zero and at one",
    "host ^ guest",
    "A = guest; B = !guest",
    "((host[0] | 0x2) & 0xfffffffe) ^ guest[0]",
  ],
  [
    "atoms of a function of three, and a bit of its own",
    "host & (guest | f)",
    "A = host & guest; B = guest; C = host & f",
    "(host[0] & ((guest[0] & 0xfffffffb) | (f & 0xfffffffe)) & 0xfffffffd) | (guest[0] & 0x2)",
  ],
  [
    "what is required as well",
    "host & guest",
    "A = host & guest & f",
    "host[0] & guest[0] & (f | 0xfffffffe)",
  ],
  [
    "what is required of a sum",
    "host | guest",
    "A = (host | guest) & f",
    "(guest[0] | host[0]) & (f | 0xfffffffe)",
  ],
  [
    "two requirements",
    "host & guest",
    "A = host & guest & f; B = host & guest & g",
    "host[0] & guest[0] & (f | 0xfffffffe) & (g | 0xfffffffd)",
  ],
  [
    "an atom held, and what is required then",
    "host & guest",
    "A = host & f",
    "host[0] & (guest[0] | 0x1) & (f | 0xfffffffe)",
  ],
  ["what is added", "host & guest", "A = host & guest | f", "(host[0] & guest[0]) | (f & 0x1)"],
  [
    "what is added in place of what is implied",
    "host & guest",
    "A = host | f",
    "(host[0] & guest[0]) | ((host[0] | f) & 0x1)",
  ],
  [
    "what neither requires nor adds",
    "host & guest",
    "A = f & g",
    "(host[0] & guest[0] & 0xfffffffe) | (f & g & 0x1)",
  ],
  [
    "what would take more to hold than to compute",
    "host & guest & f",
    "A = host & g",
    "(host[0] & guest[0] & f & 0xfffffffe) | (host[0] & g & 0x1)",
  ],
  ["the contrary of the main function", "f", "A = !f", "(f & 0xfffffffe) | (~f & 0x1)"],
  [
    "bits that are always off, and always on",
    "host & guest",
    "A = none; B = all",
    "(host[0] & guest[0] & 0xfffffffc) | 0x2",
  ],
  ["most bits always off", "none", "A B = host; C = guest", "(host[0] & 0x3) | (guest[0] & 0x4)"],
  [
    "most bits always on",
    "all",
    "A B = host; C = guest",
    "(host[0] & 0x3) | (guest[0] & 0x4) | 0xfffffff8",
  ],
])("%s", (_what, main, rules, value) => {
  expect(planned(`default = ${main}; ${rules}`)).toEqual([`W = ${value}`]);
});

test("what bits require of their own word is one restriction for those that require alike", () => {
  expect(planned("default = host & guest; A requires B; C requires D")).toEqual([
    "W = host[0] & guest[0]",
    "W &= (own[0] >> 1) | 0xfffffffa",
  ]);
  expect(planned("default = host & guest; A requires B; C requires D | f; E requires D")).toEqual([
    "W = host[0] & guest[0]",
    "W &= ((own[0] >> 1) | 0xfffffffe) & ((own[0] >> 1) | f | 0xfffffffb) & ((own[0] << 1) | 0xffffffef)",
  ]);
});
