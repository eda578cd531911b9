/** Rules that say the same in other words, or for another reason: no bit changes, and a review still names them. */

import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import { countRestated } from "../../src/review/compare/restated.ts";
import { sourceOf, type RuleText } from "../harness/compile-text.ts";

const PROGRAM = `layout tiny { word V { 0 E } word W { 0 A  1 B  2 C  31 D } }
input host: tiny
flag f
caps vcpu: tiny {
  unnamed = none; E = none
  default = host
  A B = host & f because "so"
  C requires A because "it"
}
`;

interface Told {
  /** `rule of A B`, `reason of C` */
  readonly what: string;
  /** `text because reason at line`, or only what is there. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

async function compare(old: RuleText, fresh: RuleText): Promise<{ told: Told[]; count: number }> {
  const { diff: found } = await diff(sourceOf(old), sourceOf(fresh));
  expect(found?.sets.flatMap(({ changes }) => changes)).toEqual([]);
  const restated = found?.restated ?? [];
  const shown = ({ text, because, line }: (typeof restated)[number]["before"][number]): string =>
    `${text}${because === undefined ? "" : ` because ${because}`} at ${line}`;
  const told = restated.map(({ set, bits, what, before, after }) => {
    expect(set).toBe("vcpu");
    return {
      what: `${what} of ${bits.join(" ")}`,
      before: before.map(shown),
      after: after.map(shown),
    };
  });
  return { told, count: countRestated(restated) };
}

interface Example {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly told: readonly Told[];
  /** How many statements are others. */
  readonly count: number;
}

const AB = 'A B = host & f because "so"';
const C = 'C requires A because "it"';

const EXAMPLES: readonly Example[] = [
  {
    name: "nothing, if only a comment is another one",
    from: C,
    to: `${C} # it`,
    told: [],
    count: 0,
  },
  {
    name: "nothing, if the order of rules is another one",
    from: `${AB}\n  ${C}`,
    to: `${C}\n  ${AB}`,
    told: [],
    count: 0,
  },
  {
    name: "a default in other words, once for all its bits",
    from: "default = host",
    to: "default = !!host",
    told: [
      { what: "rule of C D", before: ["default = host at 6"], after: ["default = !!host at 6"] },
    ],
    count: 1,
  },
  {
    name: "a reason for what had none",
    from: "default = host",
    to: 'default = host because "why"',
    told: [
      {
        what: "reason of C D",
        before: ["default = host at 6"],
        after: ["default = host because why at 6"],
      },
    ],
    count: 0,
  },
  {
    name: "one of two bits of a rule in other words",
    from: AB,
    to: 'A = f & host because "so"; B = host & f because "so"',
    told: [
      {
        what: "rule of A",
        before: ["= host & f because so at 7"],
        after: ["= f & host because so at 7"],
      },
    ],
    count: 1,
  },
  {
    name: "rules and reasons of two bits, each as what it is",
    from: AB,
    to: 'A = f & host because "so"; B = host & f because "other"',
    told: [
      {
        what: "rule of A",
        before: ["= host & f because so at 7"],
        after: ["= f & host because so at 7"],
      },
      {
        what: "reason of B",
        before: ["= host & f because so at 7"],
        after: ["= host & f because other at 7"],
      },
    ],
    count: 1,
  },
  {
    name: "two rules of one bit, which are two statements",
    from: C,
    to: 'C requires A & A because "it"\n  C also none',
    told: [
      {
        what: "rule of C",
        before: ["requires A because it at 8"],
        after: ["also none at 9", "requires A & A because it at 8"],
      },
    ],
    count: 2,
  },
  {
    name: "one rule of several",
    from: C,
    to: `${C}\n  C also none`,
    told: [{ what: "rule of C", before: [], after: ["also none at 9"] }],
    count: 1,
  },
  {
    name: "one reason of several",
    from: C,
    to: 'C requires A because "it is needed"',
    told: [
      {
        what: "reason of C",
        before: ["requires A because it at 8"],
        after: ["requires A because it is needed at 8"],
      },
    ],
    count: 0,
  },
  {
    name: "all rules of the bit, if no text is another one",
    from: C,
    to: `C requires A because "it"\n  C requires A`,
    told: [
      {
        what: "rule of C",
        before: ["default = host at 6", "requires A because it at 8"],
        after: ["default = host at 6", "requires A because it at 8", "requires A at 9"],
      },
    ],
    count: 3,
  },
];

test.each(EXAMPLES)("$name", async ({ from, to, told, count }) => {
  const fresh = PROGRAM.replace(from, to);
  expect(fresh).not.toBe(PROGRAM);
  expect(await compare(PROGRAM, fresh)).toEqual({ told, count });
});

test("a rule that is gone counts where it was", async () => {
  const { told, count } = await compare(PROGRAM.replace(C, `${C}\n  C also none`), PROGRAM);
  expect(told).toEqual([{ what: "rule of C", before: ["also none at 9"], after: [] }]);
  expect(count).toBe(1);
});

test("bits are found where their word has moved to", async () => {
  const moved = PROGRAM.replace(/(word V .*\}) (word W .*\}) \}/, "$2 $1 }");
  expect(moved).toContain("word W { 0 A  1 B  2 C  31 D } word V { 0 E } }");
  expect(await compare(PROGRAM, moved)).toEqual({ told: [], count: 0 });
  const { told } = await compare(PROGRAM, moved.replace(C, 'C requires A because "is"'));
  expect(told.map(({ what }) => what)).toEqual(["reason of C"]);
});
