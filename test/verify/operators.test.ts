/** Random expressions: what the proof says they compute is what JavaScript computes. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bdd, type Diagram } from "../../src/bdd/bdd.ts";
import type { Atoms } from "../../src/meaning/lower.ts";
import { readBack } from "../../src/verify/read-back.ts";
import { guest, plan } from "./example.ts";

/** Each word of an input has four variables, so that even a sum of two words stays small. */
const VARIABLES_A_WORD = 4;
const SCATTERED = 0x1b63_9cd2_7a05_e48fn;

function scattered(bit: number): number {
  return Number((SCATTERED >> BigInt((bit & 31) * 2)) & 3n);
}

function variableOf(word: number, isGuest: boolean, bit: number): number {
  return (word * 2 + (isGuest ? 1 : 0)) * VARIABLES_A_WORD + scattered(bit);
}

const TDP = 100;

function smallAtoms(bdd: Bdd): Atoms {
  return {
    bit: (bitmap, bit) => bdd.variable(variableOf(bit >>> 5, bitmap === guest, bit)),
    has: (_, entry) => bdd.variable(TDP + 1 + entry),
    flag: () => bdd.variable(TDP),
    enumIn: () => bdd.variable(TDP + 9),
  };
}

interface Assignment {
  readonly isTrue: readonly boolean[];
  readonly tdp: boolean;
}

function wordOf({ isTrue }: Assignment, word: number, isGuest: boolean): number {
  let value = 0;
  for (let bit = 0; bit < 32; bit++) {
    if (isTrue[variableOf(word, isGuest, bit)] === true) value |= 1 << bit;
  }
  return value >>> 0;
}

const condition = fc.oneof(
  fc.constant("tdp"),
  fc.constant("!tdp"),
  fc.constant("(kvm[0] & 0x10) === 0"),
  fc.constant("guest[1] !== kvm[1]"),
  fc.constant("~guest[1] === ~kvm[1]"),
  fc.constant("kvm[0] === (kvm[0] | 0)"),
  fc.constant("kvm[1] >>> 0 === kvm[1]"),
  fc.constant("(tdp && guest[0] === guest[1])"),
  fc.constant("(tdp || (kvm[1] ^ 5) === 5)"),
);

const literals = fc.oneof(
  fc.nat(40),
  fc.constantFrom(0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.nat(0xffff_ffff),
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom("kvm[0]", "kvm[1]", "guest[0]", "guest[1]"),
    literals.map((value) => `0x${value.toString(16)}`),
    fc
      .tuple(
        fc.constantFrom("&", "|", "^", "<<", ">>", ">>>"),
        tie("expression"),
        tie("expression"),
      )
      .map(([operator, left, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom("+", "-"), tie("expression"), tie("expression"))
      .map(([operator, left, right]) => `((${left} ^ 0) ${operator} (${right} >>> 0))`),
    fc
      .tuple(fc.constantFrom("~", "-", "+", "- -"), tie("expression"))
      .map(([operator, operand]) => `(${operator} ${operand})`),
    fc
      .tuple(condition, tie("expression"), tie("expression"))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
  ),
}));

function moduleOf(value: string): string {
  return `
    export function initVcpu(out: Uint32Array, inputs: VcpuInputs): Uint32Array {
      const { kvm, guest, tdp } = inputs;
      out[0] = ${value};
      out[1] = 0;
      out[2] = 0;
      return out;
    }`;
}

async function diagramsOf(bdd: Bdd, value: string): Promise<readonly Diagram[] | string> {
  const request = { bdd, atoms: smallAtoms(bdd), plans: [plan] };
  const { functions, failures } = await readBack(moduleOf(value), request);
  return functions[0]?.bits ?? failures.join("; ");
}

function symbolic(bdd: Bdd, bits: readonly Diagram[], { isTrue, tdp: isOn }: Assignment): number {
  const value = bits.slice(0, 32).map((bit) => {
    const isOne = bdd.evaluate(bit, (variable) =>
      variable === TDP ? isOn : (isTrue[variable] ?? false),
    );
    return isOne ? "1" : "0";
  });
  return Number.parseInt(value.reverse().join(""), 2);
}

function inJavaScript(value: string, assignment: Assignment): number {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- JavaScript itself is the judge
  const run = new Function("out", "kvm", "guest", "tdp", `out[0] = ${value};`);
  const out = new Uint32Array(1);
  const bitmap = (isGuest: boolean): Uint32Array =>
    Uint32Array.of(wordOf(assignment, 0, isGuest), wordOf(assignment, 1, isGuest));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-call -- JavaScript itself is the judge
  run(out, bitmap(false), bitmap(true), assignment.tdp);
  return out[0] ?? 0;
}

const assignments = fc.array(
  fc.record({
    isTrue: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
    tdp: fc.boolean(),
  }),
  { minLength: 20, maxLength: 20 },
);

describe("a symbolic value", () => {
  test("is the number that JavaScript computes, for random expressions", async () => {
    let followed = 0;
    await fc.assert(
      fc.asyncProperty(expression, assignments, async (value, samples) => {
        const bdd = new Bdd();
        const bits = await diagramsOf(bdd, value);
        if (typeof bits === "string") return;
        followed++;
        for (const sample of samples) {
          expect(symbolic(bdd, bits, sample)).toBe(inJavaScript(value, sample));
        }
      }),
      { numRuns: 1000 },
    );
    expect(followed).toBeGreaterThan(900);
  });
});
