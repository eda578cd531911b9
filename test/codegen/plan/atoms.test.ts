/** Which conditions a plan reads for what rules say: plans by hand. */

import { expect, test } from "vitest";

import { planText } from "../../harness/compile-text.ts";
import { showPlan } from "./show-plan.ts";

function planned(rules: string): readonly string[] {
  const program = `
layout tiny { leaf ONLY = 0x1 ecx { 0 A  1 B  2 C } }
layout far { word OTHER { 0 D }  leaf LAST = 0x7.0 ebx { 2 A }  leaf MORE = 0x7.1 eax { } }
input host: tiny
input guest: tiny
input cr4: far
flag f
flag g
enum three: x y z
enum four: p q r s
enum five: h i j k l
caps c: tiny { ${rules} }
`;
  return showPlan(planText(program, "c"));
}

/** The shorter of a list and its complement is read; of equally long ones, the one with the first value. */
test.each([
  ["A = three == y", "three in (y) & 0x1"],
  ["A = three in (y z)", "~three in (x) & 0x1"],
  ["A = three in (x z)", "~three in (y) & 0x1"],
  ["A = three in (x y z)", "0x1"],
  ["A = four in (p r)", "four in (p r) & 0x1"],
  ["A = four in (q s)", "~four in (p r) & 0x1"],
  ["A = four in (q r s)", "~four in (p) & 0x1"],
  ["A = five in (l i)", "five in (i l) & 0x1"],
  ["A = five in (k h j)", "~five in (i l) & 0x1"],
  ["A = three == x; B = three in (z y)", "(three in (x) & 0x1) | (~three in (x) & 0x2)"],
])("values of an enumeration: %s", (rules, value) => {
  expect(planned(`default = none; ${rules}`)).toEqual([`ONLY = ${value}`]);
});

test.each([
  ["the word itself, at the same place", "A = host", "host[0] & 0x1"],
  ["its bit at another place, moved", "A = host.C", "(host[0] >> 2) & 0x1"],
  [
    "bits at several distances, moved each",
    "A = host.C; C = host.A",
    "((host[0] >> 2) & 0x1) | ((host[0] << 2) & 0x4)",
  ],
  ["one bit for several, spread", "A C = host.B", "spread(host[0], 1) & 0x5"],
  ["a bit of another layout by its name", "A = cr4", "(cr4[1] >> 2) & 0x1"],
  ["a flag", "A B = g", "g & 0x3"],
  [
    "presence of two entries",
    "A = cr4 has LAST; B = cr4 has MORE",
    "(cr4 has 0 & 0x1) | (cr4 has 1 & 0x2)",
  ],
  ["presence of an entry", "A = cr4 has LAST", "cr4 has 0 & 0x1"],
])("what a bit reads: %s", (_what, rules, value) => {
  expect(planned(`default = none; ${rules}`)).toEqual([`ONLY = ${value}`]);
});

test("flags and bitmaps stand in the order of their declaration", () => {
  const both = ["ONLY = host[0] & guest[0] & f & g"];
  for (const rule of ["g & guest & f & host", "host & f & guest & g", "f & g & host & guest"]) {
    expect(planned(`default = ${rule}`)).toEqual(both);
  }
});
