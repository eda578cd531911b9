/** Why a change shows in no case that both sides allow, worked out by hand: the fewest reasons that leave out all its cases. */

import { expect, test } from "vitest";

import type { RuleSource } from "../../src/program/source.ts";
import { diff } from "../../src/review/diff.ts";
import { sourceOf } from "../harness/compile-text.ts";

function side(value: string, assumptions: readonly string[]): RuleSource {
  const assumed = assumptions.map((each) => `assume ${each}\n`).join("");
  return sourceOf(`layout l { word W { 0 X } }
flag a
flag b
flag c
flag d
${assumed}caps s: l {
  default = none
  X = ${value}
}
`);
}

interface Example {
  readonly name: string;
  /** When the bit is on in the new program; in the old one it is off. */
  readonly changes: string;
  readonly old: readonly string[];
  readonly new: readonly string[];
  readonly onlyWhere: readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    name: "two assumptions of one side, each for some of the cases",
    changes: "!a | !b",
    old: ["a", "b"],
    new: ["c"],
    onlyWhere: ["old a", "old b"],
  },
  {
    name: "one that does alone, rather than two that do together",
    changes: "(!a | !b) & !c",
    old: ["a", "b", "c"],
    new: [],
    onlyWhere: ["old c"],
  },
  {
    name: "the first of two that would do alone",
    changes: "!a & !b",
    old: ["a", "b"],
    new: [],
    onlyWhere: ["old a"],
  },
  {
    name: "two assumptions of the new side",
    changes: "!a | !b",
    old: [],
    new: ["a", "b"],
    onlyWhere: ["new a", "new b"],
  },
  {
    name: "no assumption that both sides make, since no case without it is looked at",
    changes: "!a | !b",
    old: ["a"],
    new: ["a", "b"],
    onlyWhere: ["new b"],
  },
  {
    name: "one of each side, without the one that is not needed",
    changes: "(!a & d) | (!b & !d)",
    old: ["c", "a"],
    new: ["b"],
    onlyWhere: ["old a", "new b"],
  },
  {
    name: "none, if both sides allow one of the cases",
    changes: "!a | c",
    old: ["a"],
    new: [],
    onlyWhere: [],
  },
];

test.each(EXAMPLES)("$name", async ({ changes, old, new: fresh, onlyWhere }) => {
  const { diff: found } = await diff(side("none", old), side(changes, fresh));
  const [change] = found?.sets[0]?.changes ?? [];
  const told = change?.onlyWhere.map((reason) =>
    reason.kind === "assumption" ? `${reason.side} ${reason.text}` : reason.kind,
  );
  expect(told).toEqual(onlyWhere);
});

test("cases that no side allows are not compared", async () => {
  const { diff: found } = await diff(side("none", ["a"]), side("!a & !b", ["b"]));
  expect(found?.isCompared).toBe(true);
  expect(found?.sets[0]?.changes).toEqual([]);
});
