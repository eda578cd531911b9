/** A merge judged by meaning: which bits conflict although the text does not. */

import { expect, test } from "vitest";

import { bySide, type SideName } from "../../src/review/merge/merged-bits.ts";
import { judgeMerge, type MergeVerdict } from "../../src/review/merge/judge-merge.ts";
import { readFromMemory } from "../../src/names/read-file.ts";

const DECLARATIONS = `layout tiny { word ONLY { 0 XSAVE  1 XSAVES  2 AVX } }
input host: tiny
input guest: tiny
`;

/** Judges a merge, given the content of each side's `caps` block. */
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

test("two rules for one bit are an error of the merge, not of a branch", async () => {
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
        isLeftOut: false,
        rules: { before: [{ text: "requires XSAVE" }], after: [{ text: "vcpu.XSAVE = none" }] },
      },
    ],
  });
});

test("a merged bit with the value of one branch is not an interaction", async () => {
  // XSAVE stays what it is wherever AVX reads it.
  const verdict = await judge(
    "default = host & guest\nXSAVE = guest",
    "default = host & guest\nXSAVE = guest\nAVX requires XSAVE",
    "default = host & guest\nXSAVE = guest\nXSAVES = none",
    "default = host & guest\nXSAVE = guest\nAVX requires XSAVE\nXSAVES = none",
  );
  expect(verdict).toEqual({ kind: "clean" });
});

test("the rules that meet are those of each branch, however far they are apart", async () => {
  // AVX reads XSAVES, which reads XSAVE, and that is what the default makes of it.
  const far = await judge(
    "default = host\nXSAVES = XSAVE & guest\nAVX = host",
    "default = host\nXSAVES = XSAVE & guest\nAVX = XSAVES & guest",
    "default = host & guest\nXSAVES = XSAVE & guest\nAVX = host",
    "default = host & guest\nXSAVES = XSAVE & guest\nAVX = XSAVES & guest",
  );
  expect(far).toMatchObject({
    kind: "interaction",
    interactions: [
      {
        bit: "AVX",
        rules: {
          before: [{ text: "= XSAVES & guest", line: 7 }],
          after: [{ text: "vcpu.XSAVE: default = host & guest", line: 5 }],
        },
      },
    ],
  });
});

test("a rule that a branch removes is named as the base has it", async () => {
  const verdict = await judge(
    "default = host\nXSAVES = guest\nXSAVES requires XSAVE\nAVX = host",
    "default = host\nXSAVES = guest\nAVX = host",
    "default = host\nXSAVES = guest\nXSAVES requires XSAVE\nAVX = host & XSAVES",
    "default = host\nXSAVES = guest\nAVX = host & XSAVES",
  );
  expect(verdict).toMatchObject({
    kind: "interaction",
    interactions: [
      {
        bit: "AVX",
        rules: {
          before: [{ text: "vcpu.XSAVES no longer requires XSAVE", line: 7 }],
          after: [{ text: "= host & XSAVES", line: 8 }],
        },
      },
    ],
  });
});

const ASSUMED = `${DECLARATIONS}assume guest.XSAVE\n`;

/** Each side with the declarations that it has. */
async function judgeTexts(texts: Readonly<Record<SideName, string>>): Promise<MergeVerdict> {
  return judgeMerge(
    bySide((side) => ({
      entry: ["cpu.rules"],
      readFile: readFromMemory({ "cpu.rules": texts[side] }),
    })),
  );
}

function caps(declarations: string, rules: string): string {
  return `${declarations}caps vcpu: tiny {\n${rules}\n}\n`;
}

test("an assumption of one branch hides no interaction", async () => {
  // Both branches have AVX wherever the host has it. Theirs allows guests without XSAVE, who lose it.
  const hidden = await judgeTexts({
    base: caps(DECLARATIONS, "default = host\nXSAVE = all"),
    ours: caps(ASSUMED, "default = host\nXSAVE = all\nAVX requires XSAVE"),
    theirs: caps(DECLARATIONS, "default = host\nXSAVE = guest"),
    merged: caps(ASSUMED, "default = host\nXSAVE = guest\nAVX requires XSAVE"),
  });
  expect(hidden).toMatchObject({
    kind: "interaction",
    disagreements: [],
    interactions: [
      {
        bit: "AVX",
        kind: "interaction",
        isLeftOut: true,
        shown: {
          condition: "!guest.XSAVE & host.AVX",
          witness: "host: AVX; everything else off",
          values: { base: true, ours: true, theirs: true, merged: false },
        },
      },
    ],
  });
});

test("a conflict only in cases that the merged text excludes is a warning", async () => {
  // Where guest.XSAVE is on, all of them say so. Elsewhere ours turns XSAVE on, and theirs asks the host.
  const verdict = await judgeTexts({
    base: caps(DECLARATIONS, "default = host\nXSAVE = guest"),
    ours: caps(ASSUMED, "default = host\nXSAVE = all"),
    theirs: caps(DECLARATIONS, "default = host\nXSAVE = guest | host"),
    merged: caps(ASSUMED, "default = host\nXSAVE = all"),
  });
  expect(verdict).toMatchObject({
    kind: "interaction",
    disagreements: [],
    interactions: [{ bit: "XSAVE", kind: "both", isLeftOut: true }],
  });
});

test("a value that only one branch has is compared", async () => {
  const vendors = (values: string): string => `${DECLARATIONS}enum vendor: ${values}\n`;
  const rules = (xsave: string, avx: string): string =>
    `default = host\nXSAVE = ${xsave}\nwhen vendor == hygon { AVX requires ${avx} }`;
  const verdict = await judgeTexts({
    base: caps(vendors("intel amd"), "default = host\nXSAVE = all"),
    ours: caps(vendors("intel amd hygon"), rules("all", "XSAVE")),
    theirs: caps(vendors("intel amd"), "default = host\nXSAVE = none"),
    merged: caps(vendors("intel amd hygon"), rules("none", "XSAVE")),
  });
  expect(verdict).toMatchObject({
    kind: "interaction",
    disagreements: [],
    interactions: [
      {
        bit: "AVX",
        isLeftOut: false,
        shown: {
          condition: "vendor == hygon & host.AVX",
          values: { ours: true, merged: false },
        },
      },
    ],
  });
});
