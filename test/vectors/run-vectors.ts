/** Holds a generated module of KVM's policy against files of vectors, whose format is in `vector.ts`. */

import { basename, join } from "node:path";
import { parseArgs } from "node:util";

import { comparisons, forgottenFields, NOT_STATED } from "./comparison.ts";
import { policyInputs } from "./inputs.ts";
import { loadPolicy, type Policy } from "./policy.ts";
import { Tally } from "./tally.ts";
import { readVectors } from "./vector.ts";

/** By policy, the fields of the vectors that do not concern it. */
const IGNORED: Readonly<Record<string, ReadonlySet<string>>> = {
  "7.1.5": new Set(["facts.gmet_enabled"]),
  next: new Set(["efer_reserved", "guest.efer_valid"]),
};

const USAGE = "usage: npm run vectors -- --policy 7.1.5|next FILE...";

interface Result {
  readonly tally: Tally;
  readonly cases: number;
  /** Vectors in which the module refuses to load, and the rules agree. */
  readonly refusals: number;
  readonly problems: readonly string[];
}

/**
 * @param args what stands after `npm run vectors --`.
 * @param root the folder that holds `generated/`.
 * @returns the exit code: 0 all agree, 1 something does not, 2 the arguments or files cannot be used.
 */
export async function runVectors(
  args: readonly string[],
  root: string,
  print: (line: string) => void,
): Promise<number> {
  try {
    const { values, positionals: files } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { policy: { type: "string" } },
    });
    const ignored = IGNORED[values.policy ?? ""];
    if (values.policy === undefined || ignored === undefined || files.length === 0) {
      print(USAGE);
      return 2;
    }
    const policy = await loadPolicy(join(root, `generated/kvm-${values.policy}.ts`));
    return report(await compareFiles(policy, files, ignored), ignored, print);
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function report(
  { tally, cases, refusals, problems }: Result,
  ignored: ReadonlySet<string>,
  print: (line: string) => void,
): number {
  print(tally.describe());
  print(`load_error: the module refuses to load in ${refusals} of ${cases} cases, as expected`);
  print(`not stated by rules: ${NOT_STATED.join(", ")}`);
  if (ignored.size > 0) print(`ignored for this policy: ${[...ignored].join(", ")}`);
  for (const problem of problems) print(problem);
  const failures = tally.mismatches + problems.length;
  print(`${cases} cases, ${failures === 0 ? "all agree" : `${failures} mismatches`}`);
  return failures === 0 && cases > 0 ? 0 : 1;
}

async function compareFiles(
  policy: Policy,
  files: readonly string[],
  ignored: ReadonlySet<string>,
): Promise<Result> {
  const tally = new Tally();
  const problems = new Set<string>();
  let cases = 0;
  let refusals = 0;
  for (const file of files) {
    for await (const { in: given, out } of readVectors(file)) {
      cases++;
      if (cases % 100 === 0 && process.stderr.isTTY) {
        process.stderr.write(`\r${basename(file)}: ${cases} cases`);
      }
      const { bitmaps, flags } = policyInputs(policy, given);
      const sets = policy.computeSets(bitmaps, flags);
      const refuses = hasNamed(policy, sets.get("setup"), "load_fails");
      if (refuses !== (out.load_error !== 0)) {
        problems.add(`load_error of ${given.id}: the rules say ${String(refuses)}`);
      }
      if (out.load_error !== 0) {
        refusals++;
        continue;
      }
      const compared = comparisons(policy, sets, out, ignored);
      for (const each of compared) tally.add(given.id, each);
      for (const field of forgottenFields(out, compared, ignored)) {
        problems.add(`${field}: the vectors have it, and nothing compares it`);
      }
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  return { tally, cases, refusals, problems: [...problems] };
}

function hasNamed(policy: Policy, setup: Uint32Array | undefined, name: string): boolean {
  const [bit = 0] = [...policy.layout("kvm_setup").bits].find(([, each]) => each === name) ?? [];
  return (((setup?.[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}
