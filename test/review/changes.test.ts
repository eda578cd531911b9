/** What is said of a changed bit, worked out by hand. */

import { expect, test } from "vitest";

import { diff, type DescribedChange, type DescribedSet } from "../../src/review/diff.ts";
import { sourceOf } from "../harness/compile-text.ts";

const LAYOUT = "layout tiny { word W { 0 A  1 B  2 C } }\n";

/** Sets with these rules beside `default = none`, by name. */
function program(sets: Readonly<Record<string, string>>, layout = LAYOUT): string {
  const texts = Object.entries(sets).map(
    ([name, rules]) => `caps ${name}: tiny { default = none\n${rules}\n}\n`,
  );
  return `${layout}input host: tiny\ninput guest: tiny\nflag f\nenum vendor: intel amd arm\n${texts.join("")}`;
}

const c = (rules: string, layout = LAYOUT): string => program({ c: rules }, layout);

async function setsOf(
  old: string,
  fresh: string,
  assume: readonly string[] = [],
): Promise<readonly DescribedSet[]> {
  const { diff: found } = await diff(sourceOf(old), sourceOf(fresh), { assume });
  expect(found?.isCompared).toBe(true);
  return found?.sets ?? [];
}

async function changesOf(
  old: string,
  fresh: string,
  told: (change: DescribedChange) => string,
  assume: readonly string[] = [],
): Promise<readonly string[]> {
  const sets = await setsOf(old, fresh, assume);
  return sets.flatMap(({ name, changes }) => changes.map((change) => `${name}.${told(change)}`));
}

const isOn = (value: boolean): string => (value ? "on" : "off");

/** `A gained in 1 of 4: host: A; everything else off: off, on` */
function caseTold({ bit, direction, share, witness }: DescribedChange): string {
  const { text, before, after } = witness;
  return `${bit} ${direction} in ${share.changing} of ${share.all}: ${text}: ${isOn(before)}, ${isOn(after)}`;
}

test.each([
  ["none", "host", [], "gained in 1 of 2: host: A; everything else off: off, on"],
  ["host", "none", [], "lost in 1 of 2: host: A; everything else off: on, off"],
  ["host & guest", "guest", [], "gained in 1 of 4: guest: A; everything else off: off, on"],
  ["host", "!host", [], "both in 2 of 2: everything off: off, on"],
  ["!host", "host", [], "both in 2 of 2: everything off: on, off"],
  ["none", "all", [], "gained in 1 of 1: everything off: off, on"],
  ["none", "vendor == arm", [], "gained in 1 of 3: vendor = arm; everything else off: off, on"],
  [
    "none",
    "vendor == amd & f",
    [],
    "gained in 1 of 6: f; vendor = amd; everything else off: off, on",
  ],
  // Of three vendors two are looked at, and of the host's bits only those that matter.
  [
    "none",
    "vendor == arm & host",
    ["vendor != intel"],
    "gained in 1 of 4: host: A; vendor = arm; everything else off: off, on",
  ],
  // What is assumed of the guest can be chosen, whatever the host has.
  [
    "none",
    "host",
    ["guest -> f", "guest.B"],
    "gained in 1 of 2: host: A; guest: B; everything else off: off, on",
  ],
  // On one vendor the bit is on, whatever is assumed of others.
  [
    "none",
    "host",
    ["host -> vendor == amd"],
    "gained in 1 of 2: host: A; vendor = amd; everything else off: off, on",
  ],
  ["none", "host & f", ["f"], "gained in 1 of 2: host: A; f; everything else off: off, on"],
])("%s → %s, assuming %j: %s", async (before, after, assume, expected) => {
  const given = assume.map((each) => each.replaceAll(/\b(host|guest)\b(?!\.)/g, "$1.A"));
  expect(await changesOf(c(`A = ${before}`), c(`A = ${after}`), caseTold, given)).toEqual([
    `c.A ${expected}`,
  ]);
});

/** `A W 0 (0 → 0)`: the bit, its word, its index, and that in each layout. */
function placeTold({ bit, word, index, indices }: DescribedChange): string {
  return `${bit} ${word} ${index} (${indices.old ?? "none"} → ${indices.new ?? "none"})`;
}

