/** The judge itself: programs of which is known by hand what differs, and answers that are wrong on purpose. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { diff } from "../../src/review/diff.ts";
import type { Exclusion } from "../../src/review/compare/change.ts";
import type { PartialCase } from "../../src/meaning/partial-case.ts";
import { prove } from "../../src/prove/prove.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { judgeChange, judgeDiff, type Change, type ToldChange } from "./judge-change.ts";
import { judgeProofs, judgeProve, type ToldProof } from "./judge-proofs.ts";
import { judgeUnknown, type ToldBit } from "./judge-unknown.ts";
import { runZ3 } from "./run-z3.ts";
import { startSolver, type Solver } from "./solver.ts";

let solver: Solver;

beforeAll(async () => {
  solver = await startSolver();
});

afterAll(async () => {
  await solver.close();
});

const DECLARED = `layout tiny { leaf L1 = 0x1 ecx { 0 A  1 B  2 C }  leaf L7 = 0x7.0 ebx { 0 D } }
input host: tiny
input guest: tiny
flag f
enum vendor: intel amd
`;

function change(old: string, fresh: string, declaredOld = DECLARED, declared = DECLARED): Change {
  const program = (head: string, rules: string): string => `${head}caps c: tiny {\n${rules}\n}\n`;
  return {
    old: sourceOf(program(declaredOld, old)),
    fresh: sourceOf(program(declared, fresh)),
    renamed: new Map(),
  };
}

const EXCEPTION = change(
  "  default = host & guest",
  "  default = host & guest\n  when vendor == amd { A = host & B }",
);

/** The report of `diff` about A, the only changed bit. */
async function toldOfA(): Promise<ToldChange> {
  const { diff: found } = await diff(EXCEPTION.old, EXCEPTION.fresh);
  const [told] = found?.sets[0]?.changes ?? [];
  return told ?? expect.fail("A changes");
}

async function complaints(told: readonly ToldChange[]): Promise<readonly string[]> {
  const { disagreements } = await judgeChange(solver, EXCEPTION, [{ name: "c", changes: told }]);
  return disagreements.map((each) => each.replace(/:.*: /, ": "));
}

