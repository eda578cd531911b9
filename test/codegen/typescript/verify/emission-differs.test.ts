/** CR0405: code that does not mean what the rules mean is refused, with a case. */

import { expect, test } from "vitest";

import { emitProved } from "../../../../src/codegen/proved.ts";
import { typescript } from "../../../../src/codegen/typescript/target.ts";
import { analyzeText } from "../../../harness/random-compiled.ts";

test("a difference of code and rules is reported with the bit and a case, without a proof", async () => {
  const { model, meaning } = analyzeText(`layout tiny { word ONLY { 0 A  1 B } }
input host: tiny
caps vcpu: tiny { default = none; A B = host }
`);
  const { bdd, valueOf } = meaning;
  // The rules as another reading would have them: B is on whatever the host has.
  const other: typeof valueOf = (set, bit) => (bit === 1 ? bdd.constant(true) : valueOf(set, bit));
  const right = await emitProved(typescript, model, meaning, model.sets, ["p.rules"]);
  expect(right.diagnostics).toEqual([]);
  const wrong = await emitProved(typescript, model, { ...meaning, valueOf: other }, model.sets, [
    "p.rules",
  ]);
  expect(wrong.diagnostics.map(({ code }) => code)).toEqual(["CR0405", "CR0405"]);
  const [first, second] = wrong.diagnostics.map(({ message }) => message);
  // With all off, the code has B off.
  expect(first).toContain("initVcpu: B differs in this case: everything off");
  expect(second).toContain("initVcpuRows: B differs in this case: everything off");
});
