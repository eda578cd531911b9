/**
 * The source of a rule's reason: its own, else that of its `when`, its class, its block. A default
 * has only its own.
 */

import { expect, test } from "vitest";

import { evaluate } from "../../src/evaluate/evaluate.ts";
import { sourceOf } from "../harness/compile-text.ts";

const RULES = `use "caprules:prelude.rules"
class by_class = guest because "of the class"
caps vcpu: x86 {
  because "of the block"
  default = host & guest
  MOVBE = host
  RDPID = host because "of its own"
  by_class: AVX
  when host.FMA {
    because "of the when"
    FMA = guest
    by_class: AES
  }
}
`;

const FMA_WORD = 4;
const FMA = 1 << 12;

test.each([
  ["RDPID", "of its own"],
  ["FMA", "of the when"],
  ["AES", "of the when"],
  ["AVX", "of the class"],
  ["MOVBE", "of the block"],
  ["POPCNT", undefined],
])("the rule of %s: %s", async (name, reason) => {
  const words = Array.from({ length: 32 }, (_, word) => (word === FMA_WORD ? FMA : 0));
  const { sets } = await evaluate(sourceOf(RULES), { bitmaps: { host: { words } } });
  const bit = sets[0]?.bits.find((each) => each.name === name);
  expect(bit?.rule.because).toBe(reason);
});
