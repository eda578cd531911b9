/** Reports of several programs as one, and what is written of them for viewers. */

import { expect, test } from "vitest";

import { lcovText } from "../../src/coverage/lcov.ts";
import { mergeMutation, type ReportedMutant } from "../../src/coverage/mutation.ts";
import {
  mergeCoverage,
  percentShown,
  type CoverageReport,
  type ReportedAtom,
} from "../../src/coverage/report.ts";

const NOTHING: CoverageReport = { atoms: [], inherited: [], rules: [], leftOut: 0, otherFiles: [] };

const MISSING = [{ given: "f", expect: "c: A" }];

/** `shown 3` by so many tests, at a line of `a.rules`, or of the file that is named. */
function atom(line: number, told: string, file = "a.rules"): ReportedAtom {
  const [verdict, tests] = told.split(" ");
  const place = { file, line, column: 5, text: "f", ruleLine: line, tests: Number(tests) };
  switch (verdict) {
    case "shown":
      return { ...place, verdict, missing: [] };
    case "never":
      return { ...place, verdict, why: "it never decides", missing: [] };
    default:
      return { ...place, verdict: "missing", missing: MISSING };
  }
}

const told = ({ file, line, verdict, tests }: ReportedAtom): string =>
  `${file}:${line} ${verdict} ${tests}`;

test.each([
  ["shown 1", "missing 0", "shown 1"],
  ["missing 2", "shown 1", "shown 3"],
  ["missing 1", "missing 0", "missing 1"],
  ["never 0", "missing 1", "missing 1"],
  ["missing 1", "never 0", "missing 1"],
  ["never 0", "never 0", "never 0"],
  ["shown 2", "never 0", "shown 2"],
  ["never 0", "shown 2", "shown 2"],
])("an atom that is %s in one program and %s in another one: %s", (one, other, both) => {
  const reports = [one, other].map((each) => ({ ...NOTHING, atoms: [atom(3, each)] }));
  expect(mergeCoverage(reports).atoms.map(told)).toEqual([`a.rules:3 ${both}`]);
  const inherited = [one, other].map((each) => ({ ...NOTHING, inherited: [atom(3, each)] }));
  expect(mergeCoverage(inherited).inherited.map(told)).toEqual([`a.rules:3 ${both}`]);
});

test("what shows an atom, or what is missing, comes with the verdict that counts", () => {
  const [first] = mergeCoverage([
    { ...NOTHING, atoms: [atom(3, "never 0")] },
    { ...NOTHING, atoms: [atom(3, "missing 0")] },
  ]).atoms;
  expect(first).toMatchObject({ verdict: "missing", missing: MISSING });
  expect(first).not.toHaveProperty("why");
});

test("atoms are the same by file, line and column", () => {
  const atoms = [
    atom(3, "shown 1"),
    atom(3, "shown 1", "b.rules"),
    atom(4, "shown 1"),
    { ...atom(3, "shown 1"), column: 9 },
  ];
  expect(mergeCoverage(atoms.map((each) => ({ ...NOTHING, atoms: [each] }))).atoms).toEqual(atoms);
});

test("rules are counted together, and what is left out is, too", () => {
  const rule = (line: number, tests: number) => ({ file: "a.rules", line, column: 1, tests });
  const merged = mergeCoverage([
    { ...NOTHING, rules: [rule(1, 2), rule(2, 0)], leftOut: 3, otherFiles: ["x.rules", "y.rules"] },
    { ...NOTHING, rules: [rule(2, 5), rule(3, 1)], leftOut: 4, otherFiles: ["y.rules", "z.rules"] },
  ]);
  expect(merged).toEqual({
    ...NOTHING,
    rules: [rule(1, 2), rule(2, 5), rule(3, 1)],
    leftOut: 7,
    otherFiles: ["x.rules", "y.rules", "z.rules"],
  });
  expect(mergeCoverage([])).toEqual(NOTHING);
});

test.each([
  ["", 100],
  ["shown", 100],
  ["missing", 0],
  ["never", 100],
  ["shown missing", 50],
  ["shown shown shown missing", 75],
  ["shown missing never never", 50],
])("of the atoms %j so many percent are shown: %d", (verdicts, percent) => {
  const atoms = verdicts.split(" ").filter((each) => each !== "");
  expect(percentShown(atoms.map((each, at) => atom(at, `${each} 1`)))).toBe(percent);
});

function mutant(verdict: ReportedMutant["verdict"], change = "c", line = 1): ReportedMutant {
  const found = { file: "a.rules", line, column: 1, change, verdict };
  return verdict === "survived" ? { ...found, missing: { given: "f", expect: "c: A" } } : found;
}

test.each([
  ["noticed", "survived", "noticed"],
  ["survived", "noticed", "noticed"],
  ["same", "survived", "survived"],
  ["survived", "same", "survived"],
  ["same", "noticed", "noticed"],
  ["same", "same", "same"],
] as const)("a mutant that is %s in one program and %s in another one: %s", (one, other, both) => {
  const reports = [one, other].map((verdict) => ({
    mutants: [mutant(verdict)],
    inherited: [mutant(verdict, "inherited")],
    leftOut: 2,
    otherFiles: ["x.rules"],
  }));
  expect(mergeMutation(reports)).toEqual({
    mutants: [mutant(both)],
    inherited: [mutant(both, "inherited")],
    leftOut: 4,
    otherFiles: ["x.rules"],
  });
});

test("mutants are the same by place and change", () => {
  const mutants = [mutant("same"), mutant("same", "d"), mutant("same", "c", 2)];
  const reports = mutants.map((each) => ({
    mutants: [each],
    inherited: [],
    leftOut: 0,
    otherFiles: [],
  }));
  expect(mergeMutation(reports).mutants).toEqual(mutants);
});

test("lcov has a line for each rule and a branch for each atom, by file, ascending", () => {
  const report: CoverageReport = {
    ...NOTHING,
    atoms: [
      atom(12, "shown 3"),
      atom(12, "missing 1"),
      { ...atom(14, "never 0"), ruleLine: 9 },
      atom(2, "shown 1", "b.rules"),
    ],
    rules: [
      { file: "a.rules", line: 12, column: 1, tests: 2 },
      { file: "a.rules", line: 3, column: 1, tests: 0 },
      { file: "c\n.rules", line: 1, column: 1, tests: 4 },
    ],
    inherited: [atom(1, "shown 1", "unseen.rules")],
  };
  expect(lcovText(report)).toBe(`TN:caprules
SF:a.rules
BRDA:12,0,0,3
BRDA:12,0,1,0
BRF:2
BRH:1
DA:3,0
DA:9,0
DA:12,3
LF:3
LH:1
end_of_record
SF:c .rules
BRF:0
BRH:0
DA:1,4
LF:1
LH:1
end_of_record
SF:b.rules
BRDA:2,0,0,1
BRF:1
BRH:1
DA:2,1
LF:1
LH:1
end_of_record
`);
});

test("a line has as many tests as the most of what stands on it", () => {
  const rules = [5, 2].map((tests) => ({ file: "a.rules", line: 1, column: tests, tests }));
  expect(lcovText({ ...NOTHING, rules })).toContain("DA:1,5\n");
  expect(lcovText({ ...NOTHING, rules: rules.toReversed() })).toContain("DA:1,5\n");
});
