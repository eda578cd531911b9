/**
 * `init` and its batch form refuse invalid arguments, which the proof does not cover: every kind,
 * invalid in every way.
 */

import ts from "typescript";
import { expect, test } from "vitest";
import { emitModule } from "../../../../src/codegen/typescript/emit/module.ts";
import type { SetPlan } from "../../../../src/codegen/plan/plan.ts";
import { emittedMutants } from "./emitted-mutants.ts";
import {
  and,
  assign,
  enumerationOf,
  flagOf,
  inputOf,
  layoutOf,
  mask,
  or,
  planOf,
  read,
  setOf,
} from "./plans.ts";
import { argumentOf } from "./reader-refusals.ts";

const layout = layoutOf("tiny", [
  { name: "ONE", leaf: [0x1, undefined, "edx"], bits: { 0: "A" } },
  { name: "TWO", leaf: [0x7, 0, "ebx"], bits: { 1: "B" } },
]);
const host = inputOf("host", layout);
const guest = inputOf("guest", layout);
const stage = setOf("stage", layout);
const tdp = flagOf("tdp");
const vendor = enumerationOf("vendor", ["intel", "amd"]);
/** An enumeration that a layout declares, as its inputs have it. */
const family = enumerationOf("host.family", ["k7", "k8"]);

/** Reads the words of `host`, a presence bit of `guest`, the set `stage`, a flag and both enumerations. */
const everyKind: SetPlan = planOf(
  setOf("vcpu", layout),
  [host, guest, stage],
  [
    assign(0, and(read(host, 0), { kind: "has", bitmap: guest, entry: 1 }, read(stage, 0))),
    assign(
      1,
      or(
        { kind: "flag", flag: tdp },
        { kind: "enum", enumeration: vendor, values: [1] },
        { kind: "enum", enumeration: family, values: [0] },
        mask(2, 1),
      ),
    ),
  ],
  [tdp],
  [vendor, family],
);

/** Reads nothing, so it takes no inputs. */
const nothing: SetPlan = planOf(
  setOf("none", layout),
  [],
  [assign(0, mask(1, 0)), assign(1, mask(0, 1))],
);

type Init = (...values: readonly unknown[]) => Uint32Array;

interface Functions {
  readonly initVcpu: Init;
  readonly initVcpuRows: Init;
  readonly initNone: Init;
  readonly initNoneRows: Init;
}

async function emit(): Promise<string> {
  const text = await emitModule({ files: [], plans: [everyKind, nothing] });
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText.replaceAll(/^export /gm, "");
}

function load(code: string): Functions {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- emitted code is run
  return new Function(
    `${code}; return { initVcpu, initVcpuRows, initNone, initNoneRows };`,
  )() as Functions; // as it says
}

const ROWS = 3;
const WORDS = 2;
/** An input's bitmap has its words, then one element of presence bits. */
const BITMAP = 3;
const GARBAGE = 0xa5c3_960f;

function filled(length: number): Uint32Array {
  return new Uint32Array(length).fill(GARBAGE);
}

/** Replaces a good argument; `argument` is the one that the error must name, or `fine`. */
interface Change {
  readonly argument: string;
  readonly out?: unknown;
  readonly inputs?: unknown;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly rows?: unknown;
}

const NO_ARRAYS: readonly unknown[] = [undefined, null, 7, "host", {}, { length: 99 }];

/** @param needed how many elements each array must have */
function changes(needed: Readonly<Record<string, number>>): readonly Change[] {
  const noWords = (length: number): readonly unknown[] => [
    ...NO_ARRAYS,
    new Uint32Array(length - 1),
    new Int32Array(length),
    new Float64Array(length),
    new Array<number>(length).fill(0),
  ];
  const arrays = ["host", "guest", "stage"];
  return [
    ...noWords(needed["out"] ?? 0).map((out) => ({ argument: "out", out })),
    ...[undefined, null, 1, "host", true].map((inputs) => ({ argument: "inputs", inputs })),
    ...arrays.flatMap((name) => [
      ...noWords(needed[name] ?? 0).map((array) => ({
        argument: `inputs.${name}`,
        members: { [name]: array },
      })),
      { argument: "fine", members: { [name]: filled((needed[name] ?? 0) + 5) } },
    ]),
    ...[undefined, null, 0, 1, "true", {}].map((flag) => ({
      argument: "inputs.tdp",
      members: { tdp: flag },
    })),
    ...[undefined, null, 0, 1, "", "Intel", "amd ", "intel, amd", "toString"].map((value) => ({
      argument: "inputs.vendor",
      members: { vendor: value },
    })),
    ...[undefined, null, "intel", "K7", 0].map((value) => ({
      argument: 'inputs["host.family"]',
      members: { "host.family": value },
    })),
    ...[true, false].map((flag) => ({ argument: "fine", members: { tdp: flag } })),
    ...["intel", "amd"].map((value) => ({ argument: "fine", members: { vendor: value } })),
    { argument: "fine" },
    { argument: "fine", out: filled((needed["out"] ?? 0) + 1) },
  ];
}

