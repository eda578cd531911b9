/** Judges what `evaluate` says of cases of which something is unknown: on, off, or on what it depends. */

import { openProgram } from "../../src/program/program.ts";
import { definitely } from "../../src/base/unreachable.ts";
import type { RuleSource } from "../../src/program/source.ts";
import { evaluateSets, type EvaluatedBit } from "../../src/evaluate/evaluate-sets.ts";
import type { PartialCase } from "../../src/meaning/partial-case.ts";
import { bitCount, bitLabel, type BitIndex } from "../../src/model/layout.ts";
import type { CapabilitySet, Input, Model } from "../../src/model/model.ts";
import type { Tape } from "../harness/random-tape.ts";
import { disagreementsOf, type Expectation } from "./expectations.ts";
import { and, not, xor, type SmtScript } from "./smt-script.ts";
import type { Solver } from "./solver.ts";
import { translate, type Translation } from "./translate.ts";

export interface UnknownJudgement {
  readonly bits: number;
  readonly depending: number;
  readonly disagreements: readonly string[];
}

/** A bit as the answer describes it. */
export interface ToldBit extends Pick<EvaluatedBit, "name" | "index" | "state" | "dependsOn"> {
  readonly set: CapabilitySet;
}

/** Judges the answer for a random case; undefined if the assumptions allow no completion of it. */
export async function judgeEvaluate(
  solver: Solver,
  source: RuleSource,
  tape: Tape,
): Promise<UnknownJudgement | undefined> {
  const { model, meaning } = openProgram(source);
  const known = makePartialCase(tape, model);
  const sets = evaluateSets(model, definitely(meaning, "a program without errors"), known);
  const told = model.sets.flatMap((set, place) =>
    (sets[place]?.bits ?? []).map((bit): ToldBit => ({ ...bit, set })),
  );
  return judgeUnknown(solver, model, known, told);
}

export async function judgeUnknown(
  solver: Solver,
  model: Model,
  known: PartialCase,
  told: readonly ToldBit[],
): Promise<UnknownJudgement | undefined> {
  const { script, sides } = translate({ program: model });
  const values = told.map(({ set, index }) => sides.program.bit(set, index));
  const symbols = unknownSymbols(sides.program, known);
  const variables = script.variablesOf(and(sides.program.allowed, ...values));
  const open = new Set(symbols.values());
  const given = sides.program.literalsOf(
    known.assignment,
    new Set([...variables].filter((symbol) => !open.has(symbol))),
  );
  const lines = [...script.lines, ...given.map((literal) => `(assert ${literal})`)];
  if (!(await canBe(solver, lines))) return undefined;
  const expectations = told.flatMap((bit, place) =>
    expected(bit, definitely(values[place], "a value a bit"), symbols, variables),
  );
  return {
    bits: told.length,
    depending: told.filter(({ state }) => state === "depends").length,
    // Two completions of the same case, so that a value can be asked for what it is a function of.
    disagreements: await disagreementsOf(
      solver,
      { lines: [...lines, ...lines.map(inOtherCompletion)] },
      expectations,
    ),
  };
}

async function canBe(solver: Solver, lines: SmtScript["lines"]): Promise<boolean> {
  const questions = solver.open({ lines });
  const answer = await questions.canHold("true");
  questions.close();
  return answer;
}

/** The same about the symbols of the other completion. */
function inOtherCompletion(text: string): string {
  return text.replace(/\|([^|]*)\|/g, "|$1 of another completion|");
}

/** The symbols of the unknown bits, by name. */
function unknownSymbols(
  translation: Translation,
  { unknown }: PartialCase,
): ReadonlyMap<string, string> {
  return new Map(
    [...unknown.bits].flatMap(([input, bits]) =>
      [...bits].map((bit): [string, string] => [
        `${input.name}.${bitLabel(input.layout, bit)}`,
        translation.bit(input, bit),
      ]),
    ),
  );
}

function expected(
  { set, name, state, dependsOn }: ToldBit,
  value: string,
  symbols: ReadonlyMap<string, string>,
  variables: ReadonlySet<string>,
): readonly Expectation[] {
  const what = `${set.name}.${name}`;
  const states = [
    { what: `${what} is on`, formula: value, isPossible: state !== "off" },
    { what: `${what} is off`, formula: not(value), isPossible: state !== "on" },
  ];
  if (state !== "depends") return states;
  const differs = xor(value, inOtherCompletion(value));
  const differsWith = (names: readonly string[]): string => {
    const same = names
      .map((each) => definitely(symbols.get(each), "what is unknown is named"))
      .filter((symbol) => variables.has(symbol))
      .map((symbol) => not(xor(symbol, inOtherCompletion(symbol))));
    return and(differs, ...same);
  };
  return [
    ...states,
    {
      what: `${what} depends on more than ${dependsOn.join(", ")}`,
      formula: differsWith(dependsOn),
      isPossible: false,
    },
    ...dependsOn.map((left) => ({
      what: `${what} depends on ${left}`,
      formula: differsWith(dependsOn.filter((each) => each !== left)),
      isPossible: true,
    })),
  ];
}

/**
 * Every entry is present. An eighth of each input's bits is unknown, and about half of the others
 * are on.
 */
function makePartialCase(tape: Tape, model: Model): PartialCase {
  const bitsWhere = (
    wanted: (input: Input, bit: BitIndex) => boolean,
  ): PartialCase["unknown"]["bits"] =>
    new Map(
      model.inputs.map((input) => [
        input,
        new Set(
          Array.from({ length: bitCount(input.layout) }, (_, bit) => bit).filter((bit) =>
            wanted(input, bit),
          ),
        ),
      ]),
    );
  const unknown = bitsWhere(() => tape.once(8));
  return {
    assignment: {
      bits: bitsWhere((input, bit) => unknown.get(input)?.has(bit) !== true && tape.once(2)),
      present: new Map(model.inputs.map((input) => [input, new Set(input.layout.entries.keys())])),
      flags: new Set(model.flags.filter(() => tape.once(2))),
      values: new Map(model.enums.map((each) => [each, tape.below(each.values.length)])),
    },
    unknown: { bits: unknown, present: new Map(), enums: new Set() },
  };
}
