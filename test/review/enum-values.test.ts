/** Enumerations whose values are others on each side, held against a table of all values. */

import { describe, expect, test } from "vitest";

import type { RuleSource } from "../../src/program/source.ts";
import { diff, type DescribedChange } from "../../src/review/diff.ts";
import { sourceOf } from "../harness/compile-text.ts";

/** A rule, the values that it names, and what it is for a value. */
interface Rule {
  readonly text: (name: string) => string;
  readonly names: readonly string[];
  readonly holds: (value: string) => boolean;
}

const RULES: readonly Rule[] = [
  { text: (v) => `${v} == a`, names: ["a"], holds: (value) => value === "a" },
  { text: (v) => `${v} != a`, names: ["a"], holds: (value) => value !== "a" },
  { text: (v) => `${v} == c`, names: ["c"], holds: (value) => value === "c" },
  { text: (v) => `${v} in (b c)`, names: ["b", "c"], holds: (value) => ["b", "c"].includes(value) },
];

const DECLARED = ["a b", "b a", "c a b", "b c", "a d c"].map((text) => text.split(" "));

interface Side {
  readonly values: readonly string[];
  readonly rule: Rule;
}

/** Rules name no value but those that their side declares. */
const SIDES: readonly Side[] = DECLARED.flatMap((values) =>
  RULES.filter(({ names }) => names.every((name) => values.includes(name))).map((rule) => ({
    values,
    rule,
  })),
);

interface Kind {
  readonly name: string;
  readonly source: (side: Side) => RuleSource;
}

const KINDS: readonly Kind[] = [
  {
    name: "v",
    source: ({ values, rule }) =>
      sourceOf(`layout l { word W { 0 X } }
enum v: ${values.join(" ")}
caps s: l {
  default = none
  X = ${rule.text("v")}
}
`),
  },
  {
    name: "host.v",
    source: ({ values, rule }) =>
      sourceOf(`layout l {
  enum v: ${values.join(" ")}
  word W { 0 X }
}
input host: l
caps s: l {
  default = none
  X = ${rule.text("host.v")}
}
`),
  },
];

interface Expected {
  readonly direction: string;
  /** `old lacks c` */
  readonly onlyWhere: readonly string[];
  readonly share: { readonly changing: number; readonly all: number };
}

function lacking(side: string, own: Side, other: Side): string {
  return `${side} lacks ${other.values.filter((value) => !own.values.includes(value)).join(" ")}`;
}

/** Undefined if the bit does not change for any value. */
function expectedOf(old: Side, fresh: Side): Expected | undefined {
  const all = [...new Set([...old.values, ...fresh.values])];
  const changing = all.filter((value) => old.rule.holds(value) !== fresh.rule.holds(value));
  if (changing.length === 0) return undefined;
  const gained = changing.filter(fresh.rule.holds).length;
  const isOfBoth = changing.some(
    (value) => old.values.includes(value) && fresh.values.includes(value),
  );
  const reasons = [
    ...(changing.every((value) => old.values.includes(value)) ? [] : [lacking("old", old, fresh)]),
    ...(changing.every((value) => fresh.values.includes(value))
      ? []
      : [lacking("new", fresh, old)]),
  ];
  return {
    direction: gained === changing.length ? "gained" : gained === 0 ? "lost" : "both",
    onlyWhere: isOfBoth ? [] : reasons,
    share: { changing: changing.length, all: all.length },
  };
}

function toldOf({ direction, onlyWhere, share }: DescribedChange): Expected {
  const reasons = onlyWhere.map((reason) =>
    reason.kind === "value" ? `${reason.side} lacks ${reason.values.join(" ")}` : reason.text,
  );
  return { direction, onlyWhere: reasons, share };
}

/** The value in the case that is shown. A side that lacks it has none. */
function shownIn({ witness }: DescribedChange): string {
  const [old, fresh] = [witness.old, witness.new].map(({ values }) =>
    [...values].flatMap(([{ values: all }, value]) => all[value] ?? []).join(),
  );
  if (old !== "" && fresh !== "") expect(old).toBe(fresh);
  return old === "" ? (fresh ?? "") : (old ?? "");
}

describe.each(KINDS)("bits that read $name", ({ name, source }) => {
  test("change exactly where a value changes them", async () => {
    const counts = { equal: 0, inBoth: 0, inOne: 0 };
    for (const old of SIDES) {
      for (const fresh of SIDES) {
        const pair = [old, fresh].map(
          ({ values, rule }) => `${rule.text(name)} of ${values.join(" ")}`,
        );
        const { diff: found } = await diff(source(old), source(fresh));
        const [change] = found?.sets[0]?.changes ?? [];
        const expected = expectedOf(old, fresh);
        expect([...pair, change && toldOf(change)]).toEqual([...pair, expected]);
        if (change === undefined) {
          counts.equal++;
          continue;
        }
        counts[change.onlyWhere.length === 0 ? "inBoth" : "inOne"]++;
        const shown = shownIn(change);
        expect([old, fresh].some(({ values }) => values.includes(shown))).toBe(true);
        expect(old.rule.holds(shown)).toBe(change.witness.before);
        expect(fresh.rule.holds(shown)).toBe(change.witness.after);
        expect(change.witness.before).not.toBe(change.witness.after);
        const isOfBoth = old.values.includes(shown) && fresh.values.includes(shown);
        expect(isOfBoth).toBe(change.onlyWhere.length === 0);
      }
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(20);
  });

  test.each([
    ["a b", "a b c", "values a b → a b c"],
    ["a b c", "a b", "values a b c → a b"],
    ["a b", "b a", "values a b → b a"],
    ["a b", "a b", undefined],
  ])("are reported for values %s that become %s", async (before, after, detail) => {
    const [rule] = RULES;
    if (rule === undefined) throw new Error("there are rules");
    const side = (values: string): RuleSource => source({ values: values.split(" "), rule });
    const { diff: found } = await diff(side(before), side(after));
    const told = found?.declarations.map((each) => [
      each.kind,
      each.name,
      each.change,
      each.detail,
    ]);
    expect(told).toEqual(detail === undefined ? [] : [["enum", name, "changed", detail]]);
    expect(found?.sets[0]?.changes).toEqual([]);
  });
});

test("an input's enumeration that one side compares and the other does not is none of the other's", async () => {
  const text = (rule: string): RuleSource =>
    sourceOf(
      `layout l {\n  enum v: a b\n  word W { 0 X }\n}\ninput host: l\ncaps s: l {\n  default = none\n  X = ${rule}\n}\n`,
    );
  const { diff: found } = await diff(text("none"), text("host.v == a"));
  expect(found?.sets[0]?.changes.map(toldOf)).toEqual([
    { direction: "gained", onlyWhere: [], share: { changing: 1, all: 2 } },
  ]);
});
