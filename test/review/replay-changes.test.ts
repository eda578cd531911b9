/** A comparison that says something wrong of a case is refuted by running the case. */

import { expect, test } from "vitest";

import type { BitChange, SetDiff, Witness } from "../../src/review/compare/change.ts";
import { diffPrograms } from "../../src/review/compare/diff-programs.ts";
import { isOwnCase, replayChanges } from "../../src/review/compare/replay-changes.ts";
import { inSomeOrder } from "../../src/program/in-some-order.ts";
import { modelOf } from "../harness/compile-text.ts";

const program = (
  rules: string,
  values = "amd intel",
): string => `layout tiny { word W { 0 A  1 B } }
input host: tiny
input guest: tiny
enum vendor: ${values}
caps vcpu: tiny {
  default = host & guest
${rules}
}
`;

/** What replaying says of the changes from one program to the other, after someone has changed what is said of them. */
async function replayed(
  old: string,
  fresh: string,
  retell: (change: BitChange) => BitChange = (change) => change,
): Promise<readonly string[]> {
  const models = { old: modelOf(old), new: modelOf(fresh) };
  const { diff } = inSomeOrder((bdd, order) =>
    diffPrograms({ bdd, order, ...models, renamed: new Map(), asked: new Set() }),
  );
  expect(diff.sets.some(({ changes }) => changes.length > 0)).toBe(true);
  const sets = diff.sets.map((set): SetDiff => ({ ...set, changes: set.changes.map(retell) }));
  return (await replayChanges(models, sets, [])).map(({ code, message }) => `${code} ${message}`);
}

function ofBit(bit: string, lie: (witness: Witness) => Partial<Witness>) {
  return (change: BitChange): BitChange =>
    change.bit === bit
      ? { ...change, witness: { ...change.witness, ...lie(change.witness) } }
      : change;
}

const OLD = program("");
/** The guest gains both, in the same smallest case. */
const BOTH = program("  A B = guest.A & guest.B | host & guest");
const CASE = "guest: A B; everything else off";

test("what is said of a case is confirmed where it is so", async () => {
  expect(await replayed(OLD, BOTH)).toEqual([]);
  expect(await replayed(BOTH, OLD)).toEqual([]);
});

test.each(["A", "B"])("what is wrong about %s is named with its case", async (bit) => {
  const expected = [expect.stringContaining(`vcpu.${bit} does not change in this case: ${CASE}`)];
  expect(
    await replayed(
      OLD,
      BOTH,
      ofBit(bit, () => ({ before: true })),
    ),
  ).toEqual(expected);
  expect(
    await replayed(
      OLD,
      BOTH,
      ofBit(bit, () => ({ after: false })),
    ),
  ).toEqual(expected);
});

test("a case of one side only is held against that side", async () => {
  const wrongCase = ofBit("A", ({ old }) => ({ old: { ...old, bits: new Map() } }));
  // Without any bits A is off in the old program, as it is said to be.
  expect(await replayed(OLD, BOTH, wrongCase)).toEqual([]);
  const wrongNewCase = ofBit("A", ({ new: fresh }) => ({ new: { ...fresh, bits: new Map() } }));
  expect(await replayed(OLD, BOTH, wrongNewCase)).toHaveLength(1);
});

test("a value that a side does not have is no case of its code, and still looked at", async () => {
  const old = program("  A = vendor == via ? all : none", "amd via");
  const fresh = program("  A = none", "amd");
  const notes: boolean[] = [];
  const retell = (change: BitChange): BitChange => {
    notes.push(
      ...[change.witness.old, change.witness.new].map((assignment) => isOwnCase({ assignment })),
    );
    return { ...change, witness: { ...change.witness, after: true } };
  };
  expect(await replayed(old, fresh)).toEqual([]);
  expect(await replayed(old, fresh, retell)).toEqual([
    expect.stringContaining(
      "vcpu.A does not change in this case: vendor = via; everything else off",
    ),
  ]);
  expect(notes).toEqual([true, false]);
});

test("a bit that only one side has is off on the other", async () => {
  const more = OLD.replace("word W", "word V { 0 C } word W");
  expect(await replayed(OLD, more)).toEqual([]);
  expect(await replayed(more, OLD)).toEqual([]);
  expect(
    await replayed(
      OLD,
      more,
      ofBit("C", () => ({ before: true })),
    ),
  ).toHaveLength(1);
  expect(
    await replayed(
      more,
      OLD,
      ofBit("C", () => ({ after: true })),
    ),
  ).toHaveLength(1);
});