describe("for a change known by hand", () => {
  test("the verdict of `diff` is confirmed", async () => {
    const told = await toldOfA();
    expect([told.direction, told.condition]).toEqual([
      "both",
      "vendor == amd & host.A & (guest.A | host.B) & (guest.A | guest.B) & (!guest.A | !host.B | !guest.B)",
    ]);
    expect(await complaints([told])).toEqual([]);
  });

  test("an unreported change is found", async () => {
    expect(await complaints([])).toEqual([
      "the guest gains c.L1[0]: caprules says that it cannot be, z3 that it can",
      "the guest loses c.L1[0]: caprules says that it cannot be, z3 that it can",
      "c.L1[0] is gained: caprules says that it cannot be, z3 that it can",
      "c.L1[0] is lost: caprules says that it cannot be, z3 that it can",
    ]);
  });

  test("an unreported direction is found", async () => {
    expect(await complaints([{ ...(await toldOfA()), direction: "gained" }])).toEqual([
      "c.L1[0] is lost: caprules says that it cannot be, z3 that it can",
    ]);
  });

  test.each([
    { roles: ["", "denied"], forGuest: ["gained", "lost"] },
    { roles: ["denied", "denied"], forGuest: ["lost"] },
    { roles: ["denied", "internal"], forGuest: ["lost"] },
    { roles: ["internal", "exposed"], forGuest: ["gained"] },
    { roles: ["internal", "internal"], forGuest: [] },
  ] as const)("under roles $roles a gained bit is $forGuest for the guest", async (each) => {
    const [before, after] = each.roles;
    const text = (role: string, rules: string): string =>
      `${DECLARED}caps c: tiny ${role} { ${rules} }\n`;
    const pair: Change = {
      old: sourceOf(text(before, "default = none")),
      fresh: sourceOf(text(after, "A = host; default = none")),
      renamed: new Map(),
    };
    expect((await judgeDiff(solver, pair))?.disagreements).toEqual([]);
    const { diff: found } = await diff(pair.old, pair.fresh);
    const [set] = found?.sets ?? [];
    const wrong = (["gained", "lost"] as const).filter(
      (way) => !each.forGuest.some((told) => told === way),
    );
    const changes = (set?.changes ?? []).map((told) => ({ ...told, forGuest: wrong }));
    const { disagreements } = await judgeChange(solver, pair, [{ name: "c", changes }]);
    // Each wrong direction is a disagreement of its own.
    expect(disagreements.map((told) => told.slice(0, 22)).sort()).toEqual([
      "the guest gains c.L1[0",
      "the guest loses c.L1[0",
    ]);
  });

  test("a change of another bit is none", async () => {
    const told = await toldOfA();
    const other = { ...told, indices: { old: 1, new: 1 } };
    expect((await complaints([told, other])).map((each) => each.slice(0, 7))).toContain("c.L1[1]");
  });

  test("a change of no bit is none", async () => {
    const told = await toldOfA();
    expect(await complaints([told, { ...told, indices: { old: 64, new: 64 } }])).toHaveLength(1);
  });

  test("another condition is not that of the change", async () => {
    const told = await toldOfA();
    const weaker = { ...told, condition: "vendor == amd & host.A & (guest.A ^ guest.B)" };
    expect(await complaints([weaker])).toEqual([
      "c.L1[0] changes otherwise than when `vendor == amd & host.A & (guest.A ^ guest.B)`: caprules says that it cannot be, z3 that it can",
    ]);
  });

  test("the shown part of a long condition must be cases of the change", async () => {
    const told = await toldOfA();
    const partOf = (shown: string): ToldChange => ({
      ...told,
      condition: `${shown} | (1 more product)`,
    });
    const one = "vendor == amd & host.A & !guest.A & guest.B";
    expect(await complaints([partOf(`${one} & host.B`)])).toEqual([]);
    expect(await complaints([partOf(one)])).toHaveLength(1);
  });

  test("cases that both sides allow are not accepted as excluded", async () => {
    const told = await toldOfA();
    const lacking = (...values: readonly string[]): Exclusion => ({
      ...{ kind: "value", side: "old", enumeration: "vendor" },
      values,
    });
    const complaintsOf = (...onlyWhere: readonly Exclusion[]): Promise<readonly string[]> =>
      complaints([{ ...told, onlyWhere }]);
    const inBoth =
      "c.L1[0] changes where both sides allow it: caprules says that it cannot be, z3 that it can";
    expect(await complaintsOf(lacking("amd"))).toEqual([inBoth]);
    // A change where the vendor is amd is not left out for want of intel.
    expect(await complaintsOf(lacking("intel"))).toEqual([
      inBoth,
      "c.L1[0] changes where nothing that is told leaves the case out: caprules says that it cannot be, z3 that it can",
    ]);
    const needless =
      "c.L1[0] changes where only that reason of the old side leaves the case out: caprules says that it can be, z3 that it cannot";
    expect(await complaintsOf(lacking("amd"), lacking("intel", "amd"))).toEqual([
      needless,
      needless,
      inBoth,
    ]);
  });

  test("another case does not show it", async () => {
    const told = await toldOfA();
    const swapped = { ...told.witness, before: told.witness.after, after: told.witness.before };
    const empty = { bits: new Map(), present: new Map(), flags: new Set<never>() };
    const { values } = told.witness.new;
    const nothing = { ...told.witness, old: { ...empty, values }, new: { ...empty, values } };
    for (const witness of [swapped, nothing]) {
      expect(await complaints([{ ...told, witness }])).toHaveLength(1);
    }
  });
});

test.each([
  [
    "the same in other words",
    change("  default = host & guest", "  default = !(!host | !guest)"),
    0,
  ],
  [
    "a word that moved",
    change(
      "  default = host",
      "  default = host",
      DECLARED,
      DECLARED.replace(/(leaf L1.*\}) {2}(leaf L7.*\}) \}/, "$2  $1 }"),
    ),
    0,
  ],
  [
    "an absent entry, of which no bit is on",
    change("  default = host", "  default = host has L1 & host"),
    32,
  ],
  [
    "values that are declared in another order",
    change(
      "  default = vendor == amd",
      "  default = vendor == amd",
      DECLARED,
      DECLARED.replace("intel amd", "amd intel"),
    ),
    0,
  ],
  [
    "what assumptions of both sides exclude",
    change(
      "  default = host",
      "  default = host & guest",
      `${DECLARED}assume !host.A\n`,
      `${DECLARED}assume f & !host.A\n`,
    ),
    63,
  ],
  [
    "what an assumption of one side excludes",
    change(
      "  default = host",
      "  default = host & guest",
      DECLARED,
      `${DECLARED}assume f & !host.A\n`,
    ),
    64,
  ],
  [
    "a value that one side lacks",
    change(
      "  default = host\n  A = vendor == amd",
      "  default = host\n  A = vendor != intel",
      DECLARED,
      DECLARED.replace("intel amd", "intel amd arm"),
    ),
    1,
  ],
  [
    "what only the old side has",
    change(
      "  default = host\n  A = vendor == arm\n  B = gone & other.C & other has L7",
      "  default = host",
      `${DECLARED.replace("intel amd", "intel amd arm")}flag gone\ninput other: tiny\n`,
    ),
    2,
  ],
])("%s", async (_title, programs, changed) => {
  expect(await judgeDiff(solver, programs)).toMatchObject({ bits: 64, changed, disagreements: [] });
});

