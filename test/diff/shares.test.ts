/** In how many cases a bit changes, held against an enumeration of all cases. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { diff } from "../../src/comparison.ts";
import { sourceOf } from "../harness/compile-text.ts";
import type { RuleSource } from "../../src/compile.ts";

interface Case {
  readonly a: boolean;
  readonly b: boolean;
  readonly v: string;
  readonly P: boolean;
  readonly Q: boolean;
}

const BOOLEANS = [false, true];

const CASES: readonly Case[] = BOOLEANS.flatMap((a) =>
  BOOLEANS.flatMap((b) =>
    ["x", "y", "z"].flatMap((v) =>
      BOOLEANS.flatMap((P) => BOOLEANS.map((Q) => ({ a, b, v, P, Q }))),
    ),
  ),
);

const PARTS = ["a", "b", "v", "P", "Q"] as const;

/** An expression as text, and what it is in a case. */
interface Formula {
  readonly text: string;
  readonly holds: (given: Case) => boolean;
}

const ATOMS: readonly Formula[] = [
  { text: "a", holds: ({ a }) => a },
  { text: "b", holds: ({ b }) => b },
  { text: "v == x", holds: ({ v }) => v === "x" },
  { text: "v == y", holds: ({ v }) => v === "y" },
  { text: "v == z", holds: ({ v }) => v === "z" },
  { text: "h.P", holds: ({ P }) => P },
  { text: "h.Q", holds: ({ Q }) => Q },
];

const formula = fc.letrec<{ any: Formula; atom: Formula }>((tie) => ({
  atom: fc.constantFrom(...ATOMS),
  any: fc.oneof(
    { maxDepth: 3 },
    tie("atom"),
    tie("any").map(({ text, holds }) => ({
      text: `!(${text})`,
      holds: (given: Case) => !holds(given),
    })),
    fc.tuple(tie("any"), tie("any")).map(([one, other]) => ({
      text: `(${one.text}) & (${other.text})`,
      holds: (given: Case) => one.holds(given) && other.holds(given),
    })),
    fc.tuple(tie("any"), tie("any")).map(([one, other]) => ({
      text: `(${one.text}) | (${other.text})`,
      holds: (given: Case) => one.holds(given) || other.holds(given),
    })),
  ),
})).any;

function programOf({ text }: Formula): RuleSource {
  return sourceOf(
    `layout l { word W { 0 P  1 Q } }\ninput h: l\nflag a\nflag b\nenum v: x y z\ncaps c: l {\n  default = none\n  P = ${text}\n}\n`,
  );
}

/** Whether the value of the part, the others being equal, ever makes a difference. */
function matters(part: keyof Case, { holds }: Formula): boolean {
  return CASES.some((one) =>
    CASES.some(
      (other) =>
        PARTS.every((each) => each === part || one[each] === other[each]) &&
        holds(one) !== holds(other),
    ),
  );
}

test("cases are counted among those that are assumed, over what the bit depends on", async () => {
  let changes = 0;
  await fc.assert(
    fc.asyncProperty(formula, formula, formula, async (before, after, assumed) => {
      const result = await diff(programOf(before), programOf(after), { assume: [assumed.text] });
      const [change] = result.diff?.sets[0]?.changes ?? [];
      if (change === undefined) return;
      changes++;
      const parts = PARTS.filter((part) => matters(part, before) || matters(part, after));
      const key = (given: Case): string => parts.map((part) => String(given[part])).join();
      const allowed = CASES.filter(assumed.holds);
      const changing = allowed.filter((given) => before.holds(given) !== after.holds(given));
      expect(change.share).toEqual({
        changing: new Set(changing.map(key)).size,
        all: new Set(allowed.map(key)).size,
      });
    }),
    { seed: 1, numRuns: 150, endOnFailure: true },
  );
  expect(changes).toBeGreaterThan(50);
});
