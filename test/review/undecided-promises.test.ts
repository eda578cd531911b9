/** A promise for which a limit is reached is undecided, and every other one is compared. */

import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { everySecondBit, UNDECIDABLE, wideSet } from "../harness/undecidable.ts";

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
  expect(found?.promises.map(({ change, side, text }) => [change, side, text])).toEqual([
    ["undecided", "old", UNDECIDABLE],
    ["made", "new", KEPT.replace("assert ", "")],
  ]);
  expect(found?.promises[0]?.notes).toHaveLength(2);
});

test("an assumption of which it is undecided whether it follows is named on its side", async () => {
  // Each product of 2,000 bits is a diagram. Whether the long one follows takes both in one, which is too deep.
  const [even, odd] = [everySecondBit(6398, 2000), everySecondBit(6399, 2000)];
  const long = `${odd} | on`;
  const { undecided, diff: found } = await diff(
    sourceOf(program("flag on", `assume ${even}`)),
    sourceOf(program("flag on", `assume ${long}`, "assume on")),
  );
  expect(undecided).toBe(true);
  expect(found?.promises.map(({ kind, change, text, side }) => [kind, change, text, side])).toEqual(
    [
      ["assume", "undecided", long, "new"],
      ["assume", "made", "on", "new"],
      ["assume", "withdrawn", even, "old"],
    ],
  );
  const [open] = found?.promises ?? [];
  expect(open?.isFinding).toBe(true);
  expect(open?.notes[0]).toContain("a limit was reached: ");
});

test("where every promise is decided, so is the comparison", async () => {
  const { undecided } = await diff(sourceOf(program(KEPT)), sourceOf(program(FAILING)));
  expect(undecided).toBe(false);
});

test.each([
  ["another bit changes", wideSet("B0 = host.B2")],
  ["another assertion is new", `${wideSet("B0 = host.B1")}${KEPT}\n`],
  ["more is assumed away", wideSet("B0 = host.B1").replace("caps", "assume host.B0\ncaps")],
  [
    "the role of a set is another one",
    wideSet("B0 = host.B1").replace("wide {\n", "wide denied {\n"),
  ],
])(
  "an assertion that reads nothing that changes need not be decided again if %s",
  async (_, fresh) => {
    const undecidable = `assert ${UNDECIDABLE}\n`;
    const old = wideSet("B0 = host.B1");
    expect(fresh).not.toBe(old);
    const { undecided, diff: found } = await diff(
      sourceOf(old + undecidable),
      sourceOf(fresh + undecidable),
    );
    expect(undecided).toBe(false);
    expect(found?.promises.filter(({ text }) => text === UNDECIDABLE)).toEqual([]);
  },
);
