/** On which hosts a change shows, held against every completion of what their dumps tell. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { diff } from "../../src/review/diff.ts";
import type { CpuidBitmap } from "../../src/cpuid/cpuid-bitmap.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { explained } from "../harness/random-explained.ts";
import { randomRuns, randomSeed } from "../harness/random-runs.ts";
import { tapes, type Tape } from "../harness/random-tape.ts";

const seed = randomSeed();

const VENDORS = ["intel", "amd", "other"];
const SPELLED = ["GenuineIntel", "AuthenticAMD", "CyrixInstead"];

/** All that belongs to the host. A bit of an absent entry reads zero. */
interface Host {
  readonly P: boolean;
  readonly Q: boolean;
  readonly has: boolean;
  /** Position in `VENDORS`. */
  readonly vendor: number;
}

interface Case extends Host {
  readonly guest: boolean;
  readonly flag: boolean;
}

interface Formula {
  readonly text: string;
  readonly holds: (given: Case) => boolean;
}

const ATOMS: readonly Formula[] = [
  { text: "host.P", holds: ({ P, has }) => P && has },
  { text: "host.Q", holds: ({ Q, has }) => Q && has },
  { text: "host has L", holds: ({ has }) => has },
  { text: "host.vendor == amd", holds: ({ vendor }) => vendor === 1 },
  { text: "host.vendor != intel", holds: ({ vendor }) => vendor !== 0 },
  { text: "guest.P", holds: ({ guest }) => guest },
  { text: "f", holds: ({ flag }) => flag },
];

function makeFormula(tape: Tape, depth: number): Formula {
  const form = depth === 0 ? 0 : tape.below(5);
  if (form < 2) return tape.pick(ATOMS);
  const left = makeFormula(tape, depth - 1);
  if (form === 2) return { text: `!(${left.text})`, holds: (given) => !left.holds(given) };
  const right = makeFormula(tape, depth - 1);
  return form === 3
    ? {
        text: `(${left.text} & ${right.text})`,
        holds: (given) => left.holds(given) && right.holds(given),
      }
    : {
        text: `(${left.text} | ${right.text})`,
        holds: (given) => left.holds(given) || right.holds(given),
      };
}

interface Side {
  readonly value: Formula;
  readonly assumption: Formula | undefined;
}

function makeSide(tape: Tape): Side {
  return {
    value: makeFormula(tape, 3),
    assumption: tape.once(3) ? makeFormula(tape, 2) : undefined,
  };
}

function textOf({ value, assumption }: Side): string {
  return `layout tiny { enum vendor: ${VENDORS.join(" ")}  leaf L = 0x1 ecx { 0 P  1 Q } }
input host: tiny
input guest: tiny
flag f
${assumption === undefined ? "" : `assume ${assumption.text}\n`}caps c: tiny {
  default = none
  P = ${value.text}
}
`;
}

/** Undefined where the dump does not tell. */
type Dump = { readonly [Part in keyof Host]: Host[Part] | undefined };

const PARTS = ["P", "Q", "has", "vendor"] as const;

/** If the entry may be absent, no bit is known to be on. If it is absent, no bit is unknown. */
function makeDump(tape: Tape): Dump {
  const isTold = (): boolean => !tape.once(2);
  const has = isTold() ? !tape.once(3) : undefined;
  const bit = (): boolean | undefined => {
    if (has === false) return false;
    if (!isTold()) return undefined;
    return has === true && tape.once(2);
  };
  return { P: bit(), Q: bit(), has, vendor: isTold() ? tape.below(3) : undefined };
}

function bitmapOf({ P, Q, has, vendor }: Dump): CpuidBitmap {
  const word = (p: boolean, q: boolean): number => (p ? 1 : 0) | (q ? 2 : 0);
  return {
    words: new Uint32Array([word(P === true, Q === true)]),
    present: new Uint8Array([has === true ? 1 : 0]),
    knownWords: new Uint32Array([~word(P === undefined, Q === undefined)]),
    knownPresent: new Uint8Array([has === undefined ? 0 : 1]),
    vendor: vendor === undefined ? undefined : SPELLED[vendor],
  };
}

const BOOLEANS = [false, true];

