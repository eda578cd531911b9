/**
 * Random programs whose sets have random roles: what a comparison counts for the guest is what the interpreter finds, bit by
 * bit, in every case of a few inputs.
 */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { openProgram } from "../../src/program/program.ts";
import { isEqual, totalsOf, type Totals } from "../../src/review/describe/totals.ts";
import type { AcceptableChange } from "../../src/review/accept/accepted-change.ts";
import { diff, type DiffOptions } from "../../src/review/diff.ts";
import { interpret } from "../../src/interpreter/interpret.ts";
import type { Assignment, CapabilitySet, Model } from "../../src/model/model.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { tapes, type Tape } from "../harness/random-tape.ts";

type Role = CapabilitySet["role"];

interface RandomSet {
  readonly name: string;
  readonly base: string | undefined;
  /** The stated role; undefined if none is stated. */
  readonly stated: Role | undefined;
  readonly rules: readonly string[];
}

const ROLES: readonly Role[] = ["exposed", "denied", "internal"];
const NAMED_BITS = [0, 1];

function makeSet(tape: Tape, name: string, earlier: readonly RandomSet[]): RandomSet {
  const base = earlier.length > 0 && tape.once(3) ? tape.pick(earlier).name : undefined;
  const value = (): string => makeValue(tape, ["a", "b", ...earlier.map((each) => each.name)], 2);
  const fresh = ["unnamed = none", `default = ${value()}`];
  const own = tape.once(2) ? [`B = ${value()}`, `when f { A = ${value()} }`] : [];
  return {
    name,
    base,
    stated: tape.once(4) ? undefined : tape.pick(ROLES),
    rules: base === undefined ? [...fresh, ...own] : [`override default = ${value()}`],
  };
}

/** An expression over bitmaps, in each of which a bare one is the bit that is defined. */
function makeValue(tape: Tape, bitmaps: readonly string[], depth: number): string {
  const inner = (): string => makeValue(tape, bitmaps, depth - 1);
  if (depth === 0 || tape.once(3)) return tape.once(6) ? "f" : tape.pick(bitmaps);
  return tape.once(4) ? `!(${inner()})` : `(${inner()} ${tape.pick(["&", "|", "^"])} ${inner()})`;
}

/** Each set is another one at times, and the last one is not there at times. */
function altered(tape: Tape, sets: readonly RandomSet[]): readonly RandomSet[] {
  const changed: RandomSet[] = [];
  for (const set of sets) {
    const other = makeSet(tape, set.name, changed);
    changed.push({
      ...(tape.once(3) ? other : set),
      stated: tape.once(3) ? other.stated : set.stated,
    });
  }
  return tape.once(5) ? changed.slice(0, -1) : changed;
}

function printed(sets: readonly RandomSet[]): string {
  const blocks = sets.map(({ name, base, stated, rules }) => {
    const head = base === undefined ? ": tiny" : ` extends ${base}`;
    return `caps ${name}${head}${stated === undefined ? "" : ` ${stated}`} {\n${rules.map((each) => `  ${each}\n`).join("")}}\n`;
  });
  return `layout tiny { word W { 0 A  1 B } }\ninput a: tiny\ninput b: tiny\nflag f\n${blocks.join("")}`;
}

/** The role by the definition in LANGUAGE.md. */
function roleOf(sets: readonly RandomSet[], name: string): Role | undefined {
  const set = sets.find((each) => each.name === name);
  if (set === undefined) return undefined;
  return set.stated ?? (set.base === undefined ? "exposed" : roleOf(sets, set.base));
}

/** True if the guest has the bit; undefined if the guest does not see the set. */
function guestHas(role: Role, isOn: boolean): boolean | undefined {
  return { exposed: isOn, denied: !isOn, internal: undefined }[role];
}

const CASES = Array.from({ length: 32 }, (_, row) => ({
  a: row & 3,
  b: (row >>> 2) & 3,
  f: row >>> 4 === 1,
}));

