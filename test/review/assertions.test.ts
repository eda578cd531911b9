/** What becomes of assertions, with what is told of each. A random test asks the same of random ones. */

import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import { sourceOf } from "../harness/compile-text.ts";

interface Program {
  readonly layouts?: string;
  readonly before?: string;
  readonly rules?: string;
  readonly claims?: readonly string[];
}

const LAYOUT = "layout tiny { word W { 0 A  1 B } word V { 0 D  1 E } }";

function text({ layouts = LAYOUT, before = "", rules = "", claims = [] }: Program): string {
  const asserted = claims.map((each) => `assert ${each}\n`).join("");
  return `${layouts}
input host: tiny
input guest: tiny
flag f
flag g
${before}
caps c: tiny { default = host & guest
${rules}
}
${asserted}`;
}

/** `side change claim`, and a line for each note. */
async function told(old: Program, fresh: Program): Promise<readonly string[]> {
  const { diff: found } = await diff(
    sourceOf({ "old.rules": text(old) }),
    sourceOf({ "new.rules": text(fresh) }),
  );
  expect(found?.isCompared).toBe(true);
  return (found?.promises ?? [])
    .filter(({ kind }) => kind === "assert")
    .flatMap(({ side, change, text: claim, file, isFinding, notes }) => {
      expect([file, isFinding]).toEqual([`${side}.rules`, change !== "made"]);
      return [`${side} ${change} ${claim}`, ...notes];
    });
}

const PROVED = "it still holds by the new rules (proved)";

interface Example {
  readonly name: string;
  readonly old: Program;
  readonly new: Program;
  readonly told: readonly string[];
}

const WITHDRAWN: readonly Example[] = [
  {
    name: "one that holds",
    old: { claims: ["c.A -> host.A"] },
    new: {},
    told: ["old withdrawn c.A -> host.A", PROVED],
  },
  {
    name: "one that does not hold, for one bit",
    old: { claims: ["c -> host"] },
    new: { rules: "B = guest" },
    told: ["old withdrawn c -> host", "it does not hold by the new rules for B"],
  },
  {
    name: "one that does not hold, for several bits",
    old: { claims: ["c -> host"] },
    new: { rules: "B D E = guest" },
    told: ["old withdrawn c -> host", "it does not hold by the new rules for B and 2 more"],
  },
  {
    name: "one about no bit in particular",
    old: { claims: ["c.B -> host.B"] },
    new: { rules: "B = guest" },
    told: ["old withdrawn c.B -> host.B", "it does not hold by the new rules"],
  },
  {
    name: "one that holds wherever the new side allows a case",
    old: { claims: ["c -> host"] },
    new: { before: "assume guest.B -> host.B", rules: "B = guest" },
    told: ["old withdrawn c -> host", PROVED],
  },
  {
    name: "one about a set that is gone, of which nothing can be said",
    old: { before: "caps d: tiny { default = host }", claims: ["d -> host"] },
    new: {},
    told: ["old withdrawn d -> host"],
  },
  {
    name: "one about a named bit of a set that is gone",
    old: { before: "caps d: tiny { default = host }", claims: ["c.A & d.A -> host.A"] },
    new: {},
    told: ["old withdrawn c.A & d.A -> host.A"],
  },
  {
    name: "one about bits that are gone, which are off now",
    old: { claims: ["c.D -> c.E"] },
    new: { layouts: LAYOUT.replace(/word V.*\} \}/, "}") },
    told: ["old withdrawn c.D -> c.E", PROVED],
  },
  {
    name: "one that speaks of all bits, while the new one speaks of all but one",
    old: { claims: ["c -> host"] },
    new: { claims: ["c.A -> host.A", "c.B -> host.B", "c.D -> host.D"] },
    told: [
      "old withdrawn c -> host",
      PROVED,
      "new made c.A -> host.A",
      "new made c.B -> host.B",
      "new made c.D -> host.D",
    ],
  },
  {
    name: "one that a claim about another layout does not imply, although it names no such bit",
    old: {
      before: "layout other { word O { 0 X } }\ncaps d: other { default = all }",
      claims: ["c.A -> host.A"],
    },
    new: {
      before: "layout other { word O { 0 X } }\ncaps d: other { default = all }",
      claims: ["d"],
    },
    told: ["old withdrawn c.A -> host.A", PROVED, "new made d"],
  },
  {
    name: "one in whose place is one that says nothing",
    old: { claims: ["c -> host"] },
    new: { claims: ["c -> host | !host"] },
    told: ["old withdrawn c -> host", PROVED, "new made c -> host | !host"],
  },
];

test.each(WITHDRAWN)("withdrawn: $name", async ({ old, new: fresh, told: expected }) => {
  expect(await told(old, fresh)).toEqual(expected);
});

const lessSaid = (claim: string): string => `the new side asserts \`${claim}\`, which claims less`;
const ONE = "class one = host\nclass two = guest";

