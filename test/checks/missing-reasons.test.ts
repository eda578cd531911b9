import { expect, test } from "vitest";
import { check } from "../../src/compile.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";

const RULES = `
flag tdp
class odd = guest
odd: MOVBE
emulated: RDPID
XSAVES = host                because "it cannot be intercepted"
AVX requires XSAVE
when tdp {
  because "the walker does not know"
  GBPAGES = host
}
`;

test("on request, exceptions without a reason of their own, their class or their when are warned of", async () => {
  const { diagnostics, ok } = await check(sourceOf(RULES), { reasons: true });
  expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([
    ["CR0604", "odd: MOVBE"],
    ["CR0604", "AVX requires XSAVE"],
  ]);
  expect(ok).toBe(true);
});

test("missing reasons are not reported by default", async () => {
  const { diagnostics } = await check(sourceOf(RULES));
  expect(diagnostics).toEqual([]);
});

test("a reason first in a `caps` block is that of all its rules", async () => {
  const block = `use "caprules:prelude.rules"
caps vcpu: x86 {
  because "of the block"
  default = host & guest
  MOVBE = guest
}
caps vcpu { override MOVBE = host }
`;
  const { diagnostics } = await check(sourceOf(block), { reasons: true });
  expect(diagnostics.map((each) => [each.code, textAt(each)])).toEqual([
    ["CR0604", "override MOVBE = host"],
  ]);
});
