/** The statements of `init`: which constants they make, against texts by hand, and what they compute. */

import { describe, expect, test } from "vitest";

import {
  initStatements,
  ruleLine,
} from "../../../../src/codegen/typescript/emit/init-statements.ts";
import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import { moduleNames } from "../../../../src/codegen/typescript/emit/module-names.ts";
import { localNames, type LocalNames } from "../../../../src/codegen/typescript/emit/set-names.ts";
import { takeInputs } from "../../../../src/codegen/typescript/emit/take-inputs.ts";
import type { RuleNote, SetPlan, WordExpr, WordStep } from "../../../../src/codegen/plan/plan.ts";
import { runModule } from "../../../harness/run-module.ts";
import { evaluateWord } from "../../plan/words.ts";
import {
  and,
  assign,
  enumerationOf,
  flagOf,
  inputOf,
  layoutOf,
  mask,
  merge,
  or,
  planOf,
  read,
  restrict,
  setOf,
} from "./plans.ts";

/** Presence bits stand in element 2. */
const layout = layoutOf("tiny", [
  { name: "ONE", leaf: [0x1, undefined, "edx"], bits: { 0: "A", 1: "B" } },
  { name: "TWO", leaf: [0x7, 0, "ebx"], bits: { 0: "C" } },
]);
const host = inputOf("host", layout);
const guest = inputOf("guest", layout);
const own = (word: number): WordExpr => ({ kind: "own", word });
const part = (index: number): WordExpr => ({ kind: "temporary", index });
const not = (operand: WordExpr): WordExpr => ({ kind: "not", operand });
const up = (operand: WordExpr, distance: number): WordExpr => ({
  kind: "shift",
  operand,
  distance,
});
const has = (entry: number): WordExpr => ({ kind: "has", bitmap: host, entry });
const withParts = (step: WordStep, ...temporaries: readonly WordExpr[]): WordStep => ({
  ...step,
  temporaries,
});
const [host0, host1, guest0] = [read(host, 0), read(host, 1), read(guest, 0)];

function plan(...steps: readonly WordStep[]): SetPlan {
  return planOf(setOf("vcpu", layout), [host, guest], steps);
}

/** Without comments and blank lines. */
function statementsOf(each: SetPlan): readonly string[] {
  const statements = initStatements(each, localNames(each, moduleNames([each])));
  return statements.filter((line) => line !== "" && !line.startsWith("//"));
}

/** A word that a step reads twice becomes a constant before it, for later steps as well. The last statement returns `out`. */
const PLANS: readonly (readonly [what: string, steps: readonly WordStep[], text: string])[] = [
  [
    "a word that each step reads once",
    [assign(0, host0), assign(1, host0)],
    "out[0] = host[0]; out[1] = host[0];",
  ],
  [
    "a word that one step reads twice",
    [assign(0, or(host0, up(host0, 1)))],
    "const host0 = host[0]; out[0] = host0 | (host0 << 1);",
  ],
  [
    "a word that the second step reads twice, the first and the third once",
    [assign(0, host0), assign(1, or(host0, up(host0, 1))), merge(1, up(host0, 2))],
    "out[0] = host[0]; const host0 = host[0]; const out1 = host0 | (host0 << 1); out[1] = out1 | (host0 << 2);",
  ],
  [
    "words of the same number of two bitmaps, and another word, each once",
    [assign(0, and(host0, guest0, host1))],
    "out[0] = host[0] & guest[0] & host[1];",
  ],
  [
    "two presence bits of one element",
    [assign(0, and(has(0), has(1)))],
    "const host2 = host[2]; out[0] = (-(host2 & 1)) & (-((host2 >>> 1) & 1));",
  ],
  [
    "a word that a temporary and the value read",
    [withParts(assign(0, and(part(0), host0, part(0))), not(host0))],
    "const host0 = host[0]; const part0_0 = ~host0; out[0] = part0_0 & host0 & part0_0;",
  ],
  [
    "temporaries of two steps",
    [
      withParts(assign(0, part(1)), up(host0, 1), up(part(0), 2)),
      withParts(assign(1, part(0)), up(host1, 3)),
    ],
    "const part0_0 = host[0] << 1; const part0_1 = part0_0 << 2; out[0] = part0_1; const part1_0 = host[1] << 3; out[1] = part1_0;",
  ],
  [
    "a word that is refined at once is a constant until then, a third step refines the array",
    [assign(0, host0), restrict(0, guest0), merge(0, host1)],
    "const out0 = host[0]; out[0] = out0 & (guest[0]); out[0] |= host[1];",
  ],
  [
    "what the first refinement reads of its own word is the constant, of another word the array",
    [assign(1, host1), assign(0, host0), merge(0, and(own(0), own(1))), restrict(0, own(0))],
    "out[1] = host[1]; const out0 = host[0]; out[0] = out0 | (out0 & out[1]); out[0] &= out[0];",
  ],
  [
    "a word that is refined after another one is in the array",
    [assign(0, host0), assign(1, host1), merge(0, own(1)), restrict(1, own(0))],
    "out[0] = host[0]; out[1] = host[1]; out[0] |= out[1]; out[1] &= out[0];",
  ],
];