const TWO = "layout tiny { word W { 0 A  1 B  2 C } word V { 3 D } }\n";

test.each([
  ["has its name", LAYOUT, "", LAYOUT, "A = host", "c.A W 0 (0 → 0)"],
  [
    "has its place for a name, if it has none",
    LAYOUT,
    "",
    LAYOUT,
    "W[31] = all",
    "c.W[31] W 31 (31 → 31)",
  ],
  ["has the new name", LAYOUT, "", LAYOUT.replace("0 A", "0 X"), "X = all", "c.X W 0 (0 → 0)"],
  [
    "has the old name, if the new layout has none",
    LAYOUT,
    "",
    LAYOUT.replace("0 A", ""),
    "W[0] = all",
    "c.A W 0 (0 → 0)",
  ],
  [
    "has the place of the new layout",
    LAYOUT,
    "",
    TWO.replace(/(word W .*\}) (word V .*\}) \}/, "$2 $1 }"),
    "A = all",
    "c.A W 32 (0 → 32)",
  ],
  ["of a new word was nowhere", LAYOUT, "", TWO, "D = all", "c.D V 35 (none → 35)"],
  ["of a word that is gone is nowhere", TWO, "D = all", LAYOUT, "", "c.D V 35 (35 → none)"],
  [
    "without a name, of a word that is gone",
    TWO,
    "V[9] = all",
    LAYOUT,
    "",
    "c.V[9] V 41 (41 → none)",
  ],
  ["without a name, of a new word", LAYOUT, "", TWO, "V[9] = all", "c.V[9] V 41 (none → 41)"],
])("a bit %s", async (_, oldLayout, before, newLayout, after, expected) => {
  const told = await changesOf(c(before, oldLayout), c(after, newLayout), placeTold);
  expect(told).toEqual([expected]);
});

test.each([
  ["named ones", LAYOUT, "", LAYOUT, "", 3],
  ["unnamed ones that change", LAYOUT, "", LAYOUT, "A W[7] W[31] = host", 5],
  ["those that the old layout names", TWO, "", LAYOUT, "", 4],
  ["those that the new layout names", LAYOUT, "", TWO, "", 4],
  ["those that either names, once", LAYOUT.replace("0 A", "5 E"), "", LAYOUT, "A W[5] = host", 4],
])("of the bits of a set %s count", async (_, oldLayout, before, newLayout, after, count) => {
  const sets = await setsOf(c(before, oldLayout), c(after, newLayout));
  expect(sets.map(({ bitCount }) => bitCount)).toEqual([count]);
});

function causesTold({ bit, causedBy }: DescribedChange): string {
  return `${bit} by ${causedBy.length === 0 ? "itself" : causedBy.join(" ")}`;
}

interface Consequence {
  readonly name: string;
  readonly old: Readonly<Record<string, string>>;
  readonly new: Readonly<Record<string, string>>;
  readonly assume?: readonly string[];
  readonly told: readonly string[];
}

const CONSEQUENCES: readonly Consequence[] = [
  {
    name: "a bit that requires another one",
    old: { c: "A = host; B = host; B requires A" },
    new: { c: "A = none; B = host; B requires A" },
    told: ["c.A by itself", "c.B by c.A"],
  },
  {
    name: "a chain, of which each bit has the one that it reads as its cause",
    old: { c: "A = host; B = A; C = B" },
    new: { c: "A = guest; B = A; C = B" },
    told: ["c.A by itself", "c.B by c.A", "c.C by c.B"],
  },
  {
    name: "a bit that reads two, of which one changes",
    old: { c: "A = host; B = host; C = A & B" },
    new: { c: "A = host; B = guest; C = A & B" },
    told: ["c.B by itself", "c.C by c.B"],
  },
  {
    name: "a bit that reads two, which both change",
    old: { c: "A = host; B = host; C = A & B" },
    new: { c: "A = guest; B = guest; C = A & B" },
    told: ["c.A by itself", "c.B by itself", "c.C by c.A c.B"],
  },
  {
    name: "a bit whose own rules change as well",
    old: { c: "A = host; B = A" },
    new: { c: "A = guest; B = A & f" },
    told: ["c.A by itself", "c.B by itself"],
  },
  {
    name: "a bit whose own rules change in other words only",
    old: { c: "A = host; B = A" },
    new: { c: "A = guest; B = !!A" },
    told: ["c.A by itself", "c.B by c.A"],
  },
  {
    name: "a bit whose own rules change in cases only that are not looked at",
    old: { c: "A = host; B = A" },
    new: { c: "A = guest; B = A & f" },
    assume: ["f"],
    told: ["c.A by itself", "c.B by c.A"],
  },
  {
    name: "a bit of another set",
    old: { first: "A = host", second: "A = first" },
    new: { first: "A = guest", second: "A = first" },
    told: ["first.A by itself", "second.A by first.A"],
  },
];

