/** CR0405: code that does not do what the rules say is told as that, and nothing else is claimed. */

import { beforeEach, expect, test, vi } from "vitest";

import { check } from "../../src/compile.ts";
import { diff } from "../../src/review/diff.ts";
import { explainCondition } from "../../src/explain/explain-condition.ts";
import { bySide } from "../../src/review/merge/merged-bits.ts";
import { judgeMerge } from "../../src/review/merge/judge-merge.ts";
import type { SetPlan } from "../../src/codegen/plan/plan.ts";
import { prove } from "../../src/prove/prove.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { explain } from "../../src/explain/explain.ts";
import { sourceOf } from "../harness/compile-text.ts";

/** Bits of the first word of every set that come out wrong. */
const broken = vi.hoisted(() => ({ bits: 0 }));

vi.mock(import("../../src/replay/run-statements.ts"), async (importOriginal) => {
  const { runStatements } = await importOriginal();
  type Init = (out: Uint32Array, inputs: unknown) => unknown;
  const withFault =
    (init: Init): Init =>
    (out, inputs) => {
      init(out, inputs);
      out[0] = (out[0] ?? 0) ^ broken.bits;
    };
  return {
    runStatements: async (plans: readonly SetPlan[]) =>
      new Map(
        // The value for each plan is a function.
        [...(await runStatements(plans))].map(([plan, init]) => [plan, withFault(init as Init)]),
      ),
  };
});

beforeEach(() => {
  broken.bits = 0;
});

const rules = (b: string, promises = ""): string => `layout tiny { word ONLY { 0 A  1 B  2 C } }
input host: tiny
caps vcpu: tiny {
  default = host
  B = ${b}
}
${promises}`;

const TEST = 'test "B is there" { given host: B; expect vcpu: B }\n';

/** Asks each question that runs the code, and returns its answer in words. */
const ANSWERS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  "a change": async () => compare(rules("host"), rules("none")),
  "a test that fails": async () => compare(rules("none"), rules("none", TEST)),
  "a broken assertion": async () =>
    compare(rules("none"), rules("none", "assert host.B -> vcpu.B\n")),
  "an assertion": async () => {
    const { diagnostics } = await check(sourceOf(rules("none", "assert host.B -> vcpu.B\n")));
    return diagnostics.map(({ code, message }) => `${code} ${message}`);
  },
  "a claim": async () => {
    const { diagnostics, proofs } = await prove(sourceOf(rules("none")), ["host.B -> vcpu.B"]);
    return [...diagnostics.map(told), ...proofs.map(({ verdict }) => verdict)];
  },
  "a condition": async () => {
    const { diagnostics, possibility } = await explainCondition(
      sourceOf(rules("host")),
      "vcpu.B & host.B",
    );
    return [...diagnostics.map(told), ...(possibility === undefined ? [] : ["possible"])];
  },
  "values of bits": async () => {
    const { diagnostics, sets } = await evaluate(sourceOf(rules("host")), {}, { replay: true });
    return [...diagnostics.map(told), ...sets.map(({ name }) => name)];
  },
  "an explanation": async () => {
    const { diagnostics, explanation } = await explain(sourceOf(rules("host")), {}, "B");
    return [...diagnostics.map(told), ...(explanation === undefined ? [] : ["explained"])];
  },
  "a merge": async () => {
    const sources = {
      base: rules("host"),
      ours: rules("none"),
      theirs: rules("all"),
      merged: rules("none"),
    };
    const verdict = await judgeMerge(bySide((side) => sourceOf(sources[side])));
    return verdict.kind === "conflict" ? verdict.disagreements.map(told) : [];
  },
};

async function compare(old: string, fresh: string): Promise<readonly string[]> {
  const result = await diff(sourceOf(old), sourceOf(fresh));
  const { isCompared, sets = [], promises = [] } = result.diff ?? {};
  const isUnclaimed = isCompared === false && sets.length + promises.length === 0;
  return [...result.diagnostics.new.map(told), ...(isUnclaimed ? [] : ["compared"])];
}

function told({ code, message }: { readonly code: string; readonly message: string }): string {
  return `${code} ${message}`;
}

test.each(Object.entries(ANSWERS))("%s", async (_, ask) => {
  const right = await ask();
  expect(right.join("\n")).not.toContain("CR0405");
  broken.bits = 0b10;
  const wrong = await ask();
  expect(wrong.length).toBeGreaterThan(0);
  for (const each of wrong) {
    expect(each).toMatch(
      /^CR0405 the generated code does not do what the rules say: vcpu\.B is (on in the code, off|off in the code, on) by the rules$/,
    );
  }
});

test("a fault in other bits is not replayed", async () => {
  broken.bits = 0b100;
  expect(await compare(rules("host", TEST), rules("none", TEST))).toEqual(["compared"]);
});
