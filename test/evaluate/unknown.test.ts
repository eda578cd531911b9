/** What is on, what is off, and what depends on unknown inputs: by hand, and by trying every completion. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { evaluateSets, type EvaluatedBit } from "../../src/evaluate/evaluate.ts";
import { interpret, type Interpretation } from "../../src/interpreter/interpret.ts";
import type { PartialCase } from "../../src/meaning/partial-case.ts";
import { bitCount, bitLabel, type BitIndex } from "../../src/model/layout.ts";
import type { Assignment, Input, Model } from "../../src/model/model.ts";
import { evaluate, explain } from "../../src/questions.ts";
import { sourceOf } from "../harness/compile-text.ts";
import { makeCases } from "../harness/random-cases.ts";
import { analyzeText, assignmentOf } from "../harness/random-compiled.ts";
import { makeProgram } from "../harness/random-generate.ts";
import { printProgram } from "../harness/random-print.ts";
import { tapes, type Tape } from "../harness/random-tape.ts";

const RULES = `
layout tiny { leaf FIRST = 0x1 ecx { 0 A  1 B  2 C  3 D  4 E } }
input host: tiny
input guest: tiny
assume host.D -> host.A
assume host.B ^ host.E
caps vcpu: tiny {
  default = host & guest
  B = host.B | guest
  C = host.B & host.C | guest.C & !host.B
  D = host.A & host.D
  E = host.B | host.E
}
`;

/** Numbers are words of bits: A is 1, B 2, C 4, D 8, E 16. */
const given = (host: number, known: number, guest: number) => ({
  bitmaps: {
    host: { words: [host], knownWords: [known] },
    guest: { words: [guest] },
  },
});

async function states(host: number, known: number, guest: number): Promise<readonly string[]> {
  const { sets, problems } = await evaluate(sourceOf(RULES), given(host, known, guest), {
    replay: true,
  });
  expect(problems).toEqual([]);
  return (sets[0]?.bits ?? []).map(({ name, state, dependsOn }) =>
    [name, state, ...dependsOn].join(" "),
  );
}

test("a bit depends on an unknown input only where that matters, and not on what the assumptions fix", async () => {
  // The guest has A and C. D is host.D alone, as D implies A; E is on, as one of host's B and E is.
  expect(await states(0, 0, 0b101)).toEqual([
    "A depends host.A",
    "B depends host.B",
    "C depends host.B host.C",
    "D depends host.D",
    "E on",
  ]);
  // The guest has B, too, so B is on; without C and host.C, C is off; the guest lacks A.
  expect(await states(0, 0b100, 0b010)).toEqual([
    "A off",
    "B on",
    "C off",
    "D depends host.D",
    "E on",
  ]);
});

test("a bit that depends is neither on nor off, in words as well", async () => {
  const { sets } = await evaluate(sourceOf(RULES), given(0, 0, 0b101));
  expect([...(sets[0]?.words ?? [])]).toEqual([0b10000]);
  expect([...(sets[0]?.dependingWords ?? [])]).toEqual([0b1111]);
  const [bit] = sets[0]?.bits ?? [];
  expect(bit).toMatchObject({
    name: "A",
    isOn: false,
    isKnown: false,
    mark: undefined,
    inputs: [
      { name: "host", isOn: false, isKnown: false },
      { name: "guest", isOn: true, isKnown: true },
    ],
  });
});

test("an explanation says when the bit is on", async () => {
  const { explanation } = await explain(sourceOf(RULES), given(0, 0, 0b001), "C");
  expect(explanation).toMatchObject({
    state: "depends",
    isOn: false,
    dependsOn: ["host.B", "host.C"],
    onWhen: "host.B & host.C",
    flip: undefined,
    reads: [
      { name: "host.B", value: "unknown" },
      { name: "host.C", value: "unknown" },
      { name: "guest.C", value: "off" },
    ],
  });
});

test("a flip fixes the unknown that it needs", async () => {
  const { explanation } = await explain(sourceOf(RULES), given(0, 0b11010, 0), "C");
  // host.B is off, so that the guest's bit counts, whatever host.C is.
  expect(explanation).toMatchObject({ state: "off", flip: { changes: ["guest.C on"] } });
  const withoutGuest = RULES.replace("| guest.C & !host.B", "");
  const other = await explain(sourceOf(withoutGuest), given(16, 0b11010, 0), "C");
  expect(other.explanation?.flip?.changes).toEqual(["host.B on", "host.E off", "host.C on"]);
});

const MOST_UNKNOWN = 5;

