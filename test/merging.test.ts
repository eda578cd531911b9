/** A merge judged by meaning: which bits conflict although the text does not. */

import { expect, test } from "vitest";

import { bySide } from "../src/diff/merged-bits.ts";
import { judgeMerge, type MergeVerdict } from "../src/merging.ts";
import { readFromMemory } from "../src/names/read-file.ts";

const DECLARATIONS = `layout tiny { word ONLY { 0 XSAVE  1 XSAVES  2 AVX } }
input host: tiny
input guest: tiny
`;

/** What stands in the `caps` block of each side. */
async function judge(
  base: string,
  ours: string,
  theirs: string,
  merged: string,
  declarations = DECLARATIONS,
): Promise<MergeVerdict> {
  const texts = { base, ours, theirs, merged };
  return judgeMerge(
    bySide((side) => ({
      entry: ["cpu.rules"],
      readFile: readFromMemory({
        "cpu.rules": `${declarations}caps vcpu: tiny {\n${texts[side]}\n}\n`,
      }),
    })),
  );
}

test("different bits are no conflict", async () => {
  expect(
    await judge(
      "default = host",
      "default = host\nXSAVE = none",
      "AVX = guest\ndefault = host",
      "AVX = guest\ndefault = host\nXSAVE = none",
    ),
  ).toEqual({ kind: "clean" });
});

test("a rule of one branch, and the default of the other, give a bit two new meanings", async () => {
  const verdict = await judge(
    "default = host",
    "XSAVE requires AVX\ndefault = host",
    "default = guest",
    "XSAVE requires AVX\ndefault = guest",
  );
  expect(verdict).toMatchObject({
    kind: "conflict",
    disagreements: [],
    conflicts: [
      {
        set: "vcpu",
        bit: "XSAVE",
        kind: "both",
        shown: {
          condition:
            "!host.XSAVE & guest.XSAVE | guest.XSAVE & !guest.AVX | host.XSAVE & !guest.XSAVE & guest.AVX",
          witness: "guest: XSAVE; everything else off",
          values: { base: false, ours: false, theirs: true, merged: false },
        },
      },
    ],
  });
});

test("the same meaning in other words is no conflict, whichever words the text has", async () => {
  for (const merged of ["default = host & guest", "default = !(!guest | !host)"]) {
    expect(
      await judge("default = host", "default = host & guest", "default = guest & host", merged),
    ).toEqual({ kind: "clean" });
  }
});

test("a value that changes through both branches is no conflict of its own rules", async () => {
  expect(
    await judge(
      "default = host\nAVX requires XSAVE & XSAVES",
      "default = host\nAVX requires XSAVE & XSAVES\nXSAVE = host & guest",
      "default = host\nXSAVES = none\nAVX requires XSAVE & XSAVES",
      "default = host\nXSAVES = none\nAVX requires XSAVE & XSAVES\nXSAVE = host & guest",
    ),
  ).toMatchObject({ kind: "clean" });
});

test("a class that one branch changes, and to which the other adds a bit", async () => {
  const verdict = await judge(
    "default = host\nclass free = all",
    "default = host\nclass free = guest",
    "default = host\nclass free = all\nfree: AVX",
    "default = host\nclass free = guest\nfree: AVX",
  );
  expect(verdict).toMatchObject({
    kind: "conflict",
    conflicts: [
      {
        bit: "AVX",
        kind: "neither",
        shown: {
          condition: "!guest.AVX",
          witness: "everything off",
          values: { base: false, ours: false, theirs: true, merged: false },
        },
      },
    ],
  });
});

test("two rules for one bit are a merge that neither branch can be blamed for", async () => {
  const verdict = await judge(
    "default = host",
    "XSAVE = none\ndefault = host",
    "default = host\nXSAVE = guest",
    "XSAVE = none\ndefault = host\nXSAVE = guest",
  );
  expect(verdict).toMatchObject({ kind: "broken", diagnostics: [{ code: "CR0301" }] });
});

test("an assertion that holds in both branches, and not in both together", async () => {
  const promise = "\nassert vcpu.XSAVE | vcpu.AVX -> host.XSAVES";
  const base = "XSAVE = none\nAVX = none\ndefault = host";
  const verdict = await judge(
    base,
    `${base}${promise}`,
    base.replace("AVX = none", "AVX = guest"),
    `${base.replace("AVX = none", "AVX = guest")}${promise}`,
  );
  expect(verdict).toMatchObject({ kind: "broken", diagnostics: [{ code: "CR0402" }] });
});

test("a side that does not compile has no meaning", async () => {
  expect(
    await judge("default = host", "nonsense", "default = guest", "default = guest"),
  ).toMatchObject({
    kind: "unknown",
    side: "ours",
  });
});

test("where layouts differ, a bit is found by its name", async () => {
  const moved = (text: string, places: string) =>
    `layout tiny { word ONLY { ${places} } }\ninput host: tiny\ncaps vcpu: tiny {\n${text}\n}\n`;
  const texts = {
    base: moved("default = host", "0 XSAVE  1 AVX"),
    ours: moved("default = host", "1 AVX  2 XSAVE"),
    theirs: moved("default = host\nAVX = none", "0 XSAVE  1 AVX"),
    merged: moved("default = host\nAVX = none", "1 AVX  2 XSAVE"),
  };
  const verdict = await judgeMerge(
    bySide((side) => ({
      entry: ["cpu.rules"],
      readFile: readFromMemory({ "cpu.rules": texts[side] }),
    })),
  );
  expect(verdict.kind).toBe("clean");
});

test("rules of one branch that read what the other one changed are an interaction", async () => {
  // AVX is on in both branches where XSAVE is given, and never in the merged rules.
  const verdict = await judge(
    "default = host & guest\nXSAVE = guest",
    "default = host & guest\nXSAVE = guest\nAVX requires XSAVE",
    "default = host & guest\nXSAVE = none",
    "default = host & guest\nXSAVE = none\nAVX requires XSAVE",
  );
  expect(verdict).toMatchObject({
    kind: "interaction",
    disagreements: [],
    interactions: [
      {
        set: "vcpu",
        bit: "AVX",
        kind: "interaction",
        shown: {
          condition: "guest.XSAVE & host.AVX & guest.AVX",
          witness: "host: AVX; guest: XSAVE AVX; everything else off",
          values: { base: true, ours: true, theirs: true, merged: false },
        },
        rules: { before: [{ text: "requires XSAVE" }], after: [] },
      },
    ],
  });
});

test("a merged bit that is as one branch has it is no interaction", async () => {
  // XSAVE stays what it is wherever AVX reads it.
  const verdict = await judge(
    "default = host & guest\nXSAVE = guest",
    "default = host & guest\nXSAVE = guest\nAVX requires XSAVE",
    "default = host & guest\nXSAVE = guest\nXSAVES = none",
    "default = host & guest\nXSAVE = guest\nAVX requires XSAVE\nXSAVES = none",
  );
  expect(verdict).toEqual({ kind: "clean" });
});
