/** Merges of programs with several sets, layouts and roles. A random test judges merges of one set by tables. */

import { expect, test } from "vitest";

import { bySide, type BySide } from "../../src/review/merge/merged-bits.ts";
import { judgeMerge } from "../../src/review/merge/judge-merge.ts";
import { sourceOf } from "../harness/compile-text.ts";

const LAYOUT = "layout tiny { word W { 0 A  1 B } }\n";

/** Sets by their headers, with what their bits are beside `default = host`. */
type Sets = Readonly<Record<string, string>>;

function program(sets: Sets, layout = LAYOUT): string {
  const texts = Object.entries(sets).map(
    ([header, rules]) => `caps ${header} {\n  default = host\n  ${rules}\n}\n`,
  );
  return `${layout}input host: tiny\ninput guest: tiny\nflag f\n${texts.join("")}`;
}

/** `kind set.BIT` of each conflict and interaction, and the warnings of roles. */
async function judge(texts: BySide<string>): Promise<readonly string[]> {
  const verdict = await judgeMerge(bySide((side) => sourceOf(texts[side])));
  const conflicts = verdict.kind === "conflict" ? verdict.conflicts : [];
  const warnings =
    verdict.kind === "conflict" || verdict.kind === "interaction" ? verdict : undefined;
  const told = [...conflicts, ...(warnings?.interactions ?? [])].map(
    ({ kind, set, bit, isLeftOut }) => `${kind} ${set}.${bit}${isLeftOut ? " left out" : ""}`,
  );
  const roles = (warnings?.roles ?? []).map(({ message }) =>
    message.replace("in this merge, ", ""),
  );
  return verdict.kind === "unknown" || verdict.kind === "broken"
    ? [verdict.kind]
    : [...told, ...roles];
}

interface Merge {
  readonly name: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly merged: string;
  readonly told: readonly string[];
}

const two = (first: string, second: string): string =>
  program({ "first: tiny": first, "second: tiny": second });
const wide = "layout tiny { word W { 0 A  1 B } word V { 3 D } }\n";
const one = (rules: string, layout = LAYOUT): string => program({ "s: tiny": rules }, layout);
const role = (name: string, rules: string): string => program({ [`s: tiny ${name}`]: rules });

/** Of a set with these rules all other bits are off. */
const ONLY_A = "unnamed = none; B = none";

const MERGES: readonly Merge[] = [
  {
    name: "each branch changes another set",
    base: two("", ""),
    ours: two("A = guest", ""),
    theirs: two("", "A = guest"),
    merged: two("A = guest", "A = guest"),
    told: [],
  },
  {
    name: "both change a bit of the second set",
    base: two("", ""),
    ours: two("", "A = guest"),
    theirs: two("", "A = none"),
    merged: two("", "A = none"),
    told: ["both second.A"],
  },
  {
    name: "the text of the second set is neither's",
    base: two("", ""),
    ours: two("", "A = guest"),
    theirs: two("", ""),
    merged: two("", "A = none"),
    told: ["neither second.A"],
  },
  {
    name: "each adds a set",
    base: program({}),
    ours: program({ "first: tiny": "" }),
    theirs: program({ "second: tiny": "" }),
    merged: two("", ""),
    told: [],
  },
  {
    name: "one changes a set that the other one removes",
    base: two("", ONLY_A),
    ours: program({ "first: tiny": "" }),
    theirs: two("", `${ONLY_A}; A = guest`),
    merged: two("", `${ONLY_A}; A = guest`),
    told: ["both second.A"],
  },
  {
    name: "a bit without a name",
    base: one(""),
    ours: one("W[7] = guest"),
    theirs: one("W[7] = none"),
    merged: one("W[7] = none"),
    told: ["both s.W[7]"],
  },
  {
    name: "a bit that one branch gives another name",
    base: one(""),
    ours: one("A = guest"),
    theirs: one("X = none", LAYOUT.replace("0 A", "0 X")),
    merged: one("X = none", LAYOUT.replace("0 A", "0 X")),
    told: ["both s.X"],
  },
  {
    name: "a bit that only theirs names",
    base: one(""),
    ours: one("W[7] = guest"),
    theirs: one("X = none", LAYOUT.replace("1 B", "1 B  7 X")),
    merged: one("W[7] = none"),
    told: ["both s.X"],
  },
  {
    name: "a word that one branch adds, and a bit that the other one changes",
    base: one(""),
    ours: one("A = guest"),
    theirs: one("D = guest", wide),
    merged: one("A = guest\n  D = guest", wide),
    told: [],
  },
  {
    name: "a bit of a new word that is on in neither branch",
    base: one(""),
    ours: one("A = guest"),
    theirs: one("unnamed = none; D = none", wide),
    merged: one("unnamed = none; A = guest; D = all", wide),
    told: ["neither s.D"],
  },
  {
    name: "one branch changes the role, the other one a bit",
    base: role("", ""),
    ours: role("denied", ""),
    theirs: role("", "A = guest"),
    merged: role("denied", "A = guest"),
    told: ["`s` is denied, and the branch without that role changes s.A"],
  },
  {
    name: "the same, and the role is theirs",
    base: role("denied", ""),
    ours: role("denied", "A B = guest"),
    theirs: role("", ""),
    merged: role("", "A B = guest"),
    told: ["`s` is exposed, and the branch without that role changes s.A and 1 more"],
  },
  {
    name: "one branch changes the role, and the other one words only",
    base: role("", ""),
    ours: role("denied", ""),
    theirs: role("", "A = !!host"),
    merged: role("denied", "A = !!host"),
    told: [],
  },
  {
    name: "both change the role",
    base: role("", ""),
    ours: role("denied", "A = guest"),
    theirs: role("denied", "B = guest"),
    merged: role("denied", "A = guest\n  B = guest"),
    told: [],
  },
  {
    name: "a role that neither has",
    base: role("", ""),
    ours: role("", ""),
    theirs: role("denied", ""),
    merged: role("internal", ""),
    told: ["`s` is internal, which it is in neither branch that has it"],
  },
  {
    name: "a set with a role that one branch adds",
    base: program({}),
    ours: role("denied", ""),
    theirs: program({}),
    merged: role("denied", ""),
    told: [],
  },
  {
    name: "the role of one set, and a bit of another one",
    base: program({ "first: tiny": "", "second: tiny": "" }),
    ours: program({ "first: tiny denied": "", "second: tiny": "" }),
    theirs: program({ "first: tiny": "", "second: tiny": "A = guest" }),
    merged: program({ "first: tiny denied": "", "second: tiny": "A = guest" }),
    told: [],
  },
  {
    name: "the role, and a word of the layout with bits that are on",
    base: role("", ""),
    ours: role("denied", ""),
    theirs: role("", "").replace(LAYOUT, wide.replace("3 D", "0 D")),
    merged: role("denied", "").replace(LAYOUT, wide.replace("3 D", "0 D")),
    told: ["`s` is denied, and the branch without that role changes s.D and 31 more"],
  },
];

test.each(MERGES)("$name", async ({ told, ...texts }) => {
  expect(await judge(texts)).toEqual(told);
});
