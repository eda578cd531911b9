/** Names everything inside the functions that compute one capability set. */

import { wordOf } from "../../../model/layout.ts";
import type { Bitmap, Enumeration, Flag } from "../../../model/model.ts";
import {
  bitmapLength,
  inputsOf,
  presenceBit,
  type SetInput,
  type SetPlan,
  type WordExpr,
  type WordStep,
} from "../../plan/plan.ts";
import { operandsOfWord } from "../../plan/word-expr.ts";
import { capitalize, claimName } from "./identifiers.ts";
import type { ModuleNames } from "./module-names.ts";

export interface BitmapNames {
  readonly bitmap: Bitmap;
  /** The constant that holds its array. */
  readonly array: string;
  /** The offset of the current row in the array. */
  readonly offset: string;
  /** The number of elements of a row that `init` may read. */
  readonly needed: number;
  /** The number of elements from one row to the next. */
  readonly stride: number;
}

export interface LocalNames {
  readonly outOffset: string;
  /** The constants that hold the members of `inputs`. */
  readonly members: ReadonlyMap<SetInput, string>;
  readonly bitmaps: ReadonlyMap<Bitmap, BitmapNames>;
  /** Words of 32 equal bits. */
  readonly flags: ReadonlyMap<Flag, string>;
  /** Constants for each value of an enumeration that the set reads, by position. */
  readonly values: ReadonlyMap<Enumeration, ReadonlyMap<number, string>>;
  /** Constants for words of bitmaps that one step reads more than once: V8 would load each read. */
  readonly repeated: ReadonlyMap<Bitmap, ReadonlyMap<number, RepeatedWord>>;
  /** Constants for the temporaries of steps, by position of the step. */
  readonly temporaries: ReadonlyMap<number, readonly string[]>;
  /** Constants for words of the set that the very next step refines, by word. */
  readonly unfinished: ReadonlyMap<number, string>;
}

export interface RepeatedWord {
  readonly name: string;
  /** Position of the first step that reads it more than once; the constant stands before it. */
  readonly step: number;
}

export function localNames(plan: SetPlan, module: ModuleNames): LocalNames {
  const taken = new Set([...module.usedByInit, "out", "inputs", "rows", "row"]);
  const exprs = plan.steps.flatMap(operationsOf);
  const members = new Map(inputsOf(plan).map((input) => [input, claimName(input.name, taken)]));
  const flags = new Map(plan.flags.map((flag) => [flag, claimName(`${flag.name}IsOn`, taken)]));
  const values = new Map(
    plan.enumerations.map((enumeration) => [
      enumeration,
      new Map(
        valuesRead(exprs, enumeration).map((value) => {
          const name = `${enumeration.name}Is${capitalize(enumeration.values[value] ?? "")}`;
          return [value, claimName(name, taken)];
        }),
      ),
    ]),
  );
  const bitmaps = plan.bitmaps.map((bitmap): BitmapNames => {
    const array = members.get(bitmap) ?? bitmap.name;
    const words = bitmap.layout.words.length;
    const readsPresence = exprs.some((expr) => expr.kind === "has" && expr.bitmap === bitmap);
    return {
      bitmap,
      array,
      offset: claimName(`${array}At`, taken),
      needed: readsPresence ? bitmapLength(bitmap) : words,
      stride: bitmap.kind === "input" ? bitmapLength(bitmap) : words,
    };
  });
  return {
    outOffset: claimName("outAt", taken),
    members,
    bitmaps: new Map(bitmaps.map((names) => [names.bitmap, names])),
    flags,
    values,
    repeated: new Map(
      bitmaps.map(({ bitmap, array }) => [
        bitmap,
        new Map(
          Array.from(repeatedReads(plan, bitmap), ([word, step]) => [
            word,
            { name: claimName(`${array}${word}`, taken), step },
          ]),
        ),
      ]),
    ),
    temporaries: new Map(
      plan.steps.map(({ temporaries }, at) => [
        at,
        temporaries.map((_, index) => claimName(`part${at}_${index}`, taken)),
      ]),
    ),
    unfinished: new Map(
      plan.steps
        .filter(({ action, word }, at) => action === "assign" && plan.steps[at + 1]?.word === word)
        .map(({ word }) => [word, claimName(`out${word}`, taken)]),
    ),
  };
}

/** Words of the bitmap that a step reads more than once, and the first step that does. */
function repeatedReads({ steps }: SetPlan, bitmap: Bitmap): ReadonlyMap<number, number> {
  const firstSteps = new Map<number, number>();
  for (const [at, step] of steps.entries()) {
    const seen = new Set<number>();
    for (const expr of operationsOf(step)) {
      if ((expr.kind !== "word" && expr.kind !== "has") || expr.bitmap !== bitmap) continue;
      const word = expr.kind === "word" ? expr.word : wordOf(presenceBit(bitmap, expr.entry));
      if (seen.has(word) && !firstSteps.has(word)) firstSteps.set(word, at);
      seen.add(word);
    }
  }
  return firstSteps;
}

function valuesRead(exprs: readonly WordExpr[], enumeration: Enumeration): readonly number[] {
  const values = exprs.flatMap((expr) =>
    expr.kind === "enum" && expr.enumeration === enumeration ? expr.values : [],
  );
  return [...new Set(values)].sort((a, b) => a - b);
}

/** All that a step computes, in pieces. */
function operationsOf({ value, temporaries }: WordStep): readonly WordExpr[] {
  return [...temporaries, value].flatMap(operations);
}

/** The expression and all that it is made of. */
function operations(expr: WordExpr): readonly WordExpr[] {
  return [expr, ...operandsOfWord(expr).flatMap(operations)];
}
