/**
 * The proof can fail: each single corruption of a module is reported, unless it means the same. If
 * the corrupted code could be followed, the report has a witness, and running the code shows the
 * difference.
 */

import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { Bdd, FALSE } from "../../../../src/bdd/bdd.ts";
import { cheapestAssignment } from "../../../../src/bdd/witness.ts";
import { compareEmission } from "../../../../src/codegen/compare-functions.ts";
import { readBack } from "../../../../src/codegen/typescript/verify/read-back.ts";
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

/** The results of a function for one assignment, as one text. */
type Run = (args: Arguments) => string;

type Init = (
  out: Uint32Array,
  inputs: Arguments["flags"] & Pick<Arguments, "kvm" | "guest">,
  rows?: number,
) => Uint32Array;

const ROWS = 3;
/** Elements of a row of `out`, and of an input. */
const ROW_WORDS = 3;
const ROW_LENGTH = 4;
const OPTIONS = {
  nameGroups: [
    ["kvm", "guest", "out"],
    ["outAt", "kvmAt", "guestAt"],
    ["tdp", "vendor", "tdpIsOn", "vendorIsAmd", "vendorIsHygon"],
  ],
  texts: ['"intel"', '"amd"', '"hygon"'],
  // Argument checks are not part of the proof, and the head of the loop has its own tests.
  skip: /^ *(assert|for|function|\w+: )/,
};

/** The previous content of `out`, none of which may remain. */
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

function toJavaScript(text: string): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText.replaceAll(/^export /gm, "");
}

const exampleCode = toJavaScript(exampleText);

/** A function of the example, or what `code` makes of it. */
function load(name: FunctionName, code = ""): Init {
  // Types occur in its head only. If a function's body declares a name twice, the later declaration
  // counts.
  const untyped = code.replaceAll(/: (?:Uint32Array|VcpuInputs|number)\b/g, "");
  const body = `${exampleCode}; ${untyped}; return ${name};`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- emitted code is run
  return new Function(body)();
}

function runOnce(init: Init): Run {
  return ({ kvm, guest, flags }) =>
    init(garbage(ROW_WORDS), { kvm: kvm.slice(), guest: guest.slice(), ...flags }).join();
}

function runRows(init: Init): Run {
  return ({ kvm, guest, flags }) => {
    const inputs = { kvm: surround(kvm), guest: surround(guest), ...flags };
    return init(garbage(ROWS * ROW_WORDS), inputs, ROWS).join();
  };
}

const HARNESS = { initVcpu: runOnce, initVcpuRows: runRows };
type FunctionName = keyof typeof HARNESS;

/** Code that cannot be loaded, or fails, computes its error. */
function compile(name: FunctionName, code?: string): Run {
  return attempt(
    () => {
      const run = HARNESS[name](load(name, code));
      return (args: Arguments) => attempt(() => run(args), String);
    },
    (error) => () => String(error),
  );
}

function attempt<Result>(action: () => Result, onError: (error: unknown) => Result): Result {
  try {
    return action();
  } catch (error) {
    return onError(error);
  }
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
const bdd = new Bdd();
const atoms = exampleAtoms(bdd);
const meant = Array.from({ length: ROW_WORDS * 32 }, (_, bit) => expectedBit(bdd, atoms, bit));

interface Original {
  readonly run: Run;
  /** For each of the inputs. */
  readonly results: readonly string[];
}

type Verdict = "equal" | "witness" | "refused";

async function judge(mutant: Mutant, run: Run, original: Original): Promise<Verdict> {
  const { functions, failures } = await readBack(mutant.text, { bdd, atoms, plans: [plan] });
  const differences = compareEmission(bdd, functions, (_, bit) => meant[bit] ?? FALSE);
  for (const { wrong } of differences) {
    const witness = cheapestAssignment(bdd, wrong, (_, value) => (value ? 1 : 0));
    const args = toArguments((variable) => witness?.values.get(variable) === true);
    expect(run(args), mutant.what).not.toBe(original.run(args));
  }
  if (differences.length > 0) return "witness";
  const showsDifference = inputs.some((args, at) => run(args) !== original.results[at]);
  expect(showsDifference, `${mutant.what} ${failures.join()}`).toBe(failures.length > 0);
  return failures.length > 0 ? "refused" : "equal";
}

test.each(["initVcpu", "initVcpuRows"] as const)(
  "each corruption of %s that changes meaning is reported, and no other",
  async (name) => {
    const run = compile(name);
    const original = { run, results: inputs.map(run) };
    const counts = { equal: 0, witness: 0, refused: 0 };
    for (const mutant of mutantsOf(exampleText, name, OPTIONS)) {
      counts[await judge(mutant, compile(name, mutant.code), original)]++;
    }
    expect(counts.witness).toBeGreaterThan(450);
    expect(counts.refused).toBeGreaterThan(80);
    expect(counts.equal).toBeGreaterThan(50);
  },
);
