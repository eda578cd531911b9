import { expect, test } from "vitest";
import { check, compile } from "../../src/compile.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";
import { undecidableSet } from "../harness/undecidable.ts";

test("a rule that outgrows the diagrams is undecided, at its place, and no code comes out", async () => {
  const source = sourceOf(undecidableSet());
  const { diagnostics, ok, undecided } = await check(source);
  expect(diagnostics.map(({ code }) => code)).toEqual(["CR0403"]);
  expect(textAt(diagnostics[0] ?? expect.fail("no diagnostic"))).toMatch(
    /^B6401 = host\.B6399 & host\.B6397/,
  );
  expect([ok, undecided]).toEqual([false, true]);
  expect((await compile(source)).code).toBeUndefined();
});