function assignmentOf({ inputs, flags }: Model, given: (typeof CASES)[number]): Assignment {
  const on = (name: string): ReadonlySet<number> => {
    const value = name === "a" ? given.a : given.b;
    return new Set(NAMED_BITS.filter((bit) => ((value >>> bit) & 1) === 1));
  };
  return {
    bits: new Map(inputs.map((input) => [input, on(input.name)])),
    present: new Map(),
    flags: new Set(given.f ? flags : []),
    values: new Map(),
  };
}

/** The value of every set's named bits in each case. */
function tableOf(text: string): ReadonlyMap<string, readonly boolean[]> {
  const { model, mistakes } = openProgram({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": text }),
  });
  expect(mistakes.filter(({ severity }) => severity === "error")).toEqual([]);
  const all = CASES.map((given) => interpret(model, assignmentOf(model, given)));
  return new Map(
    model.sets.flatMap((set) =>
      NAMED_BITS.map((bit): [string, readonly boolean[]] => [
        `${set.name} ${bit}`,
        all.map(({ valueOf }) => valueOf(set, bit)),
      ]),
    ),
  );
}

type Counts = Record<"bits" | "gained" | "lost" | "both", number>;

interface Expected {
  readonly guest: Counts;
  readonly internal: Counts;
  readonly roles: number;
  readonly open: { gained: number; lost: number; any: number };
  readonly isEqual: boolean;
  /** Every changed bit of a set that both sides have. */
  readonly changes: readonly ExpectedChange[];
}

interface ExpectedChange {
  /** `k1.A` */
  readonly bit: string;
  readonly forGuest: readonly string[];
  /** The part of all cases in which it changes. */
  readonly share: number;
}

function count(counts: Counts, isGained: boolean, isLost: boolean): void {
  counts.bits++;
  if (isGained && isLost) counts.both++;
  else if (isGained) counts.gained++;
  else if (isLost) counts.lost++;
}

function expected(old: readonly RandomSet[], fresh: readonly RandomSet[]): Expected {
  const [before, after] = [tableOf(printed(old)), tableOf(printed(fresh))];
  const guest: Counts = { bits: 0, gained: 0, lost: 0, both: 0 };
  const internal: Counts = { bits: 0, gained: 0, lost: 0, both: 0 };
  const open = { gained: 0, lost: 0, any: 0 };
  const changes: ExpectedChange[] = [];
  let roles = 0;
  let isSame = true;
  for (const name of new Set([...old, ...fresh].map((set) => set.name))) {
    const [first, second] = [roleOf(old, name), roleOf(fresh, name)];
    if (first === undefined || second === undefined) {
      isSame = false;
      const only = first ?? second ?? "internal";
      if (only === "internal") continue;
      // An exposed set that is new gives something, and so does a denied one that is gone.
      const isGain = (first === undefined) === (only === "exposed");
      open.any++;
      open[isGain ? "gained" : "lost"]++;
      continue;
    }
    if (first !== second) roles++;
    const seen = [first, second].filter((role) => role !== "internal");
    for (const bit of NAMED_BITS) {
      const pairs = CASES.map((_, at): [boolean, boolean] => [
        before.get(`${name} ${bit}`)?.[at] === true,
        after.get(`${name} ${bit}`)?.[at] === true,
      ]);
      const changing = pairs.filter(([was, is]) => was !== is).length;
      const change = { bit: `${name}.${"AB".charAt(bit)}`, share: changing / CASES.length };
      if (changing > 0) isSame = false;
      if (seen.length === 0) {
        count(
          internal,
          pairs.some(([was, is]) => !was && is),
          pairs.some(([was, is]) => was && !is),
        );
        if (changing > 0) changes.push({ ...change, forGuest: [] });
        continue;
      }
      const guestPairs = seen.flatMap((role) =>
        pairs.map(([was, is]) => [guestHas(role, was), guestHas(role, is)]),
      );
      const isGained = guestPairs.some(([was, is]) => was === false && is === true);
      const isLost = guestPairs.some(([was, is]) => was === true && is === false);
      count(guest, isGained, isLost);
      const forGuest = [...(isGained ? ["gained"] : []), ...(isLost ? ["lost"] : [])];
      if (changing > 0) changes.push({ ...change, forGuest });
      open.gained += Number(isGained);
      open.lost += Number(isLost);
      open.any += Number(isGained || isLost);
    }
  }
  // A changed role counts in both directions.
  for (const way of ["any", "gained", "lost"] as const) open[way] += roles;
  return { guest, internal, roles, open, isEqual: isSame && roles === 0, changes };
}

