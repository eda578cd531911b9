/** The proof that the emitted text means what the rules mean. */

import { strict as assert } from "node:assert";
import { openProgram } from "../../src/program/program.ts";
import { emitModule } from "../../src/codegen/typescript/emit/module.ts";
import { readFromMemory } from "../../src/index.ts";
import { lowerModel, type Meaning } from "../../src/meaning/lower.ts";
import { Bdd } from "../../src/bdd/bdd.ts";
import { planSet } from "../../src/codegen/plan/plan-set.ts";
import { compareEmission } from "../../src/codegen/compare-functions.ts";
import { readBack } from "../../src/codegen/typescript/verify/read-back.ts";
import { spread, type Spread } from "./measure.ts";
import { namedBits, policyWithExceptions, withLayout } from "./policies.ts";
import { printHeading, printValue } from "./print.ts";

const BITS = 768;
const TARGET = { most: 100 };

export async function benchProof(): Promise<void> {
  const policy = policyWithExceptions(namedBits(BITS), 60);
  const rules = withLayout(BITS, policy.rules);
  const { model } = openProgram({
    entry: ["vcpu.rules"],
    readFile: readFromMemory({ "vcpu.rules": rules }),
  });
  const plans = model.sets.map((set) => planSet(model, set));
  const code = await emitModule({ files: ["vcpu.rules"], plans });
  const prove = async (meaning: Meaning): Promise<number> => {
    const { bdd, atoms } = meaning;
    const start = performance.now();
    const { functions, failures } = await readBack(code, {
      bdd,
      plans,
      atoms,
    });
    const differences = compareEmission(bdd, functions, (set, bit) => meaning.valueOf(set, bit));
    const milliseconds = performance.now() - start;
    assert.deepEqual([failures, differences, functions.length], [[], [], 2]);
    return milliseconds;
  };

  const times: number[] = [];
  // Each time with fresh diagrams, as in a build.
  for (let run = 0; run < 16; run++) times.push(await prove(lowerModel(new Bdd(), model)));
  const [first = Number.NaN, ...warm] = times;
  printHeading(`proof of the emitted code: ${BITS} bits, ${policy.name}, both functions`);
  printValue("read back and compare, the first time in a process", once(first), "ms", TARGET);
  printValue("read back and compare, warm", spread(warm), "ms", TARGET);
}

function once(value: number): Spread {
  return spread([value]);
}
