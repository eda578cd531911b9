/** Claims by brute force, each bit of a capability set being a variable of its own. */

import { definitely, unreachable } from "../../src/base/unreachable.ts";
import { counterpart } from "../../src/model/counterpart.ts";
import { visitAtoms } from "../../src/model/expressions.ts";
import { wordOf, type BitIndex } from "../../src/model/layout.ts";
import type { Bitmap, Expr, Input, Model, ThisBit } from "../../src/model/model.ts";

/** The name of a variable; those of capability sets begin with `free`. */
type Name = string;

/** The number of values of a variable: 0 and 1, or the positions of an enumeration's values. */
interface Variable {
  readonly name: Name;
  readonly values: number;
}

type Values = ReadonlyMap<Name, number>;

/** The variables of a claim for one bit, and of the assumptions. */
export function atomsOf(
  { assumptions }: Model,
  claim: Expr,
  thisBit: ThisBit | undefined,
): readonly Variable[] {
  const found = new Map<Name, Variable>();
  const add = (name: Name, values = 2): void => void found.set(name, { name, values });
  const addBit = (bitmap: Bitmap, bit: BitIndex): void => {
    add(bitName(bitmap, bit));
    if (bitmap.kind !== "input") return;
    const entry = entryOf(bitmap, bit);
    if (entry !== undefined) add(hasName(bitmap, entry));
  };
  for (const expr of [claim, ...assumptions.map((each) => each.claim)]) {
    visitAtoms(expr, (atom) => {
      switch (atom.kind) {
        case "this":
        case "bit": {
          const bit = atom.kind === "bit" ? atom.bit : placeIn(atom.bitmap, thisBit);
          if (bit !== undefined) addBit(atom.bitmap, bit);
          return;
        }
        case "applied": {
          const bit = atom.bit ?? placeIn(atom.set, thisBit);
          if (bit !== undefined) add(appliedName(atom.set, bit, atom.className));
          return;
        }
        case "flag":
          add(`flag ${atom.flag.name}`);
          return;
        case "enum":
          add(`enum ${atom.enumeration.name}`, atom.enumeration.values.length);
          return;
        case "has":
          add(hasName(atom.input, atom.entry));
          return;
        default:
      }
    });
  }
  return [...found.values()];
}

/**
 * A row for each case of inputs that the assumptions allow: what the claim is for all values of the
 * bits of capability sets.
 */
export function tableOf(
  model: Model,
  claim: Expr,
  thisBit: ThisBit | undefined,
): readonly (readonly boolean[])[] {
  const variables = atomsOf(model, claim, thisBit);
  const isFree = ({ name }: Variable): boolean => name.startsWith("free ");
  const inputs = assignments(variables.filter((each) => !isFree(each)));
  const rules = assignments(variables.filter(isFree));
  return inputs
    .filter((given) => model.assumptions.every((each) => holds(each.claim, given, undefined)))
    .map((given) => rules.map((free) => holds(claim, new Map([...given, ...free]), thisBit)));
}

function assignments(variables: readonly Variable[]): readonly Values[] {
  return variables.reduce<readonly Values[]>(
    (all, { name, values }) =>
      all.flatMap((each) =>
        Array.from({ length: values }, (_, value) => new Map([...each, [name, value]])),
      ),
    [new Map<Name, number>()],
  );
}

function holds(expr: Expr, values: Values, thisBit: ThisBit | undefined): boolean {
  const inner = (each: Expr): boolean => holds(each, values, thisBit);
  const isOn = (name: Name): boolean => values.get(name) === 1;
  const read = (bitmap: Bitmap, bit: BitIndex): boolean => {
    const entry = bitmap.kind === "input" ? entryOf(bitmap, bit) : undefined;
    const isThere = bitmap.kind !== "input" || entry === undefined || isOn(hasName(bitmap, entry));
    return isThere && isOn(bitName(bitmap, bit));
  };
  switch (expr.kind) {
    case "constant":
      return expr.value;
    case "this": {
      const bit = placeIn(expr.bitmap, thisBit);
      return bit !== undefined && read(expr.bitmap, bit);
    }
    case "bit":
      return read(expr.bitmap, expr.bit);
    case "applied": {
      const bit = expr.bit ?? placeIn(expr.set, thisBit);
      return bit !== undefined && isOn(appliedName(expr.set, bit, expr.className));
    }
    case "member":
      return expr.list.bits.has(definitely(thisBit, "a list is asked for a bit").bit);
    case "class":
      return inner(expr.body);
    case "flag":
      return isOn(`flag ${expr.flag.name}`);
    case "enum":
      return expr.values.includes(values.get(`enum ${expr.enumeration.name}`) ?? -1);
    case "has":
      return isOn(hasName(expr.input, expr.entry));
    case "not":
      return !inner(expr.operand);
    case "and":
      return expr.operands.every(inner);
    case "or":
      return expr.operands.some(inner);
    case "xor":
      return expr.operands.filter(inner).length % 2 === 1;
    case "implies":
      return !inner(expr.premise) || inner(expr.conclusion);
    case "choice":
      return inner(expr.condition) ? inner(expr.whenTrue) : inner(expr.whenFalse);
    default:
      return unreachable(expr);
  }
}

function placeIn({ layout }: Bitmap, thisBit: ThisBit | undefined): BitIndex | undefined {
  const place = thisBit && counterpart(thisBit.layout, thisBit.bit, layout);
  return typeof place === "number" ? place : undefined;
}

function entryOf({ layout }: Input, bit: BitIndex): number | undefined {
  return layout.words[wordOf(bit)]?.address?.entry;
}

function bitName({ kind, name }: Bitmap, bit: BitIndex): Name {
  return `${kind === "caps" ? "free" : "input"} ${name}.${bit}`;
}

function appliedName({ name }: Bitmap, bit: BitIndex, className: string): Name {
  return `free ${name}.${bit} is ${className}`;
}

function hasName({ name }: Input, entry: number): Name {
  return `${name} has ${entry}`;
}