test.each(CONSEQUENCES)("$name", async ({ old, new: fresh, assume, told }) => {
  expect(await changesOf(program(old), program(fresh), causesTold, assume)).toEqual(told);
});

test("sets are compared with those of their name, or with those that they are said to be", async () => {
  const old = program({ gone: "", b: "A = host", a: "A = host" });
  const fresh = program({ a: "A = guest", b: "A = guest", fresh: "" });
  const pairs = async (renamed: readonly (readonly [string, string])[]): Promise<unknown> => {
    const { diff: found } = await diff(sourceOf(old), sourceOf(fresh), {
      renamed: new Map(renamed),
    });
    return found?.sets.map(({ name, oldName, changes }) => [name, oldName, changes.length]);
  };
  expect(await pairs([])).toEqual([
    ["a", undefined, 1],
    ["b", undefined, 1],
  ]);
  expect(await pairs([["gone", "fresh"]])).toEqual([
    ["a", undefined, 1],
    ["b", undefined, 1],
    ["fresh", "gone", 0],
  ]);
});

test.each([
  // All of 2^60 cases but one, and one of them: more than numbers can tell apart.
  ["a part, though numbers are rounded", " | ", 2 ** 60 * (1 - Number.EPSILON)],
  ["one", " & ", 1],
])("of many cases those that change are %s", async (_, operator, changing) => {
  const flags = Array.from({ length: 60 }, (__, at) => `f${at}`);
  const declared = `${LAYOUT}${flags.map((each) => `flag ${each}\n`).join("")}`;
  const sets = await setsOf(c("", declared), c(`A = ${flags.join(operator)}`, declared));
  expect(sets[0]?.changes[0]?.share).toEqual({ changing, all: 2 ** 60 });
});

test("a bit of a new word has no cause but itself, whatever it reads", async () => {
  const told = await changesOf(c("A = host"), c("A = guest; D = A", TWO), causesTold);
  expect(told).toEqual(["c.A by itself", "c.D by itself"]);
  const back = await changesOf(c("A = guest; D = A", TWO), c("A = host"), causesTold);
  expect(back).toEqual(["c.A by itself", "c.D by itself"]);
});

test("a bit that changes through another one has all its rules, before and after", async () => {
  const rules = (value: string): string => `B = ${value}\nA = host.W[9] & !B\nA requires f`;
  const sets = await setsOf(c(rules("host")), c(rules("guest")));
  const [change] = sets[0]?.changes ?? [];
  const told = (all: DescribedChange["before"] = []): readonly string[] =>
    all.map(({ text, line }) => `${text} at ${line}`);
  expect(change?.causedBy).toEqual(["c.B"]);
  const expected = ["= host.W[9] & !B at 8", "requires f at 9"];
  expect([told(change?.before), told(change?.after)]).toEqual([expected, expected]);
});

test("what only the old program has is told in a case, and what is off is not", async () => {
  const old = `${c("A = g & old & h.B | old.A", LAYOUT)}input old: tiny\ninput h: tiny\nflag g\nflag k\n`;
  const told = await changesOf(old, c(""), ({ witness }) => witness.text);
  expect(told).toEqual(["c.old: A; everything else off"]);
  const both = await changesOf(old.replace(" | old.A", ""), c(""), ({ witness }) => witness.text);
  expect(both).toEqual(["c.old: A; h: B; g; everything else off"]);
});
