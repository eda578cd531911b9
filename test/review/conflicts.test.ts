/** Rules and assumptions that leave nothing to compare, and the case that shows it. */

import { expect, test } from "vitest";

import { diff, type DiffOptions } from "../../src/review/diff.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { sourceOf, textAt } from "../harness/compile-text.ts";

const program = (
  values: string,
  rules: string,
  assumptions = "",
): string => `layout tiny { word W { 0 X } }
enum vendor: ${values}
flag f
flag g
${assumptions}caps c: tiny {
  default = none
${rules}}
`;

async function compare(
  old: string,
  fresh: string,
  options: DiffOptions = {},
): Promise<{ old: readonly Diagnostic[]; new: readonly Diagnostic[] }> {
  const { diagnostics, diff: found } = await diff(
    sourceOf({ "old.rules": old }),
    sourceOf({ "new.rules": fresh }),
    options,
  );
  expect(found?.isCompared).toBe(diagnostics.old.length + diagnostics.new.length === 0);
  return diagnostics;
}

const notesOf = (all: readonly Diagnostic[]): readonly string[] =>
  all.flatMap(({ notes = [] }) => notes);

const EXCLUSIVE = `  when vendor != intel { X = all }
  when vendor != amd { X = none because "so" }
`;

test("a value that only one side knows makes no rules of the other conflict", async () => {
  const [two, three] = [program("intel amd", EXCLUSIVE), program("intel amd arm", EXCLUSIVE)];
  const note = "both apply in this case: vendor = arm; everything else off";
  const there = await compare(two, three);
  expect(there.old).toEqual([]);
  expect(notesOf(there.new)).toContain(note);
  const back = await compare(three, two);
  expect(notesOf(back.old)).toContain(note);
  expect(back.new).toEqual([]);
});

test("a conflict is shown by a case of its own side", async () => {
  const conflict = "  when vendor != intel { X = all }\n  when vendor == arm { X = none }\n";
  const { new: found } = await compare(
    program("intel amd arm", ""),
    program("arm amd intel", conflict),
  );
  expect(notesOf(found)).toContain("both apply in this case: vendor = arm; everything else off");
});

test("rules of either side that meet are reported for that side", async () => {
  const meeting = program("intel amd", "  when f { X = all }\n  when g { X = none }\n");
  const apart = program("intel amd", "  when f { X = all }\n  when !f { X = none }\n");
  const note = "both apply in this case: f; g; everything else off";
  expect(notesOf((await compare(meeting, apart)).old)).toEqual([note]);
  expect(notesOf((await compare(apart, meeting)).new)).toEqual([note]);
  expect(await compare(apart, apart)).toEqual({ old: [], new: [] });
});

/** The assumption that is reported, and those that are named with it. */
function assumptionsIn(all: readonly Diagnostic[]): readonly string[] {
  return all.flatMap((each) => {
    expect(each.code).toBe("CR0404");
    return [textAt(each), ...each.related.map(textAt)];
  });
}

const CONTRADICTION = program("intel amd", "", "assume f\nassume !f\n");
const OTHER = program("intel amd", "", "assume g\n");

test("assumptions that never hold together are named on their side, without what is asked", async () => {
  const named = ["assume !f", "assume f"];
  const there = await compare(CONTRADICTION, OTHER, { assume: ["vendor == amd"] });
  expect([assumptionsIn(there.old), there.new]).toEqual([named, []]);
  const back = await compare(OTHER, CONTRADICTION, { assume: ["vendor == amd"] });
  expect([back.old, assumptionsIn(back.new)]).toEqual([[], named]);
  const both = await compare(CONTRADICTION, CONTRADICTION);
  expect([assumptionsIn(both.old), assumptionsIn(both.new)]).toEqual([named, named]);
});

test("what is asked is named where it leaves no case that a side allows", async () => {
  const asked = await compare(OTHER, OTHER, { assume: ["!g"] });
  expect(asked.old).toEqual([]);
  expect(assumptionsIn(asked.new)).toEqual(["assume !g", "assume g"]);
  // One side allows a case.
  const [given, free] = [OTHER, program("intel amd", "")];
  expect(await compare(given, free, { assume: ["!g"] })).toEqual({ old: [], new: [] });
  expect(await compare(free, given, { assume: ["!g"] })).toEqual({ old: [], new: [] });
});
