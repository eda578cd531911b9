/** In how many cases a bit changes, held against an enumeration of all cases. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { shareText } from "../../src/review/describe/change-words.ts";
import { diff } from "../../src/review/diff.ts";
import { sourceOf } from "../harness/compile-text.ts";
import type { RuleSource } from "../../src/program/source.ts";

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

/** True if the value of the part ever makes a difference while the others are fixed. */
function matters(part: keyof Case, { holds }: Formula): boolean {
  return CASES.some((one) =>
    CASES.some(
      (other) =>
        PARTS.every((each) => each === part || one[each] === other[each]) &&
        holds(one) !== holds(other),
    ),
  );
}

test("cases are counted under the assumption, over the variables that the bit depends on", async () => {
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

/** A bit that is on unless all of so many flags are off, and one that is on if all are off. */
async function shareOfFlags(count: number, before: string, after: string): Promise<string> {
  const flags = Array.from({ length: count }, (_, at) => `f${at}`);
  const program = (rule: string): RuleSource =>
    sourceOf(
      `layout l { word W { 0 P } }\n${flags.map((each) => `flag ${each}\n`).join("")}caps c: l {\n  default = none\n  P = ${rule}\n}\n`,
    );
  const rule = { any: flags.join(" | "), none: "none", one: `f0 & (${flags.join(" | ")})` };
  const of = (name: string): RuleSource => program(rule[name as keyof typeof rule]);
  const { diff: found } = await diff(of(before), of(after));
  const [change] = found?.sets[0]?.changes ?? [];
  return change === undefined ? "no change" : shareText(change.share);
}

test.each([
  // 2^n - 1 of 2^n cases, and 2^(n-1) - 1 of 2^n.
  [4, "none", "any", "in 15 of 16 cases"],
  [40, "none", "any", "in more than 99.9 % of all cases"],
  [60, "none", "any", "in more than 99.9 % of all cases"],
  [60, "one", "any", "in 50 % of all cases"],
])("of %d flags from %s to %s: %s", async (count, before, after, text) => {
  expect(await shareOfFlags(count, before, after)).toBe(text);
});

test.each([
  [996, "in 99.6 % of all cases", 1000],
  [9999, "in more than 99.9 % of all cases", 10_000],
  [990, "in 99 % of all cases", 1000],
  [123, "in 12 % of all cases", 1000],
  [1000, "in every case", 1000],
  [1, "in less than 0.1 % of all cases", 10_000],
  [1, "in 0.10 % of all cases", 1000],
])("%d of so many is shown as %s", (changing, text, of) => {
  expect(shareText({ changing: changing * 1e6, all: of * 1e6 })).toBe(text);
});

test("no share is shown as an exponent, and no proper share as all or nothing", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e6, max: 1e300, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, part) => {
        const changing = Math.max(1, Math.min(all * part, all * (1 - Number.EPSILON)));
        const [percent = ""] = /[\d.]+(?= %)/.exec(shareText({ changing, all })) ?? [];
        expect(Number(percent)).toBeGreaterThan(0);
        expect(Number(percent)).toBeLessThan(100);
        expect(percent).toMatch(/^\d{1,2}(\.\d{1,2})?$/);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});
