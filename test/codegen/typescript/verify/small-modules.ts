/** Modules of one function whose words have few variables: what the proof says of them, and what JavaScript says. */

import type { Bdd, Diagram } from "../../../../src/bdd/bdd.ts";
import type { Atoms } from "../../../../src/meaning/lower.ts";
import { readBack } from "../../../../src/codegen/typescript/verify/read-back.ts";
import { guest, plan } from "./example.ts";

/** Each word of an input has four variables, so that even a sum of two words stays small. */
const VARIABLES_A_WORD = 4;
const SCATTERED = 0x1b63_9cd2_7a05_e48fn;
const TDP = 100;
const IS_AMD = 109;

function scattered(bit: number): number {
  return Number((SCATTERED >> BigInt((bit & 31) * 2)) & 3n);
}

function variableOf(word: number, isGuest: boolean, bit: number): number {
  return (word * 2 + (isGuest ? 1 : 0)) * VARIABLES_A_WORD + scattered(bit);
}

/** The vendor is intel or amd, the second of the values; never hygon. */
function smallAtoms(bdd: Bdd): Atoms {
  const isAmd = bdd.variable(IS_AMD);
  return {
    bit: (bitmap, bit) => bdd.variable(variableOf(bit >>> 5, bitmap === guest, bit)),
    has: (_, entry) => presenceOf(bdd, entry),
    flag: () => bdd.variable(TDP),
    enumIn: (_, values) =>
      bdd.or(
        bdd.and(isAmd, bdd.constant(values.includes(1))),
        bdd.and(bdd.not(isAmd), bdd.constant(values.includes(0))),
      ),
  };
}

/** The diagram of the condition that an input has the entry. */
export function presenceOf(bdd: Bdd, entry: number): Diagram {
  return bdd.variable(TDP + 1 + entry);
}

/** A value for each variable. */
export interface Assignment {
  /** Sixteen values, for the first two words of both inputs. */
  readonly isTrue: readonly boolean[];
  readonly tdp: boolean;
  readonly isAmd: boolean;
}

function wordOf({ isTrue }: Assignment, word: number, isGuest: boolean): number {
  let value = 0;
  for (let bit = 0; bit < 32; bit++) {
    if (isTrue[variableOf(word, isGuest, bit)] === true) value |= 1 << bit;
  }
  return value >>> 0;
}

/** A function that writes the value into its first word. */
export function moduleOf(value: string): string {
  return moduleWith(`out[0] = ${value}; out[1] = 0; out[2] = 0;`);
}

/** A function of these statements, after declarations of the module. */
export function moduleWith(statements: string, declarations = ""): string {
  return `
    ${declarations}
    export function initVcpu(out: Uint32Array, inputs: VcpuInputs): Uint32Array {
      const { kvm, guest, tdp, vendor } = inputs;
      ${statements}
      return out;
    }`;
}

/** The bits of the function, or why it cannot be followed. */
export async function diagramsOf(bdd: Bdd, text: string): Promise<readonly Diagram[] | string> {
  const request = { bdd, atoms: smallAtoms(bdd), plans: [plan] };
  const { functions, failures } = await readBack(text, request);
  return functions[0]?.bits ?? failures.join("; ");
}

/** The first word in the case of an assignment. */
export function symbolic(bdd: Bdd, bits: readonly Diagram[], assignment: Assignment): number {
  const { isTrue, tdp, isAmd } = assignment;
  const value = bits.slice(0, 32).map((bit) => {
    const isOne = bdd.evaluate(bit, (variable) => {
      if (variable === TDP) return tdp;
      return variable === IS_AMD ? isAmd : (isTrue[variable] ?? false);
    });
    return isOne ? "1" : "0";
  });
  return Number.parseInt(value.reverse().join(""), 2);
}

/** The value as JavaScript computes it. */
export function inJavaScript(value: string, assignment: Assignment): number {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- JavaScript itself is the judge
  const run = new Function("out", "kvm", "guest", "tdp", "vendor", `out[0] = ${value};`);
  const out = new Uint32Array(1);
  const bitmap = (isGuest: boolean): Uint32Array =>
    Uint32Array.of(wordOf(assignment, 0, isGuest), wordOf(assignment, 1, isGuest));
  const { tdp, isAmd } = assignment;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-call -- JavaScript itself is the judge
  run(out, bitmap(false), bitmap(true), tdp, isAmd ? "amd" : "intel");
  return out[0] ?? 0;
}