test.each(PLANS)("%s", (_what, steps, text) => {
  expect(statementsOf(plan(...steps)).join(" ")).toBe(`${text} return out;`);
});

/** Evaluates the steps of a plan in order, and returns the words of the set. */
function computed({ steps }: SetPlan, hostWords: Uint32Array, guestWords: Uint32Array): number[] {
  const words = [0, 0];
  for (const { word, action, value, temporaries } of steps) {
    const result = evaluateWord(
      value,
      (atom) => {
        if (atom.kind === "own") return words[atom.word] ?? 0;
        if (atom.kind === "has") return (((hostWords[2] ?? 0) >>> atom.entry) & 1) === 1;
        if (atom.kind !== "word") throw new Error("these plans read words alone");
        return (atom.bitmap === host ? hostWords : guestWords)[atom.word] ?? 0;
      },
      temporaries,
    );
    const before = words[word] ?? 0;
    words[word] =
      action === "assign" ? result : action === "merge" ? before | result : before & result;
  }
  return words.map((word) => word >>> 0);
}

test("one row and many compute what the steps say", async () => {
  const plans = PLANS.map(([, steps], at) => planOf(setOf(`s${at}`, layout), [host, guest], steps));
  const module = await runModule(await emitModule({ files: [], plans }));
  const [hosts, guests] = [random(7), random(9)];
  const expected = plans.map((each) =>
    [0, 3].map((at) => computed(each, hosts.subarray(at, at + 3), guests.subarray(at, at + 3))),
  );
  const results = plans.map((_, at) => {
    // The module that was just emitted exports these functions.
    const init = module[`initS${at}`] as (out: Uint32Array, inputs: object) => Uint32Array;
    const initRows = module[`initS${at}Rows`] as (...values: readonly unknown[]) => Uint32Array;
    const inputs = { host: hosts, guest: guests };
    const rows = initRows(new Uint32Array(4), inputs, 2);
    expect(rows.subarray(0, 2)).toEqual(init(new Uint32Array(2), inputs));
    return [0, 2].map((row) => [...rows.subarray(row, row + 2)]);
  });
  expect(results).toEqual(expected);
});

/** Two rows of an input. */
function random(seed: number): Uint32Array {
  return Uint32Array.from({ length: 6 }, (_, at) => Math.imul(at + seed, 0x9e37_79b1));
}

test("a set that reads nothing takes no inputs apart", () => {
  const local = (each: SetPlan): LocalNames => localNames(each, moduleNames([each]));
  const [some, none] = [plan(assign(0, host0)), planOf(setOf("vcpu", layout), [], [])];
  expect(takeInputs(some, local(some))).toEqual(["const { host, guest } = inputs;"]);
  expect(takeInputs(none, local(none))).toEqual([]);
});

test("constants give way to inputs of their names, and to what functions use", () => {
  const names = ["host0", "out0", "part0_0", "tdpIsOn", "row", "rows", "inputs", "assertWords"];
  const inputs = [host, ...names.map((name) => inputOf(name, layout))];
  const tdp = flagOf("tdp");
  const flag: WordExpr = { kind: "flag", flag: tdp };
  const all = and(part(0), host0, host0, flag, ...inputs.slice(1).map((input) => read(input, 0)));
  const steps = [withParts(assign(0, all), host1), merge(0, host0)];
  const each = planOf(setOf("vcpu", layout), inputs, steps, [tdp]);
  expect(statementsOf(each).slice(0, -3)).toEqual([
    "const tdpIsOn_ = tdp ? -1 : 0;",
    "const host0_ = host[0];",
    "const part0_0_ = host[1];",
  ]);
  expect(statementsOf(each).slice(-3)).toEqual([
    "const out0_ = part0_0_ & host0_ & host0_ & tdpIsOn_ & host0[0] & out0[0] & part0_0[0] & tdpIsOn[0] & row_[0] & rows_[0] & inputs_[0] & assertWords_[0];",
    "out[0] = out0_ | (host0_);",
    "return out;",
  ]);
});