test("every completion that the assumptions allow agrees, and nothing that is named can be left out", () => {
  const counts = { known: 0, depending: 0 };
  fc.assert(
    fc.property(tapes(1500), (tape) => {
      const program = makeProgram(tape);
      const { model, meaning } = analyzeText(printProgram(program));
      for (const each of makeCases(program, tape, { mostColumns: 0, randomCases: 2 }).cases) {
        const { known, unknowns } = hideSome(model, assignmentOf(model, each), tape);
        const completions = completionsOf(model, known, unknowns);
        const sets = evaluateSets(model, meaning, known);
        const wrong = model.sets.flatMap((set, position) =>
          (sets[position]?.bits ?? []).filter((bit) => {
            if (bit.isKnown) counts.known++;
            else counts.depending++;
            const cases = completions.map(({ key, interpretation }) => ({
              key,
              isOn: interpretation.valueOf(set, bit.index),
            }));
            return !isRight(bit, cases, unknowns);
          }),
        );
        expect(wrong).toEqual([]);
      }
    }),
    { numRuns: 25, seed: 7, endOnFailure: true, interruptAfterTimeLimit: 20_000 },
  );
  // The property was not vacuous.
  expect(counts.known).toBeGreaterThan(1000);
  expect(counts.depending).toBeGreaterThan(20);
});

interface CaseValue {
  /** Bit by place: which of the unknowns are on. */
  readonly key: number;
  readonly isOn: boolean;
}

function isRight(
  { state, dependsOn }: EvaluatedBit,
  cases: readonly CaseValue[],
  unknowns: readonly UnknownBit[],
): boolean {
  if (state !== "depends") return cases.every(({ isOn }) => isOn === (state === "on"));
  const named = unknowns.filter(({ name }) => dependsOn.includes(name));
  const isMinimal = named.every((left) => {
    const others = named.filter((unknown) => unknown !== left);
    return !isFunctionOf(cases, others);
  });
  return named.length === dependsOn.length && isFunctionOf(cases, named) && isMinimal;
}

interface UnknownBit {
  readonly input: Input;
  readonly bit: BitIndex;
  readonly name: string;
  /** Its place in a completion's key. */
  readonly place: number;
}

/** Takes from a case what it says of a few bits that are named in the program. */
function hideSome(
  model: Model,
  assignment: Assignment,
  tape: Tape,
): { readonly known: PartialCase; readonly unknowns: readonly UnknownBit[] } {
  const all = model.inputs.flatMap((input) =>
    input.layout.bits.map(({ index }) => ({ input, bit: index })),
  );
  const hidden = all.filter(() => tape.below(4) === 0).slice(0, MOST_UNKNOWN);
  const isHidden = (input: Input, bit: BitIndex): boolean =>
    hidden.some((each) => each.input === input && each.bit === bit);
  const bits = new Map(
    model.inputs.map((input) => [
      input,
      new Set([...(assignment.bits.get(input) ?? [])].filter((bit) => !isHidden(input, bit))),
    ]),
  );
  // Of an entry that is absent, no bit is unknown.
  const present = new Map(
    model.inputs.map((input) => [input, new Set(input.layout.entries.map((_, entry) => entry))]),
  );
  const unknownBits = new Map(
    model.inputs.map((input) => [
      input,
      new Set(
        Array.from({ length: bitCount(input.layout) }, (_, bit) => bit).filter((bit) =>
          isHidden(input, bit),
        ),
      ),
    ]),
  );
  return {
    known: {
      assignment: { ...assignment, bits, present },
      unknown: { bits: unknownBits, present: new Map(), enums: new Set() },
    },
    unknowns: hidden.map(({ input, bit }, place) => ({
      ...{ input, bit, place },
      name: `${input.name}.${bitLabel(input.layout, bit)}`,
    })),
  };
}

interface Completion {
  /** Bit by place: which of the unknowns are on. */
  readonly key: number;
  readonly interpretation: Interpretation;
}

/** Those that the assumptions allow; all where they allow none. */
function completionsOf(
  model: Model,
  { assignment }: PartialCase,
  unknowns: readonly UnknownBit[],
): readonly Completion[] {
  const all = Array.from({ length: 2 ** unknowns.length }, (_, key) => {
    const bits = new Map([...assignment.bits].map(([input, on]) => [input, new Set(on)]));
    for (const { input, bit, place } of unknowns) {
      if (((key >> place) & 1) === 1) bits.get(input)?.add(bit);
    }
    return { key, interpretation: interpret(model, { ...assignment, bits }) };
  });
  const allowed = all.filter(({ interpretation }) =>
    model.assumptions.every(({ claim }) => interpretation.holds(claim)),
  );
  return allowed.length === 0 ? all : allowed;
}

/** Whether cases that agree in these unknowns agree in the value. */
function isFunctionOf(cases: readonly CaseValue[], unknowns: readonly UnknownBit[]): boolean {
  const mask = unknowns.reduce((all, { place }) => all | (1 << place), 0);
  const valueOf = new Map<number, boolean>();
  return cases.every(({ key, isOn }) => {
    const known = valueOf.get(key & mask) ?? isOn;
    valueOf.set(key & mask, known);
    return known === isOn;
  });
}