const ROW_CHANGES: readonly Change[] = [
  ...[-1, 0.5, Number.NaN, Infinity, -Infinity, 2 ** 53, "3", undefined, null].map((rows) => ({
    argument: "rows",
    rows,
  })),
  { argument: "out", rows: ROWS + 1 },
  { argument: "fine", rows: ROWS - 1 },
  { argument: "fine", rows: 0 },
];

/** Elements that are read of each array: `stage` has no presence bits, and those of `host` are not read. */
const ONE_ROW = { out: WORDS, host: WORDS, guest: BITMAP, stage: WORDS };
/** In a batch an input's row has presence bits, whether or not they are read. */
const MANY_ROWS = {
  out: ROWS * WORDS,
  host: ROWS * BITMAP,
  guest: ROWS * BITMAP,
  stage: ROWS * WORDS,
};

/** One of the functions, with its call. */
interface Form {
  readonly init: Init;
  readonly needed: typeof ONE_ROW;
  readonly takesInputs: boolean;
  readonly isBatch: boolean;
}

function formsOf(functions: Functions): readonly Form[] {
  const { initVcpu, initVcpuRows, initNone, initNoneRows } = functions;
  return [
    { init: initVcpu, needed: ONE_ROW, takesInputs: true, isBatch: false },
    { init: initVcpuRows, needed: MANY_ROWS, takesInputs: true, isBatch: true },
    { init: initNone, needed: ONE_ROW, takesInputs: false, isBatch: false },
    { init: initNoneRows, needed: MANY_ROWS, takesInputs: false, isBatch: true },
  ];
}

/**
 * Describes the first call with a wrong answer, or one that writes although it refuses. Later calls are not made: with a
 * check that lets everything pass they would compute 2^53 rows.
 */
function firstWrongAnswer(functions: Functions): string | undefined {
  for (const form of formsOf(functions)) {
    const { needed, takesInputs, isBatch } = form;
    const all = [...changes(needed), ...sameArrays(needed), ...(isBatch ? ROW_CHANGES : [])];
    for (const change of all) {
      const takesChange = takesInputs || !("inputs" in change || "members" in change);
      const wrong = takesChange ? wrongAnswer(form, change) : undefined;
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

function wrongAnswer(form: Form, change: Change): string | undefined {
  const { init, needed, takesInputs, isBatch } = form;
  const out = "out" in change ? change.out : filled(needed.out);
  const good = {
    host: filled(needed.host),
    guest: filled(needed.guest),
    stage: filled(needed.stage),
    tdp: true,
    vendor: "amd",
    "host.family": "k8",
  };
  const inputs = "inputs" in change ? change.inputs : { ...good, ...change.members };
  const rows = "rows" in change ? change.rows : ROWS;
  const before = String(out);
  const argument = argumentOf(() =>
    init(out, ...(takesInputs ? [inputs] : []), ...(isBatch ? [rows] : [])),
  );
  if (argument !== change.argument) return `${argument} instead of ${change.argument}`;
  const isUntouched = argument === "fine" || String(out) === before;
  return isUntouched ? undefined : `${argument}, but it writes`;
}

/** An input that is the array which is written. */
function sameArrays(needed: typeof ONE_ROW): readonly Change[] {
  return (["host", "guest", "stage"] as const).map((name) => {
    const same = filled(Math.max(needed.out, needed[name]));
    return { argument: "out", out: same, members: { [name]: same } };
  });
}

/** A function that checks, or a call of one; those of readers have a test of their own. */
const CHECK = /^(function )?assert(Words|Rows|Input|Inputs|Boolean|Vendor|Host_family)\(/;

test("init and its batch form name each unfit argument, and each change of a check is noticed", async () => {
  const code = await emit();
  expect(firstWrongAnswer(load(code))).toBeUndefined();

  const mutants = emittedMutants(code, (statement) => CHECK.test(statement.getText()));
  expect(mutants.length).toBeGreaterThan(40);
  const survivors = mutants.filter(
    ({ code: mutated }) => firstWrongAnswer(load(mutated)) === undefined,
  );
  expect(survivors.map(({ what }) => what)).toEqual([]);
});