test("each value that is read is one word, in the order of declaration", () => {
  const vendor = enumerationOf("vendor", ["intel", "amd", "hygon", "via"]);
  const family = enumerationOf("host.family", ["k8"]);
  const among = (values: readonly number[]): WordExpr => ({
    kind: "enum",
    enumeration: vendor,
    values,
  });
  const steps = [
    assign(0, and(among([3, 1]), host0)),
    assign(1, or(among([1, 2]), { kind: "enum", enumeration: family, values: [0] })),
  ];
  const each = planOf(setOf("vcpu", layout), [host], steps, [], [vendor, family]);
  expect(statementsOf(each).slice(0, 4)).toEqual([
    'const vendorIsAmd = vendor === "amd" ? -1 : 0;',
    'const vendorIsHygon = vendor === "hygon" ? -1 : 0;',
    'const vendorIsVia = vendor === "via" ? -1 : 0;',
    'const host_familyIsK8 = host_family === "k8" ? -1 : 0;',
  ]);
});

test("the name of a word stands above the first of its steps in a row", () => {
  const each = plan(assign(0, host0), merge(0, host1), assign(1, host1), merge(0, own(1)));
  const comments = initStatements(each, localNames(each, moduleNames([each]))).filter((line) =>
    line.startsWith("//"),
  );
  expect(comments).toEqual(["// ONE", "// TWO", "// ONE"]);
});

describe("a rule in a comment", () => {
  const note = (bits: readonly number[], rule: string, because?: string): RuleNote => ({
    bits,
    rule,
    because,
  });

  test.each([
    [note([0, 1], "emulated = guest"), "A, B: emulated = guest"],
    [note([1], "= host"), "B = host"],
    [note([32], "also guest, when tdp"), "C also guest, when tdp"],
    [note([31], "requires A"), "bit 31 requires A"],
    [note([33], "= none", "it is broken"), 'bit 1 = none, because "it is broken"'],
    // Classes whose names begin as the words do.
    [note([0], "also_soft = guest"), "A: also_soft = guest"],
    [note([0], "requiresX = guest"), "A: requiresX = guest"],
    [note([0], "soft also guest"), "A: soft also guest"],
    [note([], "default TWO = guest", "a leaf"), 'default TWO = guest, because "a leaf"'],
  ])("%j", (each, text) => {
    expect(ruleLine(each, layout)).toBe(text);
  });

  test("is wrapped at 98 columns, as functions indent it by two", async () => {
    for (const [length, lines] of [
      [80, 1],
      [81, 2],
    ] as const) {
      // `// A = host, because ` and two quotes take 23 columns.
      const because = `it ${"x".repeat(length - 8)}`;
      const each = plan(assign(0, host0, [note([0], "= host", because)]), assign(1, host1));
      const code = await emitModule({ files: [], plans: [each] });
      const comment = code
        .split("\n")
        .filter((line) => line.startsWith("  // A = host") || line.startsWith("  //   "));
      expect(comment).toHaveLength(lines);
    }
  });
});

test("a function says what it computes from, and which rules no comment tells", async () => {
  const docOf = async (each: SetPlan): Promise<readonly string[]> => {
    const code = await emitModule({ files: [], plans: [each] });
    const [, doc = ""] =
      /\/\*\*\n((?: \*.*\n)*?) \*\/\nexport function initVcpu\(/.exec(code) ?? [];
    return doc
      .split("\n")
      .map((line) => line.slice(3))
      .filter((line) => !/^$|^@throws/.test(line));
  };
  const rule = (text: string, because?: string): RuleNote => ({ bits: [], rule: text, because });
  const zero = [assign(0, mask(0, 0)), assign(1, mask(0, 1))];
  const one = planOf(setOf("vcpu", layout), [host], zero);
  expect(await docOf({ ...one, defaultRules: [] })).toEqual([
    "Computes `vcpu` from `host` into `out`.",
  ]);
  const third = inputOf("boot", layout);
  const three = planOf(setOf("vcpu", layout, "All."), [host, guest, third], zero);
  const defaultRules = [rule("default = host", "it is"), rule("unnamed = none")];
  expect(await docOf({ ...three, defaultRules })).toEqual([
    "Computes `vcpu` from `host`, `guest` and `boot` into `out`.",
    "All.",
    'Where no comment says otherwise: default = host, because "it is"; unnamed = none',
  ]);
});
