/** A promise for which a limit is reached is undecided, and every other one is compared. */

import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { UNDECIDABLE, wideSet } from "../harness/undecidable.ts";

const program = (...promises: readonly string[]): string =>
  [wideSet("B0 = host.B1"), ...promises.map((each) => `${each}\n`)].join("");

const KEPT = "assert c.B0 -> host.B1";
const FAILING = "assert c.B0 -> host.B2";

test("a new assertion that is undecided leaves the verdict on the others", async () => {
  const { undecided, diff: found } = await diff(
    sourceOf(program(KEPT)),
    sourceOf(program(`assert ${UNDECIDABLE}`, FAILING)),
  );
  expect(undecided).toBe(true);
  const told = found?.promises.map(({ kind, change, line, text }) => [kind, change, line, text]);
  expect(told).toEqual([
    ["assert", "undecided", 7, UNDECIDABLE],
    ["assert", "broken", 8, "c.B0 -> host.B2"],
    // It is not known whether the undecided assertion implies this one.
    ["assert", "undecided", 7, "c.B0 -> host.B1"],
    ["assert", "made", 7, UNDECIDABLE],
    ["assert", "made", 8, "c.B0 -> host.B2"],
  ]);
  const [first] = found?.promises ?? [];
  expect(first?.isFinding).toBe(true);
  expect(first?.notes[0]).toContain("a limit was reached: a decision diagram is deeper than");
});

test("an assertion that is taken back and undecided is named on the old side", async () => {
  const { undecided, diff: found } = await diff(
    sourceOf(program(`assert ${UNDECIDABLE}`)),
    sourceOf(program(KEPT)),
  );
  expect(undecided).toBe(true);
  expect(found?.promises.map(({ change, side }) => [change, side])).toEqual([
    ["undecided", "old"],
    ["made", "new"],
  ]);
});

test("where every promise is decided, so is the comparison", async () => {
  const { undecided } = await diff(sourceOf(program(KEPT)), sourceOf(program(FAILING)));
  expect(undecided).toBe(false);
});

test("an assertion that reads nothing that changes ends as it did, and need not be decided again", async () => {
  const kept = `assert ${UNDECIDABLE}\n`;
  const { undecided, diff: found } = await diff(
    sourceOf(wideSet("B0 = host.B1") + kept),
    sourceOf(wideSet("B0 = host.B2") + kept),
  );
  expect(undecided).toBe(false);
  expect(found?.sets.map(({ changes }) => changes.length)).toEqual([1]);
  expect(found?.promises).toEqual([]);
});
