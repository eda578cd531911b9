/**
 * Cases of a program: all that matter where they are few, else random ones.
 *
 * Every output bit depends on few of the variables. Variables on which one bit depends get different
 * columns of a truth table, others share them; so one table of at most 1,024 rows holds all cases of
 * every bit that depends on no more than its columns.
 */

import { operandsOf } from "./random-expression.ts";
import { statedFor, type Case } from "./random-oracle.ts";
import {
  assumedBy,
  bitsOf,
  counterpartIn,
  entryOf,
  enumsOf,
  wordOfBit,
  type Expression,
  type Program,
  type ProgramBitmap,
  type ProgramInput,
  type ProgramSet,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** `bit in0 5`, `has in0 7.0`, `flag f0`, `enum e0 0`: the last with the place in the value's number. */
export type VariableName = string;

export interface CaseTable {
  readonly cases: readonly Case[];
  /** Output bits of which all cases are in the table, and all others. */
  readonly exhaustive: number;
  readonly sampled: number;
}

export function makeCases(
  program: Program,
  tape: Tape,
  { mostColumns, randomCases }: { readonly mostColumns: number; readonly randomCases: number },
): CaseTable {
  const supports = new Supports(program, assumedBy(program));
  const columns = new Map<VariableName, number>();
  const neighbours = new Map<VariableName, Set<VariableName>>();
  const bits = program.sets.flatMap((set) => bitsOf(set.layout).map((bit) => ({ set, bit })));
  const small = bits
    .map(({ set, bit }) => supports.ofBit(set, bit))
    .filter(({ size }) => size <= mostColumns);
  for (const support of small) {
    for (const variable of support) {
      const known = neighbours.get(variable) ?? new Set();
      neighbours.set(variable, new Set([...known, ...support]));
    }
  }
  for (const [variable, others] of neighbours) {
    const taken = new Set([...others].map((other) => columns.get(other)));
    const column = Array.from({ length: mostColumns }, (_, i) => i).find((i) => !taken.has(i));
    if (column !== undefined) columns.set(variable, column);
  }
  const exhaustive = small.filter((support) => [...support].every((each) => columns.has(each)));
  const width = Math.max(0, ...[...columns.values()].map((column) => column + 1));
  const rows = Array.from({ length: 2 ** width }, (_, row) =>
    caseOf(program, supports, (variable) => {
      const column = columns.get(variable);
      return column !== undefined && ((row >>> column) & 1) === 1;
    }),
  );
  const samples = Array.from({ length: randomCases }, () => {
    const rarity = 2 + tape.below(3);
    return caseOf(program, supports, () => tape.once(rarity));
  });
  return {
    cases: [...rows, ...samples],
    exhaustive: exhaustive.length,
    sampled: bits.length - exhaustive.length,
  };
}

/** The case in which exactly these variables are true. */
export function caseOf(
  program: Program,
  supports: Supports,
  isTrue: (variable: VariableName) => boolean,
): Case {
  const bits = new Map<string, ReadonlySet<number>>();
  const present = new Map<string, ReadonlySet<string>>();
  for (const input of program.inputs) {
    const there = new Set<string>();
    const on = new Set<number>();
    for (const bit of bitsOf(input.layout)) {
      const entry = entryOf(wordOfBit(input.layout, bit));
      const isThere =
        entry === undefined || !supports.isAsked(input, entry) || isTrue(hasName(input, entry));
      if (isThere && entry !== undefined) there.add(entry);
      if (isThere && isTrue(bitName(input, bit))) on.add(bit);
    }
    bits.set(input.name, on);
    present.set(input.name, there);
  }
  const values = new Map(
    enumsOf(program).map(({ name, values: { length } }): [string, number] => {
      const digits = enumDigits(name, length).map((digit, place) =>
        isTrue(digit) ? 2 ** place : 0,
      );
      return [name, digits.reduce((sum: number, each) => sum + each, 0) % length];
    }),
  );
  return {
    bits,
    present,
    flags: new Set(program.flags.filter((name) => isTrue(`flag ${name}`))),
    values,
  };
}

function bitName(input: ProgramInput, bit: number): VariableName {
  return `bit ${input.name} ${bit}`;
}

function hasName(input: ProgramInput, entry: string): VariableName {
  return `has ${input.name} ${entry}`;
}

function enumDigits(name: string, values: number): readonly VariableName[] {
  const length = Math.ceil(Math.log2(values));
  return Array.from({ length }, (_, place) => `enum ${name} ${place}`);
}

/** On which variables things depend, as they are written: it may be fewer. */
export class Supports {
  readonly #asked: ReadonlySet<VariableName>;
  readonly #known = new Map<ProgramSet, Map<number, ReadonlySet<VariableName>>>();
  /** The values of enumerations as the program declares them; an expression may use fewer. */
  readonly #digits: ReadonlyMap<string, readonly VariableName[]>;

  constructor(program: Program, more: readonly Expression[] = []) {
    const ruled = program.sets.flatMap((set) =>
      bitsOf(set.layout).flatMap((bit) => expressionsOf(set, bit)),
    );
    this.#asked = new Set([...new Set([...ruled, ...more])].flatMap(askedPresences));
    this.#digits = new Map(
      enumsOf(program).map(({ name, values }) => [name, enumDigits(name, values.length)]),
    );
  }

  isAsked(input: ProgramInput, entry: string): boolean {
    return this.#asked.has(hasName(input, entry));
  }

  ofBit(bitmap: ProgramBitmap, bit: number): ReadonlySet<VariableName> {
    if (bitmap.kind === "input") {
      const entry = entryOf(wordOfBit(bitmap.layout, bit));
      const isAsked = entry !== undefined && this.isAsked(bitmap, entry);
      return new Set([bitName(bitmap, bit), ...(isAsked ? [hasName(bitmap, entry)] : [])]);
    }
    const known = this.#known.get(bitmap) ?? new Map<number, ReadonlySet<VariableName>>();
    this.#known.set(bitmap, known);
    let support = known.get(bit);
    if (support === undefined) {
      const place = { set: bitmap, layout: bitmap.layout, bit };
      const parts = expressionsOf(bitmap, bit).map((each) => this.ofExpression(each, place));
      support = new Set(parts.flatMap((part) => [...part]));
      known.set(bit, support);
    }
    return support;
  }

  ofExpression(
    expression: Expression,
    place: {
      readonly set: ProgramSet | undefined;
      readonly layout: ProgramSet["layout"];
      readonly bit: number;
    },
  ): ReadonlySet<VariableName> {
    switch (expression.kind) {
      case "this": {
        const other = counterpartIn(place.layout, place.bit, expression.bitmap.layout);
        return typeof other === "number" ? this.ofBit(expression.bitmap, other) : new Set();
      }
      case "bit":
        return this.ofBit(expression.bitmap, expression.bit);
      case "applied": {
        const { set } = expression;
        const bit = expression.bit ?? counterpartIn(place.layout, place.bit, set.layout);
        return typeof bit === "number" ? this.ofBit(set, bit) : new Set();
      }
      case "own":
        return place.set === undefined ? new Set() : this.ofBit(place.set, expression.bit);
      case "flag":
        return new Set([`flag ${expression.name}`]);
      case "enum":
        return new Set(this.#digits.get(expression.enum.name));
      case "has":
        return new Set(askedPresences(expression));
      default:
        return new Set(
          operandsOf(expression).flatMap((operand) => [...this.ofExpression(operand, place)]),
        );
    }
  }
}

function expressionsOf(set: ProgramSet, bit: number): readonly Expression[] {
  const { fallback, is, also, requires } = statedFor(set, bit);
  const isRuled = is.some(({ conditions }) => conditions.length === 0);
  return [
    ...(isRuled ? [] : [fallback]),
    ...[...is, ...also, ...requires].flatMap(({ conditions, value }) => [...conditions, value]),
  ];
}

function askedPresences(expression: Expression): readonly VariableName[] {
  if (expression.kind !== "has") return operandsOf(expression).flatMap(askedPresences);
  const { input, word } = expression;
  const entry = entryOf(wordOfBit(input.layout, word * 32));
  return entry === undefined ? [] : [hasName(input, entry)];
}