describe("for claims", () => {
  const { fresh: program } = EXCEPTION;
  const claims = ["c -> host", "c.A -> guest.A", "c -> guest"];

  test("the verdict of `prove` is confirmed", async () => {
    expect(await judgeProve(solver, program, claims)).toEqual({
      claims: 3,
      proved: 1,
      disagreements: [],
    });
  });

  test("a wrong verdict, a wrong bit and a wrong case are found", async () => {
    const { proofs } = await prove(program, claims);
    const [proved, refuted, forA] = proofs;
    if (proved === undefined || refuted === undefined || forA === undefined) return expect.fail();
    const judged = async (told: readonly ToldProof[]): Promise<readonly string[]> =>
      (await judgeProofs(solver, program, claims, told)).disagreements;
    const isProved = { verdict: "proved", counterexample: undefined } as const;
    expect(await judged([refuted, refuted, forA])).toEqual([
      "`c -> host` fails for no bit in the case that is shown: caprules says that it can be, z3 that it cannot",
    ]);
    expect(await judged([proved, isProved, forA])).toEqual([
      "`c.A -> guest.A` fails: caprules says that it cannot be, z3 that it can",
    ]);
    expect(await judged([proved, refuted, isProved])).toEqual([
      "`c -> guest` fails for A: caprules says that it cannot be, z3 that it can",
    ]);
  });
});

describe("for a case with unknown inputs", () => {
  const source = sourceOf(`${DECLARED}assume host.A ^ host.B
caps c: tiny {
  default = none
  A = host
  B = host.A | host.B
  C = host.A & guest.C
}
`);
  const { model } = openProgram(source);
  const [set] = model.sets;
  const [host, guest] = model.inputs;
  const known: PartialCase = {
    assignment: {
      bits: new Map(guest === undefined ? [] : [[guest, new Set([2])]]),
      present: new Map(model.inputs.map((input) => [input, new Set([0, 1])])),
      flags: new Set(),
      values: new Map(model.enums.map((each) => [each, 0])),
    },
    unknown: {
      bits: new Map(host === undefined ? [] : [[host, new Set([0, 1])]]),
      present: new Map(),
      enums: new Set(),
    },
  };

  const judged = async (
    state: ToldBit["state"],
    index: number,
    ...dependsOn: readonly string[]
  ): Promise<readonly string[] | undefined> => {
    if (set === undefined) return expect.fail();
    const told = { set, name: "ABC"[index] ?? "", index, state, dependsOn };
    const judgement = await judgeUnknown(solver, model, known, [told]);
    return judgement?.disagreements.map((each) => each.replace(/:.*/, ""));
  };

  test("the verdict of `eval` is confirmed", async () => {
    expect(await judged("depends", 0, "host.A")).toEqual([]);
    // The assumption says as much of the other bit.
    expect(await judged("depends", 0, "host.B")).toEqual([]);
    expect(await judged("on", 1)).toEqual([]);
    expect(await judged("depends", 2, "host.A")).toEqual([]);
  });

  test("a wrong state, a bit too many and one too few are found", async () => {
    expect(await judged("on", 0)).toEqual(["c.A is off"]);
    expect(await judged("off", 0)).toEqual(["c.A is on"]);
    expect(await judged("depends", 1)).toEqual(["c.B is off"]);
    expect(await judged("depends", 0, "host.A", "host.B")).toEqual([
      "c.A depends on host.A",
      "c.A depends on host.B",
    ]);
    expect(await judged("depends", 0)).toEqual(["c.A depends on more than "]);
  });
});

test("invalid arguments are refused", async () => {
  const lines: string[] = [];
  expect(await runZ3(["--pairs", "many"], ".", (line) => lines.push(line))).toBe(2);
  expect(lines).toEqual([
    "usage: npm run z3 -- [--seed N] [--pairs N] [--claims N] [--readings N]",
  ]);
});