const WEAKENED: readonly Example[] = [
  {
    name: "for every bit",
    old: { claims: ["c -> host"] },
    new: { claims: ["c & f -> host"] },
    told: ["old weakened c -> host", lessSaid("c & f -> host"), PROVED, "new made c & f -> host"],
  },
  {
    name: "about named bits",
    old: { claims: ["c.A -> host.A"] },
    new: { claims: ["c.B -> host.B", "c.A & f -> host.A"] },
    told: [
      "old weakened c.A -> host.A",
      lessSaid("c.A & f -> host.A"),
      PROVED,
      "new made c.B -> host.B",
      "new made c.A & f -> host.A",
    ],
  },
  {
    name: "for bits of a word that is gone, too",
    old: { claims: ["c -> host"] },
    new: { layouts: LAYOUT.replace(/word V.*\} \}/, "}"), claims: ["c & f -> host"] },
    told: ["old weakened c -> host", lessSaid("c & f -> host"), PROVED, "new made c & f -> host"],
  },
  {
    name: "for bits of a word that is gone, although they are off",
    old: { claims: ["c | f"] },
    new: { layouts: LAYOUT.replace(/word V.*\} \}/, "}"), claims: ["c | f | g"] },
    told: [
      "new broken c | f | g",
      "it fails for A in this case: everything off",
      "it fails for 32 bits",
      "old weakened c | f",
      lessSaid("c | f | g"),
      "it does not hold by the new rules for A and 63 more",
      "new made c | f | g",
    ],
  },
  {
    name: "through one of the declarations that it reads",
    old: { before: ONE, claims: ["c -> one & two"] },
    new: { before: ONE.replace("= guest", "= guest | f"), claims: ["c -> one & two"] },
    told: [
      "old weakened c -> one & two",
      "it read `class two = guest`, and reads `class two = guest | f` now",
      PROVED,
    ],
  },
  {
    name: "through both of them",
    old: { before: ONE, claims: ["c -> one & two"] },
    new: {
      before: "class one = host | g\nclass two = guest | f",
      claims: ["c -> one & two"],
    },
    told: [
      "old weakened c -> one & two",
      "it read `class one = host; class two = guest`, and reads `class one = host | g; class two = guest | f` now",
      PROVED,
    ],
  },
];

test.each(WEAKENED)("weakened: $name", async ({ old, new: fresh, told: expected }) => {
  expect(await told(old, fresh)).toEqual(expected);
});

const MADE: readonly Example[] = [
  {
    name: "a claim about bits that have moved",
    old: { claims: ["c.A -> host.A", "c -> guest"] },
    new: {
      layouts: LAYOUT.replace(/(word W .*\}) (word V .*\}) \}/, "$2 $1 }"),
      claims: ["!c.A | host.A", "!c | guest"],
    },
    told: ["new made !c.A | host.A", "new made !c | guest"],
  },
  {
    name: "a claim that follows only with what is assumed",
    old: { claims: ["c -> host"] },
    new: { before: "assume f", claims: ["c & f -> host"] },
    told: ["new made c & f -> host"],
  },
  {
    name: "a claim about two bits that follows from claims about each",
    old: { claims: ["c.A & c.B -> host.A & host.B"] },
    new: { claims: ["c -> host"] },
    told: ["new made c -> host"],
  },
];

test.each(MADE)("still made: $name", async ({ old, new: fresh, told: expected }) => {
  expect(await told(old, fresh)).toEqual(expected);
});

const case_ = (bit: string, which = ""): string =>
  `it fails${which} in this case: guest: ${bit}; everything else off`;

const BROKEN: readonly Example[] = [
  {
    name: "for a bit that it names",
    old: { claims: ["c.A -> host.A", "c.B -> host.B"] },
    new: { rules: "B = guest", claims: ["c.A -> host.A", "c.B -> host.B"] },
    told: ["new broken c.B -> host.B", case_("B")],
  },
  {
    name: "for the first of several bits",
    old: { claims: ["c -> host"] },
    new: { rules: "E D = guest", claims: ["c -> host"] },
    told: ["new broken c -> host", case_("D", " for D"), "it fails for 2 bits"],
  },
  {
    name: "a new claim, for all bits",
    old: {},
    new: { claims: ["host -> c"] },
    told: [
      "new broken host -> c",
      case_("A", " for A").replace("guest", "host"),
      "it fails for 64 bits",
      "new made host -> c",
    ],
  },
  {
    name: "none that failed before, be it for another bit",
    old: { rules: "A = guest", claims: ["c -> host"] },
    new: { rules: "B = guest", claims: ["c -> host"] },
    told: [],
  },
];

test.each(BROKEN)("broken: $name", async ({ old, new: fresh, told: expected }) => {
  expect(await told(old, fresh)).toEqual(expected);
});

test("of a large layout all bits are counted, and the first one is shown", async () => {
  const words = Array.from({ length: 5 }, (_, word) => `word W${word} { 0 B${word} }`);
  const layouts = `layout tiny { ${words.join(" ")} }`;
  const claims = ["c -> host"];
  const [first, second, ...notes] = await told(
    { layouts, claims },
    { layouts, rules: "W4[7] B2 W4[9] = guest", claims },
  );
  expect([first, second]).toEqual(["new broken c -> host", case_("B2", " for B2")]);
  expect(notes).toEqual(["it fails for 3 bits"]);
});
