/** What becomes of tests between two programs. A random test asks the same of random ones. */

import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import { LimitExceeded } from "../../src/base/limit.ts";
import { Bdd } from "../../src/bdd/bdd.ts";
import { lowerModel } from "../../src/meaning/lower.ts";
import { compareTests } from "../../src/review/promises/compare-tests.ts";
import { modelOf, sourceOf } from "../harness/compile-text.ts";

/** The first test stands on line 13. */
const program = (rules: string, tests: string): string => `layout tiny {
  leaf L = 1 ecx { 0 A  1 B  2 C }
  leaf M = 2 ecx { 0 D }
  leaf N = 13 ecx { 0 E }
}
input host: tiny
input guest: tiny
flag f
flag g
enum v: x y
enum w: p q
caps c: tiny { default = host & guest; ${rules} }
${tests}
`;

/** `change text in file:line (notes)`, with findings marked by `!`. */
async function told(old: string, fresh: string): Promise<readonly string[]> {
  const { diff: found } = await diff(
    sourceOf({ "old.rules": old }),
    sourceOf({ "new.rules": fresh }),
  );
  expect(found?.isCompared).toBe(true);
  return (found?.promises ?? [])
    .filter(({ kind }) => kind === "test")
    .map(({ change, text, side, file, line, isFinding, notes }) => {
      expect(file).toBe(`${side}.rules`);
      return `${isFinding ? "!" : ""}${change} ${text} ${side}:${line}${notes.map((note) => ` (${note})`).join("")}`;
    });
}

/** Tests that pass, on each side. */
async function compare(old: string, fresh: string): Promise<readonly string[]> {
  return told(program("", old), program("", fresh));
}

const T = 'test "t" { given host: A B; guest: A B C D; f; v = y; expect c: A !C }';

test.each([
  [
    "what is given in another order",
    T.replace("host: A B; guest: A B C D; f; v = y", "v = y; f; guest: D C A B; host: B A"),
  ],
  ["what is expected in another order", T.replace("A !C }", "!C A }")],
  ["the same in other words", T.replace("f;", "f; !g; host has L; guest has L; !host has M;")],
  ["another line", `\n\n${T}`],
  ["more that is expected", T.replace("!C }", "!C !D B }")],
  ["another title", T.replace('"t"', '"other"')],
])("a test with %s promises no less", async (_, fresh) => {
  expect(fresh).not.toBe(T);
  expect(await compare(T, fresh)).toEqual([]);
});

const GIVEN = T.replace(/expect c:.*\}/, "expect c: !D }");

test.each([
  ["a bit more", "host: A B;", "host: A B C;"],
  ["a bit of another input", "host: A B; guest: A B C", "host: A B C; guest: A B"],
  ["an input more", "host: A B; ", ""],
  ["another flag", "f;", "g;"],
  ["one flag more", "f;", "f; g;"],
  ["a flag that is off", "f;", "!f;"],
  ["another value", "v = y", "v = x"],
  ["a value of another enumeration", "v = y", "w = q"],
  ["an entry of which no bit is on", "f;", "f; host has M;"],
  ["another entry", "f; host has M;", "f; host has N;"],
  ["that entry of another input", "f; host has M;", "f; guest has M;"],
  ["an absent entry", "host: A B;", "host: A B; !host has L;"],
])("a test that is given %s is weakened", async (_, from, to) => {
  const [old, fresh] = from.includes("has")
    ? [GIVEN.replace("f;", from), GIVEN.replace("f;", to)]
    : [GIVEN, GIVEN.replace(from, to)];
  expect(fresh).not.toBe(old);
  const weakened = ["!weakened t new:13 (it is given another case)"];
  expect(await compare(old, fresh)).toEqual(weakened);
  expect(await compare(fresh, old)).toEqual(weakened);
});

test("an entry is the same one wherever it stands in the layout", async () => {
  const old = program("", GIVEN.replace("f;", "f; host has M;"));
  const moved = old.replace(/( {2}leaf L .*\n)( {2}leaf M .*\n)/, "$2$1");
  expect(moved).not.toBe(old);
  expect(await told(old, moved)).toEqual([]);
  // What the other layout has there is another one.
  expect(await told(old, moved.replace("host has M", "host has L"))).toHaveLength(1);
});

test.each([
  ["expects less", T, T.replace("A !C }", "A }"), "!weakened t new:13 (it no longer expects !c.C)"],
  [
    "expects something else",
    T.replace("A !C }", "A B !C }"),
    T.replace("A !C }", "A !D }"),
    "!weakened t new:13 (it no longer expects c.B !c.C)",
  ],
  ["is gone", T, "", "!withdrawn t old:13"],
  ["is new", "", T, "made t new:13"],
  [
    "has another title and another case",
    T,
    T.replace('"t"', '"u"').replace("v = y", "v = x"),
    "!withdrawn t old:13, made u new:13",
  ],
  ["is the second of its title", `${T}\n${T}`, T, ""],
  [
    "is the second of its title, and another one",
    `${T}\n${T.replace("f;", "")}`,
    T,
    "!withdrawn t old:14",
  ],
  ["is new, and the second of its title", T, `${T}\n${T.replace("f;", "")}`, "made t new:14"],
  ["is new, and says what the first of its title says", T, `${T}\n${T}`, ""],
])("a test that %s", async (_, old, fresh, expected) => {
  expect((await compare(old, fresh)).join(", ")).toBe(expected);
});

test.each([
  ["passed before", "A = none", "A = all", "!broken t new:13"],
  ["failed before", "B = none; A = all", "B = host; A = all", ""],
  ["passes", "A = host & none", "A = none", ""],
])("a test that %s", async (_, old, fresh, expected) => {
  const tests = 'test "t" { expect c: !A }\ntest "kept" { expect c: !C }';
  const found = await told(program(old, tests), program(fresh, tests));
  expect(found.map((each) => each.replace(/ \(.*/, "")).join(", ")).toBe(expected);
});

test("a test for which a limit is reached is undecided, and the others are run", () => {
  const model = modelOf(
    program(
      "",
      'test "wrong" { expect c: A }\ntest "too large" { expect c: B }\ntest "wrong, too" { expect c: C }',
    ),
  );
  const meaning = lowerModel(new Bdd(), model);
  const [, b] = model.sets[0]?.layout.bits ?? [];
  const limited: typeof meaning = {
    ...meaning,
    valueOf: (set, bit) => {
      if (bit === b?.index) throw new LimitExceeded("too deep");
      return meaning.valueOf(set, bit);
    },
  };
  const before = modelOf(program("", ""));
  const { broken } = compareTests(
    {
      old: { model: before, meaning: lowerModel(new Bdd(), before), hasSameValues: true },
      new: { model, meaning: limited, hasSameValues: true },
    },
    () => true,
  );
  expect(broken.map(({ promise }) => [promise.change, promise.text, promise.side])).toEqual([
    ["broken", "wrong", "new"],
    ["undecided", "too large", "new"],
    ["broken", "wrong, too", "new"],
  ]);
  expect(broken.map(({ witness }) => witness !== undefined)).toEqual([true, false, true]);
  expect(broken[1]?.promise.notes[0]).toBe("a limit was reached: too deep");
});
