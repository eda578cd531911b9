/** Random merges of two rules, judged by tables of all cases: no false conflict, and none that is missed. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { bySide, type BySide } from "../../src/diff/merged-bits.ts";
import { judgeMerge } from "../../src/merging.ts";
import { readFromMemory } from "../../src/names/read-file.ts";

interface RuleOfTable {
  readonly text: string;
  readonly value: (host: boolean, guest: boolean, other: boolean) => boolean;
}

/** Those of B do not read A, which is the other bit for A only. */
const RULES_OF_B: readonly RuleOfTable[] = [
  { text: "host", value: (host) => host },
  { text: "guest", value: (_, guest) => guest },
  { text: "!!guest", value: (_, guest) => guest },
  { text: "none", value: () => false },
  { text: "host & guest", value: (host, guest) => host && guest },
  { text: "!(!guest | !host)", value: (host, guest) => host && guest },
];

const RULES_OF_A: readonly RuleOfTable[] = [
  ...RULES_OF_B,
  { text: "vcpu.B", value: (_host, _guest, other) => other },
  { text: "host & vcpu.B", value: (host, _, other) => host && other },
  { text: "vcpu.B | guest", value: (_, guest, other) => guest || other },
];

interface Rules {
  readonly A: RuleOfTable;
  readonly B: RuleOfTable;
}

/** Every assignment of host.A, guest.A, host.B and guest.B. */
const CASES = Array.from({ length: 16 }, (_, row) =>
  [0, 1, 2, 3].map((bit) => (row >> bit) % 2 === 1),
);

type Column = readonly boolean[];

function columnOfB({ B }: Rules): Column {
  return CASES.map(([, , host = false, guest = false]) => B.value(host, guest, false));
}

function columnOfA({ A }: Rules, ofB: Column): Column {
  return CASES.map(([host = false, guest = false], row) => A.value(host, guest, ofB[row] === true));
}

function areEqual(one: Column, other: Column): boolean {
  return one.every((value, row) => value === other[row]);
}

function isMergeOf({ base, ours, theirs, merged }: BySide<Column>): boolean {
  if (areEqual(base, ours)) return areEqual(merged, theirs);
  if (areEqual(base, theirs)) return areEqual(merged, ours);
  return areEqual(ours, theirs) && areEqual(merged, ours);
}

function conflictsOf(rules: BySide<Rules>): readonly string[] {
  const ofB = bySide((side) => columnOfB(rules[side]));
  const values = bySide((side) => columnOfA(rules[side], ofB[side]));
  const own = bySide((side) => columnOfA(rules[side], ofB.merged));
  return [...(isMergeOf(values) || isMergeOf(own) ? [] : ["A"]), ...(isMergeOf(ofB) ? [] : ["B"])];
}

/** Only of A: B reads nothing that a branch changes. */
function isInteraction(rules: BySide<Rules>): boolean {
  const ofB = bySide((side) => columnOfB(rules[side]));
  const values = bySide((side) => columnOfA(rules[side], ofB[side]));
  const own = bySide((side) => columnOfA(rules[side], ofB.merged));
  const isChanged = !areEqual(own.base, own.ours) || !areEqual(own.base, own.theirs);
  const isNeither =
    !areEqual(values.merged, values.ours) && !areEqual(values.merged, values.theirs);
  return isChanged && isNeither && !isMergeOf(values);
}

function sourceText({ A, B }: Rules): string {
  return `layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
input guest: tiny
caps vcpu: tiny { A = ${A.text}; B = ${B.text}; default = none }
`;
}

const pair = fc.record({ A: fc.constantFrom(...RULES_OF_A), B: fc.constantFrom(...RULES_OF_B) });

/** As text merges, where at most one branch changes a rule; else any of both. */
const merges = fc
  .record({ base: pair, ours: pair, theirs: pair, prefersOurs: fc.boolean() })
  .map(({ base, ours, theirs, prefersOurs }): BySide<Rules> => {
    const pick = (bit: "A" | "B"): RuleOfTable => {
      if (ours[bit] === base[bit]) return theirs[bit];
      if (theirs[bit] === base[bit]) return ours[bit];
      return (prefersOurs ? ours : theirs)[bit];
    };
    return { base, ours, theirs, merged: { A: pick("A"), B: pick("B") } };
  });

test("what conflicts by tables conflicts by diagrams, and nothing else", async () => {
  const counts = { clean: 0, conflict: 0, interaction: 0 };
  await fc.assert(
    fc.asyncProperty(merges, async (rules) => {
      const verdict = await judgeMerge(
        bySide((side) => ({
          entry: ["p.rules"],
          readFile: readFromMemory({ "p.rules": sourceText(rules[side]) }),
        })),
      );
      const expected = conflictsOf(rules);
      if (expected.length === 0 && isInteraction(rules)) {
        counts.interaction++;
        expect(verdict).toMatchObject({ kind: "interaction", disagreements: [] });
        if (verdict.kind !== "interaction") return;
        expect(verdict.interactions.map(({ bit }) => bit)).toEqual(["A"]);
        return;
      }
      if (expected.length === 0) {
        counts.clean++;
        expect(verdict).toEqual({ kind: "clean" });
        return;
      }
      counts.conflict++;
      if (verdict.kind !== "conflict") throw new Error(`it is ${verdict.kind}`);
      expect(verdict.conflicts.map(({ bit }) => bit)).toEqual(expected);
      expect(verdict.disagreements).toEqual([]);
    }),
    { seed: 1, numRuns: 150, endOnFailure: true },
  );
  expect(counts.interaction).toBeGreaterThan(0);
  expect(counts.clean).toBeGreaterThan(20);
  expect(counts.conflict).toBeGreaterThan(20);
});
