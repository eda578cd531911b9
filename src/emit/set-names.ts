/** Names everything inside the functions that compute one capability set. */

import type { Bitmap, Enumeration, Flag } from "../model/model.ts";
import { bitmapLength, type SetPlan, type WordExpr } from "../plan/plan.ts";
import { claimName, pascalCase, type ModuleNames } from "./identifiers.ts";

export interface BitmapNames {
  readonly bitmap: Bitmap;
  readonly parameter: string;
  /** Where the current row starts in it. */
  readonly offset: string;
  /** How far the next row is from this one: zero where all rows share one. */
  readonly step: string;
  /** How many elements of a row `init` reads, at most. */
  readonly needed: number;
  /** How many elements one of several rows takes. */
  readonly stride: number;
}

export interface LocalNames {
  readonly outOffset: string;
  readonly bitmaps: ReadonlyMap<Bitmap, BitmapNames>;
  /** Words of 32 equal bits. */
  readonly flags: ReadonlyMap<Flag, string>;
  /** The same for each value of an enumeration that the set reads, by position. */
  readonly values: ReadonlyMap<Enumeration, ReadonlyMap<number, string>>;
}

export function localNames(plan: SetPlan, module: ModuleNames): LocalNames {
  const taken = new Set([...module.usedByInit, "out", "flags", "rows", "row"]);
  const exprs = plan.steps.flatMap((step) => operations(step.value));
  const parameters = plan.bitmaps.map(({ name }) => claimName(name, taken));
  const flags = new Map(plan.flags.map((flag) => [flag, claimName(flag.name, taken)]));
  const values = new Map(
    plan.enumerations.map((enumeration) => [
      enumeration,
      new Map(
        valuesRead(exprs, enumeration).map((value) => {
          const name = `${enumeration.name}Is${pascalCase(enumeration.values[value] ?? "")}`;
          return [value, claimName(name, taken)];
        }),
      ),
    ]),
  );
  const bitmaps = plan.bitmaps.map((bitmap, at): BitmapNames => {
    const parameter = parameters[at] ?? bitmap.name;
    const words = bitmap.layout.words.length;
    const readsPresence = exprs.some((expr) => expr.kind === "has" && expr.bitmap === bitmap);
    return {
      bitmap,
      parameter,
      offset: claimName(`${parameter}At`, taken),
      step: claimName(`${parameter}Step`, taken),
      needed: readsPresence ? bitmapLength(bitmap) : words,
      stride: bitmap.kind === "input" ? bitmapLength(bitmap) : words,
    };
  });
  return {
    outOffset: claimName("outAt", taken),
    bitmaps: new Map(bitmaps.map((names) => [names.bitmap, names])),
    flags,
    values,
  };
}

function valuesRead(exprs: readonly WordExpr[], enumeration: Enumeration): readonly number[] {
  const values = exprs.flatMap((expr) =>
    expr.kind === "enum" && expr.enumeration === enumeration ? expr.values : [],
  );
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The expression and all that it is made of. */
function operations(expr: WordExpr): readonly WordExpr[] {
  switch (expr.kind) {
    case "and":
    case "or":
    case "xor":
      return [expr, ...expr.operands.flatMap(operations)];
    case "not":
    case "shift":
    case "broadcast":
      return [expr, ...operations(expr.operand)];
    default:
      return [expr];
  }
}
