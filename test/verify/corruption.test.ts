/**
 * The proof can fail: each single corruption of a module is reported, unless it means the same. What
 * was followed comes with a witness that shows the difference when the corrupted code runs.
 */

import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { Bdd } from "../../src/bdd/bdd.ts";
import { cheapestAssignment } from "../../src/bdd/witness.ts";
import { compareEmission } from "../../src/verify/compare.ts";
import { readBack } from "../../src/verify/read-back.ts";
import {
  exampleAtoms,
  exampleText,
  expectedBit,
  plan,
  toArguments,
  VARIABLES,
  type Arguments,
} from "./example.ts";
import { mutantsOf, type Mutant } from "./mutants.ts";

/** Everything that the module computes from one assignment, in one text. */
type Run = (args: Arguments) => string;

type Init = (
  out: Uint32Array,
  kvm: Uint32Array,
  guest: Uint32Array,
  flags: Arguments["flags"],
  rows?: number,
) => Uint32Array;

const ROWS = 3;
const ROW_LENGTH = 4;
const OPTIONS = {
  nameGroups: [
    ["kvm", "guest", "out"],
    ["outAt", "kvmAt", "guestAt"],
    ["kvmStep", "guestStep"],
    ["tdp", "vendorIsAmd", "vendorIsHygon"],
  ],
  texts: ['"intel"', '"amd"', '"hygon"'],
  // What checks arguments is out of the proof; the loop's head has tests of its own.
  skip: /^ *(assert|const \w+Step|for|function|\w+: )/,
};

/** What `out` holds before; nothing of it may be left. */
function garbage(length: number): Uint32Array {
  return new Uint32Array(length).fill(0xa5c3_960f);
}

/** Three rows of which the middle one is given, the others differ from it and from each other. */
function surround(row: Uint32Array): Uint32Array {
  const rows = new Uint32Array(ROWS * ROW_LENGTH);
  rows.fill(0x5555_5555, 0, ROW_LENGTH).fill(0xffff_ffff, 2 * ROW_LENGTH);
  rows.set(row, ROW_LENGTH);
  return rows;
}

function load(text: string): { initVcpu: Init; initVcpuRows: Init } {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const body = outputText.replaceAll(/^export /gm, "");
  // The text is the example above with one token changed; what it returns is written in it.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- emitted code is run
  return new Function(`${body}; return { initVcpu, initVcpuRows };`)();
}

function compile(text: string): Run {
  const { initVcpu, initVcpuRows } = load(text);
  return ({ kvm, guest, flags }) => {
    const rows = (kvmRows: Uint32Array, guestRows: Uint32Array): Uint32Array =>
      initVcpuRows(garbage(9), kvmRows, guestRows, flags, ROWS);
    try {
      return [
        initVcpu(garbage(3), kvm.slice(), guest.slice(), flags),
        rows(surround(kvm), surround(guest)),
        rows(kvm.slice(), surround(guest)),
        rows(surround(kvm), guest.slice()),
      ].join(";");
    } catch (error) {
      return String(error);
    }
  };
}

/** Every bit alone, every bit alone missing, and random words with every flag and vendor. */
function samples(): readonly Arguments[] {
  const single = Array.from({ length: VARIABLES }, (_, chosen) => [
    toArguments((variable) => variable === chosen),
    toArguments((variable) => variable !== chosen),
  ]);
  const bitmap = fc.uint32Array({ minLength: ROW_LENGTH, maxLength: ROW_LENGTH });
  const flags = fc.record({
    tdp: fc.boolean(),
    vendor: fc.constantFrom("intel", "amd", "hygon"),
  });
  const anything = fc.record({ kvm: bitmap, guest: bitmap, flags });
  return [...single.flat(), ...fc.sample(anything, { numRuns: 300, seed: 1 })];
}

const inputs = samples();
const runOriginal = compile(exampleText);
const results = inputs.map(runOriginal);

function showsDifference(run: Run): boolean {
  return inputs.some((args, index) => run(args) !== results[index]);
}

async function judge({ what, text }: Mutant): Promise<"equal" | "witness" | "refused"> {
  const bdd = new Bdd();
  const atoms = exampleAtoms(bdd);
  const { functions, failures } = await readBack(text, { bdd, atoms, plans: [plan] });
  const meant = (_: unknown, bit: number): number => expectedBit(bdd, atoms, bit);
  const differences = compareEmission(bdd, functions, meant);
  const run = compile(text);
  for (const { wrong } of differences) {
    const witness = cheapestAssignment(bdd, wrong, (_, value) => (value ? 1 : 0));
    const args = toArguments((variable) => witness?.values.get(variable) === true);
    expect(run(args), what).not.toBe(runOriginal(args));
  }
  const isReported = differences.length + failures.length > 0;
  expect(showsDifference(run), `${what} ${failures.join()}`).toBe(isReported);
  if (differences.length > 0) return "witness";
  return isReported ? "refused" : "equal";
}

test.each(["initVcpu", "initVcpuRows"])(
  "each corruption of %s that changes meaning is reported, and no other",
  async (name) => {
    const counts = { equal: 0, witness: 0, refused: 0 };
    for (const mutant of mutantsOf(exampleText, name, OPTIONS)) counts[await judge(mutant)]++;
    console.log(counts);
    expect(counts.witness).toBeGreaterThan(400);
    expect(counts.refused).toBeGreaterThan(50);
    expect(counts.equal).toBeGreaterThan(50);
  },
);
