/** Many claims about KVM's policy at once, as a script would ask them. */

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { openProgram } from "../../src/program/program.ts";
import { prove, type RuleSource } from "../../src/index.ts";
import { bitLabel } from "../../src/model/layout.ts";
import { randomOf, type Random } from "../fuzz/random.ts";
import { spread } from "./measure.ts";
import { printHeading, printValue } from "./print.ts";

const CLAIMS = 1000;
const TARGET = { most: 1 };

const source: RuleSource = {
  entry: ["rules/kvm/7.1.5.rules"],
  readFile: (name) => ({ kind: "text", text: readFileSync(name, "utf8") }),
};

export async function benchProofs(): Promise<void> {
  const names = namedBits();
  const random = randomOf(1);
  const claims = Array.from({ length: CLAIMS }, () => implication(random, names));
  const ask = async (): Promise<number> => {
    const start = performance.now();
    const { proofs, diagnostics } = await prove(source, claims);
    const seconds = (performance.now() - start) / 1000;
    assert.deepEqual([proofs.length, diagnostics], [CLAIMS, []]);
    return seconds;
  };
  const times = [await ask(), await ask(), await ask()];
  printHeading(`prove: ${CLAIMS} random implications over KVM 7.1.5, from its rule files on`);
  printValue("all of them, the first time in a process", spread(times.slice(0, 1)), "s", TARGET);
  printValue("all of them, warm", spread(times.slice(1)), "s", TARGET);
}

/** `vcpu.AVX`, of every input and every set. */
function namedBits(): readonly string[] {
  const { model } = openProgram(source);
  return [...model.inputs, ...model.sets].flatMap(({ name, layout }) =>
    layout.words.flatMap(({ bits }) =>
      bits.flatMap((bit) => (bit === undefined ? [] : [`${name}.${bitLabel(layout, bit.index)}`])),
    ),
  );
}

/** `a & !b -> c` */
function implication(random: Random, names: readonly string[]): string {
  const literal = (): string => {
    const name = names[random.below(names.length)] ?? "";
    return random.below(3) === 0 ? `!${name}` : name;
  };
  const premises = Array.from({ length: 1 + random.below(3) }, literal);
  return `${premises.join(" & ")} -> ${literal()}`;
}