async function compare(
  old: readonly RandomSet[],
  fresh: readonly RandomSet[],
  options: DiffOptions = {},
): Promise<{
  readonly totals: Totals;
  readonly open: readonly AcceptableChange[];
  readonly changes: readonly ExpectedChange[];
}> {
  const source = (sets: readonly RandomSet[]) => ({
    entry: ["p.rules"],
    readFile: readFromMemory({ "p.rules": printed(sets) }),
  });
  const result = await diff(source(old), source(fresh), { ...options, asksOpen: true });
  expect([...result.diagnostics.old, ...result.diagnostics.new]).toEqual([]);
  const program = { name: "p.rules", oldName: undefined, file: "p.rules", movedTo: undefined };
  const unpaired = { accepted: undefined, forGuest: [] };
  return {
    totals: totalsOf([{ ...program, ...unpaired, change: "changed", result }]),
    open: result.diff?.acceptance?.open ?? [],
    changes: (result.diff?.sets ?? []).flatMap(({ name, changes }) =>
      changes.map(({ bit, forGuest, share }) => ({
        bit: `${name}.${bit}`,
        forGuest,
        share: share.changing / share.all,
      })),
    ),
  };
}

function sorted(changes: readonly ExpectedChange[]): readonly ExpectedChange[] {
  return changes.toSorted((one, other) => (one.bit < other.bit ? -1 : 1));
}

test("counts by role agree with the interpreter", async () => {
  const seen = { gained: 0, lost: 0, both: 0, internal: 0, roles: 0, equal: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(600), async (tape) => {
      const old: RandomSet[] = [];
      for (let left = 2 + tape.below(3); left > 0; left--) {
        old.push(makeSet(tape, `k${old.length}`, old));
      }
      const [one, other] = [old, altered(tape, old)];
      const [before, after] = tape.once(2) ? [one, other] : [other, one];
      const wanted = expected(before, after);
      const { totals, open: acceptable, changes } = await compare(before, after);
      const { bits, gained, lost, both, internal, roles, open } = totals;
      expect({ bits, gained, lost, both }).toEqual(wanted.guest);
      expect(internal).toMatchObject(wanted.internal);
      expect(roles).toBe(wanted.roles);
      expect(open).toEqual({ ...wanted.open, promises: 0 });
      expect(isEqual(totals)).toBe(wanted.isEqual);
      expect(sorted(changes)).toEqual(sorted(wanted.changes));

      // All that counts can be accepted, and nothing else need be.
      const accepted = acceptable.map((each) => ({ ...each, because: "it is meant" }));
      for (const { set } of accepted) {
        expect([roleOf(before, set), roleOf(after, set)]).not.toEqual(["internal", "internal"]);
      }
      const again = (await compare(before, after, { accepted })).totals;
      expect(again.open).toEqual({ any: 0, gained: 0, lost: 0, promises: 0 });
      expect(again.accepted).toBe(wanted.open.any);

      seen.gained += gained;
      seen.lost += lost;
      seen.both += both;
      seen.internal += internal.gained + internal.lost + internal.both;
      seen.roles += roles;
      seen.equal += Number(wanted.isEqual);
    }),
    { seed: 4, numRuns: 300, endOnFailure: true },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});
