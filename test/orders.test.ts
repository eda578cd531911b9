/** Programs that the declared order of variables does not decide, and another one does. */

import { expect, test } from "vitest";
import { diff } from "../src/review/diff.ts";
import { check, compile } from "../src/compile.ts";
import { inSomeOrder } from "../src/program/in-some-order.ts";
import { LimitExceeded } from "../src/base/limit.ts";
import { prove } from "../src/prove/prove.ts";
import { evaluate } from "../src/evaluate/evaluate.ts";
import { explain } from "../src/explain/explain.ts";
import { sourceOf } from "./harness/compile-text.ts";

/**
 * With this many pairs, the declared order would need 2^24 nodes for the subsets of the first half.
 */
const PAIRS = 24;

const numbers = Array.from({ length: PAIRS }, (_, number) => number);
const bits = (prefix: string): string =>
  numbers.map((number) => `${number} ${prefix}${number}`).join(" ");
const layout = `layout wide { word FIRST { ${bits("A")} } word SECOND { ${bits("B")} } word THIRD { 0 X 1 Y } }`;

function pairs(more = ""): string {
  const products = numbers.map((number) => `host.A${number} & host.B${number}`).join(" | ");
  return `${layout}
input host: wide
caps vcpu: wide {
  default = host
  X = ${products}${more}
}
`;
}

test("a sum of products of bits of two words is decided and compiled", async () => {
  const { ok, code } = await compile(sourceOf(pairs()));
  expect(ok).toBe(true);
  expect(code).toContain("initVcpu");
});

test("assumptions about bits of two words are decided, and used", async () => {
  const assumptions = numbers
    .map((number) => `assume host.A${number} -> host.B${number}\n`)
    .join("");
  const rules = `${layout}
input host: wide
caps vcpu: wide { default = host }
${assumptions}`;
  const proved = numbers.map((number) => `assert vcpu.A${number} -> vcpu.B${number}\n`).join("");
  expect((await check(sourceOf(rules + proved))).diagnostics).toEqual([]);
  const { diagnostics } = await check(sourceOf(`${rules}assert vcpu.B0 -> vcpu.A0\n`));
  expect(diagnostics.map(({ code, notes }) => [code, notes[0]])).toEqual([
    ["CR0402", "it fails in this case: host: B0; everything else off"],
  ]);
});

test("a claim is proved, and refuted by the smallest case", async () => {
  const { proofs } = await prove(sourceOf(pairs()), [
    "host.A3 & host.B3 -> vcpu.X",
    "vcpu.X -> host.A3 | host.A4",
  ]);
  expect(proofs.map(({ verdict }) => verdict)).toEqual(["proved", "refuted"]);
  const given = proofs[1]?.counterexample?.case.bits["host"];
  expect(given?.map((name) => name.slice(1)).sort()).toEqual(["0", "0"]);
});

/** The value and the assumptions have 2^12 nodes each in the declared order, and 2^24 together. */
const halves = `${layout}
input host: wide
${numbers
  .slice(12)
  .map((number) => `assume host.A${number} -> host.B${number}\n`)
  .join("")}caps vcpu: wide {
  default = host
  X = ${numbers
    .slice(0, 12)
    .map((number) => `host.A${number} & host.B${number}`)
    .join(" | ")}
}
`;

test("a flip is found among the cases that the assumptions allow", async () => {
  const inputs = { bitmaps: { host: { words: [0b10, 0, 0] } } };
  const { explanation, diagnostics } = await explain(sourceOf(halves), inputs, "vcpu.X");
  expect([diagnostics, explanation?.isOn]).toEqual([[], false]);
  expect(explanation?.flip?.changes).toEqual(["host.B1 on"]);
});

test("a bit that depends on unknown bits is explained within the assumptions", async () => {
  const host = { words: [0, 0, 0], knownWords: [0, 0, 0] };
  const { sets, diagnostics } = await evaluate(sourceOf(halves), { bitmaps: { host } });
  expect(diagnostics).toEqual([]);
  const x = sets[0]?.bits.find(({ name }) => name === "X");
  const named = numbers.slice(0, 12).flatMap((number) => [`host.A${number}`, `host.B${number}`]);
  expect([x?.state, new Set(x?.dependsOn)]).toEqual(["depends", new Set(named)]);
});

test("a change is found and stated in an acceptable form", async () => {
  const answer = await diff(sourceOf(pairs()), sourceOf(pairs(" | host.Y")), { asksOpen: true });
  expect([answer.undecided, answer.problems]).toEqual([false, []]);
  const [change, ...others] = answer.diff?.sets.flatMap(({ changes }) => changes) ?? [];
  expect(others).toEqual([]);
  expect([change?.direction, change?.witness.text]).toEqual([
    "gained",
    "host: Y; everything else off",
  ]);
  const [open] = answer.diff?.acceptance?.open ?? [];
  expect(open?.kind === "bit" && open.condition.includes("host.Y")).toBe(true);
  const missing = numbers.filter((number) => !change?.condition.includes(`host.B${number}`));
  expect(missing).toEqual([]);
});

test("the first order within the limits is taken, and none is a limit", () => {
  const tried: string[] = [];
  const found = inSomeOrder((_bdd, order) => {
    tried.push(order);
    if (order !== "read") throw new LimitExceeded(`not ${order}`);
    return order;
  });
  expect([found, tried]).toEqual(["read", ["declared", "read"]]);
  expect(() =>
    inSomeOrder((_bdd, order) => {
      throw new LimitExceeded(`not ${order}`);
    }),
  ).toThrow("not declared");
});
