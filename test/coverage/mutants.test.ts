/** Which changes of the rules are made, and where: all of them, by hand. */

import { expect, test } from "vitest";

import { mutation } from "../../src/coverage/suite-quality.ts";
import { sourceOf, type RuleText } from "../harness/compile-text.ts";

const HEAD = `layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B  2 C } }
input host: tiny
input guest: tiny
flag f
flag g
enum vendor: intel amd arm
set list: A B
class both = host & guest
class always = all
`;

async function reportOf(
  rules: RuleText,
): Promise<NonNullable<Awaited<ReturnType<typeof mutation>>["mutation"]>> {
  const { mutation: report, diagnostics } = await mutation(sourceOf(rules));
  if (report === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  return report;
}

/** The changes of `A = EXPRESSION`, without those of the default and of what classes stand for. */
async function changesOf(expression: string): Promise<readonly string[]> {
  const { mutants } = await reportOf(
    `${HEAD}caps vcpu: tiny {\n  default = none\n  A = ${expression}\n}\n`,
  );
  return mutants.flatMap(({ change, line, column }) =>
    line === 12 && column >= 7 ? [`${change} at ${column}`] : [],
  );
}

/** The mutants of an atom: `all`, `none`, and its negation. */
const atom = (text: string, column: number): readonly string[] => [
  `\`${text}\` becomes \`all\` at ${column}`,
  `\`${text}\` becomes \`none\` at ${column}`,
  `\`${text}\` is negated at ${column}`,
];

/** One that is negated already. */
const negatedAtom = (text: string, column: number): readonly string[] =>
  atom(text, column).slice(0, 2);

test.each([
  ["f", atom("f", 7)],
  ["host", atom("host", 7)],
  ["host.B", atom("host.B", 7)],
  ["B", atom("B", 7)],
  ["list", atom("list", 7)],
  ["both", atom("both", 7)],
  ["always", atom("always", 7)],
  ["vendor == amd", atom("vendor == amd", 7)],
  ["vendor in (amd arm)", atom("vendor in (amd arm)", 7)],
  ["guest has FIRST", atom("guest has FIRST", 7)],
  ["all", ["`all` becomes `none` at 7"]],
  ["none", ["`none` becomes `all` at 7"]],
  ["!f", ["`!f` loses its negation at 7", ...negatedAtom("f", 8)]],
  ["!(f)", ["`!(f)` loses its negation at 7", ...negatedAtom("(f)", 8)]],
  [
    "vendor != amd",
    ["`vendor != amd` loses its negation at 7", ...negatedAtom("vendor != amd", 7)],
  ],
  ["f & g", ["`&` becomes `|` in `f & g` at 7", ...atom("f", 7), ...atom("g", 11)]],
  [
    "f | g",
    [
      "`|` becomes `&` in `f | g` at 7",
      "`|` becomes `^` in `f | g` at 7",
      ...atom("f", 7),
      ...atom("g", 11),
    ],
  ],
  [
    "f ^ g",
    [
      "`^` becomes `|` in `f ^ g` at 7",
      "`^` becomes `&` in `f ^ g` at 7",
      ...atom("f", 7),
      ...atom("g", 11),
    ],
  ],
  [
    "!f -> g",
    [
      "`->` in `!f -> g` is turned round at 7",
      "`!f` loses its negation at 7",
      ...negatedAtom("f", 8),
      ...atom("g", 13),
    ],
  ],
  [
    "f ? g : host",
    [
      "`f ? g : host` has its branches swapped at 7",
      ...atom("f", 7),
      ...atom("g", 11),
      ...atom("host", 15),
    ],
  ],
])("%s", async (expression, expected) => {
  expect(await changesOf(expression)).toEqual(expected);
});

/** The mutants that drop a rule, with their lines. */
async function dropped(rules: string): Promise<readonly string[]> {
  const { mutants } = await reportOf(`${HEAD}${rules}`);
  return mutants.flatMap(({ change, line }) =>
    change.includes(" is dropped: ") ? [`${line} ${change}`] : [],
  );
}

test("every rule is dropped that is no default, also what is added and required", async () => {
  expect(
    await dropped(`caps vcpu: tiny {
  default = none
  unnamed = host
  default FIRST = guest
  A B = host because "say \\"why\\""
  A also f
  when g { B requires guest because "so" }
  both: C
}
caps next extends vcpu { override A = none }
`),
  ).toEqual([
    "14 the rule is dropped: `A B = host`",
    "15 the `also` is dropped: `A also f`",
    "16 the `requires` is dropped: `B requires guest`",
    "17 the rule is dropped: `both: C`",
    "19 the rule is dropped: `override A = none`",
  ]);
});

test.each([
  // `A = ` and 76 more are 80 characters.
  [76, "`"],
  [77, "…`"],
])("a statement of 4 and %d characters is told up to the 80th", async (length, end) => {
  const value = `f & ${"g".repeat(length - 4)}`;
  const [told = ""] = await dropped(
    `flag ${"g".repeat(length - 4)}\ncaps vcpu: tiny {\n  default = none\n  A = ${value}\n}\n`,
  );
  expect(told).toBe(`13 the rule is dropped: \`${`A = ${value}`.slice(0, 80)}${end}`);
});

test("a change after which bits would depend on each other is left out", async () => {
  // Without the rule for A it would be governed by the class, which reads B, and B reads A.
  const { mutants, leftOut } = await reportOf(
    `${HEAD}caps vcpu: tiny {
  default = B
  A = host
  B = A
  C = none
}
`,
  );
  expect(leftOut).toBeGreaterThan(0);
  expect(mutants.map(({ change }) => change)).not.toContain("the rule is dropped: `A = host`");
  expect(mutants.map(({ change }) => change)).toContain("the rule is dropped: `C = none`");
});

test("changes of a class are made once, and looked at in all bits that it governs", async () => {
  const { mutants } = await reportOf(
    `${HEAD}caps vcpu: tiny { default = none; both: A; B = both }
test "B" { given host: B; expect vcpu: !B }
test "A" { given guest: A; expect vcpu: !A }
`,
  );
  const told = mutants
    .filter(({ line, change }) => line === 8 && change.includes("becomes `all`"))
    .map(({ change, verdict }) => `${verdict}: ${change}`);
  // The test of A notices a class without its host, and that of B one without its guest.
  expect(told).toEqual(["noticed: `host` becomes `all`", "noticed: `guest` becomes `all`"]);
});

test("changes are in order of the files that count, then of their places", async () => {
  const { mutants, inherited } = await reportOf({
    "z.rules": `${HEAD}caps base: tiny { default = f }\n`,
    "a.rules": 'use "z.rules"\ncaps vcpu extends base {\n  A = g\n  B = f\n}\n',
  });
  const places = (all: typeof mutants): readonly string[] => [
    ...new Set(all.map(({ file, line, column }) => `${file}:${line}:${column}`)),
  ];
  expect(places(mutants)).toEqual(["a.rules:3:3", "a.rules:3:7", "a.rules:4:3", "a.rules:4:7"]);
  expect(places(inherited)).toEqual(["z.rules:10:29"]);
});