/** @param isAsked whether an absent entry is another case than one of zeros. */
function completionsOf(dump: Dump, isAsked: boolean): readonly Host[] {
  const booleans = (value: boolean | undefined): readonly boolean[] =>
    value === undefined ? BOOLEANS : [value];
  const presences = isAsked ? booleans(dump.has) : [true];
  const vendors = dump.vendor === undefined ? [0, 1, 2] : [dump.vendor];
  return presences.flatMap((has) =>
    booleans(dump.P).flatMap((P) =>
      booleans(dump.Q).flatMap((Q) => vendors.map((vendor) => ({ P, Q, has, vendor }))),
    ),
  );
}

function casesOf(host: Host): readonly Case[] {
  return BOOLEANS.flatMap((guest) => BOOLEANS.map((flag) => ({ ...host, guest, flag })));
}

interface Appearance {
  readonly host: Host;
  readonly shows: boolean;
}

/** Lists the hosts for which a side allows a case, and whether the change shows in such a case. */
function appearancesOf(old: Side, fresh: Side, hosts: readonly Host[]): readonly Appearance[] {
  const isAllowed = ({ assumption }: Side, given: Case): boolean =>
    assumption === undefined || assumption.holds(given);
  return hosts.flatMap((host): Appearance[] => {
    const compared = casesOf(host).filter(
      (given) => isAllowed(old, given) || isAllowed(fresh, given),
    );
    const shows = compared.some((given) => old.value.holds(given) !== fresh.value.holds(given));
    return compared.length === 0 ? [] : [{ host, shows }];
  });
}

function isFunctionOf(appearances: readonly Appearance[], parts: readonly (keyof Host)[]): boolean {
  const known = new Map<string, boolean>();
  return appearances.every(({ host, shows }) => {
    const key = parts.map((part) => host[part]).join();
    const value = known.get(key) ?? shows;
    known.set(key, value);
    return value === shows;
  });
}

const NAMES = { P: "host.P", Q: "host.Q", has: "host has L", vendor: "host.vendor" };

test("a change occurs on a host, may occur there, or does not", async () => {
  const counts = { on: 0, mayShow: 0, never: 0 };
  await fc.assert(
    fc.asyncProperty(tapes(400), async (tape) => {
      const [old, fresh] = [makeSide(tape), makeSide(tape)];
      const dumps = Array.from({ length: 12 }, () => makeDump(tape));
      const texts = [textOf(old), textOf(fresh)] as const;
      const bitmaps = dumps.map(bitmapOf);
      const { diff: found, diagnostics } = await diff(sourceOf(texts[0]), sourceOf(texts[1]), {
        hosts: {
          inputs: ["host"],
          names: dumps.map((_, place) => `dump ${place}`),
          vendors: bitmaps.map(({ vendor }) => vendor),
          bitmapsOf: ({ name }) => (name === "host" ? bitmaps : []),
        },
      });
      // Assumptions may never hold.
      if ([...diagnostics.old, ...diagnostics.new].length > 0) return;
      const told = found?.sets[0]?.changes[0]?.hosts;
      await explained(`${texts.join("--- changed to:\n")}${JSON.stringify(dumps)}`, () => {
        const isAsked = texts.some((text) => text.includes("host has L"));
        for (const [place, dump] of dumps.entries()) {
          const name = `dump ${place}`;
          const appearances = appearancesOf(old, fresh, completionsOf(dump, isAsked));
          const shown = appearances.filter(({ shows }) => shows).length;
          const open = told?.mayShow.find((each) => each.name === name);
          const isSure = shown > 0 && shown === appearances.length;
          expect([name, told?.on.includes(name) === true]).toEqual([name, isSure]);
          expect([name, open !== undefined]).toEqual([name, shown > 0 && !isSure]);
          if (shown === 0) counts.never++;
          else counts[isSure ? "on" : "mayShow"]++;
          if (open === undefined) continue;
          const parts = PARTS.filter((part) => open.dependsOn.includes(NAMES[part]));
          expect(open.dependsOn.length).toBe(parts.length);
          expect([name, isFunctionOf(appearances, parts)]).toEqual([name, true]);
          for (const left of parts) {
            const others = parts.filter((part) => part !== left);
            expect([name, left, isFunctionOf(appearances, others)]).toEqual([name, left, false]);
          }
        }
        return Promise.resolve();
      });
    }),
    { seed, numRuns: randomRuns(60), endOnFailure: true, interruptAfterTimeLimit: 50_000 },
  );
  expect(Math.min(counts.on, counts.mayShow, counts.never)).toBeGreaterThan(20);
});
