/** Atoms, cases and tests in words. */

import { expect, test } from "vitest";

import { describeAtom } from "../../src/coverage/describe-atom.ts";
import { expectItems, givenItems, testText } from "../../src/coverage/test-text.ts";
import { rulesOf, type Expr } from "../../src/model/model.ts";
import { modelOf } from "../harness/compile-text.ts";

const MODEL = modelOf(`layout tiny {
  leaf L = 1 ecx { 0 A  1 B  2 C }
  leaf M = 2 ecx { 4 D }
}
layout other { word W { 7 A } }
input host: tiny
input cr: other
flag f
flag g
enum v: x y z
set list: B
class always = host | f
caps c: tiny {
  default = none
  class here = host
  A = cr
  B = host
  C = host.D
  D = f
  L[3] = v in (x z)
  L[4] = v == y
  L[5] = host has M
  L[6] = list
  L[7] = always
  L[8] = L[3]
  here: L[9]
}
`);

/** The value of a bit of `c`, and the bit. */
function ruleOf(bit: number): readonly [Parameters<typeof describeAtom>[0], Expr] {
  const [set] = MODEL.sets;
  const governance = set?.bits[bit];
  const [rule] = governance === undefined ? [] : rulesOf(governance);
  if (set === undefined || rule === undefined) throw new Error("there is no rule");
  return [{ set, bit }, rule.value];
}

test.each([
  // Another layout has the bit at another place.
  [0, "cr.A is on", "cr.A is off"],
  [1, "host.B is on", "host.B is off"],
  [2, "host.D is on", "host.D is off"],
  [36, "f is on", "f is off"],
  [3, "v is x or z", "v is not x or z"],
  [4, "v is y", "v is not y"],
  [5, "host has M", "host has no M"],
  [6, "the bit is in list", "the bit is not in list"],
  [7, "always is on", "always is off"],
  [8, "c.L[3] is on", "c.L[3] is off"],
])("the atom of bit %d: %s, or %s", (bit, on, off) => {
  const [place, expr] = ruleOf(bit);
  expect([describeAtom(place, expr, true), describeAtom(place, expr, false)]).toEqual([on, off]);
});

type Given = Parameters<typeof givenItems>[1];

function given(
  bits: Readonly<Record<string, readonly number[]>>,
  {
    present = [],
    flags = [],
    values = {},
  }: {
    present?: readonly number[];
    flags?: readonly string[];
    values?: Readonly<Record<string, number>>;
  } = {},
): Given {
  const { inputs, enums } = MODEL;
  const host = inputs.filter(({ name }) => name === "host");
  return {
    bits: new Map(inputs.map((input) => [input, new Set(bits[input.name])])),
    present: new Map(host.map((input) => [input, new Set(present)])),
    flags: new Set(MODEL.flags.filter(({ name }) => flags.includes(name))),
    values: new Map(
      enums.flatMap((each) => {
        const value = values[each.name];
        return value === undefined ? [] : [[each, value]];
      }),
    ),
  };
}

const items = (case_: Given, lists: readonly string[] = []): string =>
  givenItems(MODEL, case_, new Set(lists)).join("; ");

test.each([
  ["everything off", given({}), ""],
  ["nothing", { ...given({}), bits: new Map(), present: new Map() }, ""],
  ["bits in order of the layout", given({ host: [36, 1, 0] }), "host: A B D"],
  ["inputs in order of their declaration", given({ cr: [7], host: [0] }), "host: A; cr: A"],
  ["an unnamed bit", given({ cr: [3] }), "cr: W[3]"],
  ["flags and values", given({}, { flags: ["g", "f"], values: { v: 1 } }), "v = y; f; g"],
  ["entries without a bit", given({}, { present: [0, 1] }), "host has L; host has M"],
  [
    "no entry of which a bit is on",
    given({ host: [0] }, { present: [0, 1] }),
    "host: A; host has M",
  ],
])("what is given is %s", (_, case_, text) => {
  expect(items(case_)).toBe(text);
});

test("a bit that a list hides is named with its leaf", () => {
  expect(items(given({ host: [0, 1] }), ["B"])).toBe("host: A L.B");
  const [set] = MODEL.sets;
  if (set === undefined) throw new Error("there is no set");
  const expected = [0, 1].map((bit) => ({ target: { set, bit }, isOn: bit === 0 }));
  expect(expectItems(expected, new Set(["B"]))).toEqual(["c: A !L.B"]);
  expect(expectItems(expected, new Set())).toEqual(["c: A !B"]);
});

test("a test is one statement, whatever its title is", () => {
  expect(testText('say "A\\B"', ["f", "host: A"], ["c: A"])).toBe(`test "say \\"A\\\\B\\"" {
  given  f; host: A
  expect c: A
}
`);
  expect(testText("t", [], ["c: A", "d: B"])).toBe('test "t" {\n  expect c: A; d: B\n}\n');
});

test("long lists go on in statements of their own, of at most 110 columns", () => {
  // "  given  " and nine times "item of 10; " without the last "; " are 9 + 9 * 10 + 8 * 2 = 115 columns.
  const ten = Array.from({ length: 9 }, (_, at) => `item of ${at}0`);
  const lines = testText("t", ten, []).split("\n").slice(1, -2);
  expect(lines).toEqual([`  given  ${ten.slice(0, 8).join("; ")}`, `  given  ${ten[8] ?? ""}`]);
  // 9 + 50 + 2 + 49 = 110
  const fitting = ["x".repeat(50), "y".repeat(49)];
  expect(testText("t", fitting, []).split("\n")[1]).toHaveLength(110);
  expect(testText("t", [...fitting, "z"], []).split("\n")[2]).toBe("  given  z");
  expect(testText("t", ["x".repeat(50), "y".repeat(50)], []).split("\n")[1]).toHaveLength(59);
});
