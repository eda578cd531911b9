/** Random merges of two rules, judged by tables of all cases: no false conflict, and none that is missed. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { bySide, type BySide } from "../../src/review/merge/merged-bits.ts";
import { judgeMerge } from "../../src/review/merge/judge-merge.ts";
import { readFromMemory } from "../../src/names/read-file.ts";

interface RuleOfTable {
  readonly text: string;
  readonly value: (host: boolean, guest: boolean, other: boolean) => boolean;
}

/** Rules of B do not read A: only A has rules that read the other bit. */
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

interface Assumed {
  /** Empty for nothing. */
  readonly text: string;
  readonly holds: (row: Column) => boolean;
}

const ASSUMED: readonly Assumed[] = [
  { text: "", holds: () => true },
  {
    text: "assume guest.A & guest.B",
    holds: ([, guestA, , guestB]) => guestA === true && guestB === true,
  },
  {
    text: "assume host.B & guest.B",
    holds: ([, , hostB, guestB]) => hostB === true && guestB === true,
  },
];

interface Rules {
  readonly A: RuleOfTable;
  readonly B: RuleOfTable;
  readonly assumed: Assumed;
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

interface Findings {
  readonly conflicts: readonly string[];
  /** Only of A: B reads nothing that a branch changes. */
  readonly isInteraction: boolean;
}

/** In the cases of these rows. */
function findingsIn(rules: BySide<Rules>, rows: readonly number[]): Findings {
  const within = (columns: BySide<Column>): BySide<Column> =>
    bySide((side) => rows.map((row) => columns[side][row] === true));
  const ofB = bySide((side) => columnOfB(rules[side]));
  const values = within(bySide((side) => columnOfA(rules[side], ofB[side])));
  const own = within(bySide((side) => columnOfA(rules[side], ofB.merged)));
  const isChanged = !areEqual(own.base, own.ours) || !areEqual(own.base, own.theirs);
  const isNeither =
    !areEqual(values.merged, values.ours) && !areEqual(values.merged, values.theirs);
  const isAMerged = isMergeOf(values) || isMergeOf(own);
  return {
    conflicts: [...(isAMerged ? [] : ["A"]), ...(isMergeOf(within(ofB)) ? [] : ["B"])],
    isInteraction: isAMerged && isChanged && isNeither && !isMergeOf(values),
  };
}

/** Bits that conflict, and those that are only warned of: interactions, and conflicts where the merged text assumes otherwise. */
function expectedOf(rules: BySide<Rules>): { conflicts: string[]; warned: string[] } {
  const rowsOf = (side: keyof BySide<Rules>): readonly number[] =>
    CASES.flatMap((each, row) => (rules[side].assumed.holds(each) ? [row] : []));
  const merged = rowsOf("merged");
  const leftOut = [...new Set([...rowsOf("ours"), ...rowsOf("theirs")])].filter(
    (row) => !merged.includes(row),
  );
  const [inside, outside] = [findingsIn(rules, merged), findingsIn(rules, leftOut)];
  const isFound = (bit: string, { conflicts, isInteraction }: Findings): boolean =>
    conflicts.includes(bit) || (bit === "A" && isInteraction);
  return {
    conflicts: [...inside.conflicts],
    warned: ["A", "B"].filter(
      (bit) => !inside.conflicts.includes(bit) && (isFound(bit, inside) || isFound(bit, outside)),
    ),
  };
}

function sourceText({ A, B, assumed }: Rules): string {
  return `layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
input guest: tiny
${assumed.text}
caps vcpu: tiny { A = ${A.text}; B = ${B.text}; default = none }
`;
}

const parts = {
  A: fc.constantFrom(...RULES_OF_A),
  B: fc.constantFrom(...RULES_OF_B),
  assumed: fc.constantFrom(...ASSUMED),
};

/** A branch leaves most of it as it is. Ours often assumes something else than theirs. */
const ofOurs = fc.record(parts, { requiredKeys: ["assumed"] });
const ofTheirs = fc.record(parts, { requiredKeys: [] });

/** The merged program has each rule and assumption as the branch that changes it; if both do, as either of them. */
const merges = fc
  .record({ base: fc.record(parts), ofOurs, ofTheirs, prefersOurs: fc.boolean() })
  .map(({ base, prefersOurs, ...branches }): BySide<Rules> => {
    const [ours, theirs] = [
      { ...base, ...branches.ofOurs },
      { ...base, ...branches.ofTheirs },
    ];
    const pick = <Part extends keyof Rules>(part: Part): Rules[Part] => {
      if (ours[part] === base[part]) return theirs[part];
      if (theirs[part] === base[part]) return ours[part];
      return (prefersOurs ? ours : theirs)[part];
    };
    return { base, ours, theirs, merged: { A: pick("A"), B: pick("B"), assumed: pick("assumed") } };
  });

test("conflicts by diagrams agree with conflicts by truth tables", async () => {
  const counts = { clean: 0, conflict: 0, warned: 0, leftOut: 0 };
  await fc.assert(
    fc.asyncProperty(merges, async (rules) => {
      const verdict = await judgeMerge(
        bySide((side) => ({
          entry: ["p.rules"],
          readFile: readFromMemory({ "p.rules": sourceText(rules[side]) }),
        })),
      );
      const { conflicts, warned } = expectedOf(rules);
      if (conflicts.length + warned.length === 0) {
        counts.clean++;
        expect(verdict).toEqual({ kind: "clean" });
        return;
      }
      const isConflict = conflicts.length > 0;
      counts[isConflict ? "conflict" : "warned"]++;
      expect(verdict).toMatchObject({
        kind: isConflict ? "conflict" : "interaction",
        disagreements: [],
      });
      if (verdict.kind === "conflict") {
        expect(verdict.conflicts.map(({ bit }) => bit)).toEqual(conflicts);
      }
      if (verdict.kind === "conflict" || verdict.kind === "interaction") {
        expect(verdict.interactions.map(({ bit }) => bit)).toEqual(warned);
        if (verdict.interactions.some(({ isLeftOut }) => isLeftOut)) counts.leftOut++;
      }
    }),
    { seed: 1, numRuns: 300, endOnFailure: true },
  );
  expect(counts.warned).toBeGreaterThan(10);
  expect(counts.leftOut).toBeGreaterThan(5);
  expect(counts.clean).toBeGreaterThan(20);
  expect(counts.conflict).toBeGreaterThan(20);
});
