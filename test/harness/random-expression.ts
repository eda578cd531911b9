/** Makes a random expression that is right where it stands: for these bits, with these names in scope. */

import {
  bitsOf,
  counterpartIn,
  rankOf,
  type Expression,
  type NamedClass,
  type NamedList,
  type ProgramBitmap,
  type ProgramEnum,
  type ProgramInput,
  type ProgramLayout,
  type ProgramSet,
  type Spelling,
  type Statement,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

export interface ExpressionContext {
  readonly layout: ProgramLayout;
  /** The possible values of "this bit"; undefined in a condition. */
  readonly bits: readonly number[] | undefined;
  /** Own bits of a lower rank may be named. */
  readonly ownBelow: number;
  readonly inputs: readonly ProgramInput[];
  /** Inputs, and capability sets that do not depend on this one. */
  readonly bitmaps: readonly ProgramBitmap[];
  readonly flags: readonly string[];
  readonly enums: readonly ProgramEnum[];
  readonly lists: readonly NamedList[];
  readonly classes: readonly NamedClass[];
  /** A bit without a counterpart reads zero, and is no mistake. */
  readonly isDefault: boolean;
  /** For a claim: the sets that it may use with `is`. */
  readonly asked?: readonly ProgramSet[];
  /** True for a class body, which is checked where the class is used. */
  readonly isClass?: boolean;
}

const SPELLINGS: readonly Spelling[] = ["short", "full", "number"];

export function makeExpression(tape: Tape, context: ExpressionContext, depth: number): Expression {
  const make = (): Expression => makeExpression(tape, context, depth - 1);
  const form = depth === 0 ? 0 : tape.below(10);
  switch (form) {
    case 4:
      return { kind: "not", sign: tape.pick(["!", "~"] as const), operand: make() };
    case 5:
    case 6:
      return { kind: "binary", operator: "&", left: make(), right: make() };
    case 7:
      return { kind: "binary", operator: "|", left: make(), right: make() };
    case 8: {
      const operator = tape.pick(["^", "->"] as const);
      return { kind: "binary", operator, left: make(), right: make() };
    }
    case 9:
      return { kind: "choice", condition: make(), yes: make(), no: make() };
    default:
      return makeOperand(tape, context);
  }
}

function makeOperand(tape: Tape, context: ExpressionContext): Expression {
  const { layout, bits, ownBelow, bitmaps, flags, enums, lists, classes, inputs } = context;
  const spelling = (): Spelling => tape.pick(SPELLINGS);
  const readable = bitmaps.filter((bitmap) => canReadThis(context, bitmap.layout));
  const own = bitsOf(layout).filter((bit) => rankOf(layout, bit) < ownBelow);
  const ownLists = bits === undefined ? [] : lists.filter((list) => list.layout === layout);
  const usable = classes.filter((each) => canUseClass(context, each));
  const asked = (context.asked ?? []).flatMap((set) =>
    appliedClasses(set).map((each) => ({ set, class: each })),
  );
  const leaves = inputs.flatMap((input) =>
    input.layout.words.flatMap(({ address }, word) =>
      address === undefined ? [] : [{ input, word }],
    ),
  );
  const makers: readonly (readonly [boolean, () => Expression])[] = [
    [true, () => ({ kind: "constant", value: tape.once(2) })],
    [readable.length > 0, () => ({ kind: "this", bitmap: tape.pick(readable) })],
    [readable.length > 0, () => ({ kind: "this", bitmap: tape.pick(readable) })],
    [readable.length > 0, () => ({ kind: "this", bitmap: tape.pick(readable) })],
    [true, () => makeBit(tape, tape.pick(bitmaps))],
    [own.length > 0, () => ({ kind: "own", bit: tape.pick(own), spelling: spelling() })],
    [own.length > 0, () => ({ kind: "own", bit: tape.pick(own), spelling: spelling() })],
    [ownLists.length > 0, () => ({ kind: "member", list: tape.pick(ownLists) })],
    [usable.length > 0, () => ({ kind: "class", class: tape.pick(usable) })],
    [
      asked.length > 0,
      () => {
        const { set, class: asks } = tape.pick(asked);
        const isThis = set.layout === layout && bits !== undefined && tape.once(2);
        const bit = isThis ? undefined : tape.pick(bitsOf(set.layout));
        return { kind: "applied", set, bit, spelling: spelling(), class: asks };
      },
    ],
    [flags.length > 0, () => ({ kind: "flag", name: tape.pick(flags) })],
    [enums.length > 0, () => makeEnumTest(tape, tape.pick(enums))],
    [leaves.length > 0, () => ({ kind: "has", ...tape.pick(leaves) })],
  ];
  const [, make] = tape.pick(makers.filter(([isPossible]) => isPossible));
  return make();
}

/** Named bits twice as often as others. */
function makeBit(tape: Tape, bitmap: ProgramBitmap): Expression {
  const { words } = bitmap.layout;
  const named = words.flatMap(({ names }, word) => [...names.keys()].map((bit) => word * 32 + bit));
  const bit = tape.once(3) ? tape.pick(bitsOf(bitmap.layout)) : tape.pick(named);
  return { kind: "bit", bitmap, bit, spelling: tape.pick(SPELLINGS) };
}

function makeEnumTest(tape: Tape, of: ProgramEnum): Expression {
  const test = tape.pick(["==", "!=", "in"] as const);
  const count = test === "in" ? 1 + tape.below(of.values.length) : 1;
  const values = Array.from({ length: count }, () => tape.below(of.values.length));
  return { kind: "enum", enum: of, values, test };
}

/** Each bit has one counterpart there, or a default stands for it. */
function canReadThis(
  { bits, layout, isDefault, isClass }: ExpressionContext,
  other: ProgramLayout,
): boolean {
  if (bits === undefined) return false;
  if (isClass === true) return true;
  return bits.every((bit) => {
    const counterpart = counterpartIn(layout, bit, other);
    return typeof counterpart === "number" || (isDefault && counterpart === "none");
  });
}

export function canUseClass(context: ExpressionContext, { layout, value }: NamedClass): boolean {
  return layout === context.layout && partsOf(value).every((part) => canStand(context, part));
}

function canStand(context: ExpressionContext, part: Expression): boolean {
  switch (part.kind) {
    case "this":
      return canReadThis(context, part.bitmap.layout);
    case "member":
      return context.bits !== undefined;
    case "own":
      return rankOf(context.layout, part.bit) < context.ownBelow;
    default:
      return true;
  }
}

/** The expression and all in it, classes expanded. */
function partsOf(expression: Expression): readonly Expression[] {
  return [expression, ...operandsOf(expression).flatMap(partsOf)];
}

export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "class":
      return [expression.class.value];
    case "not":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.condition, expression.yes, expression.no];
    default:
      return [];
  }
}

/** The classes that rules of the set or of its bases apply; the rules may be overridden. */
function appliedClasses(set: ProgramSet): readonly NamedClass[] {
  const applied = (statements: readonly Statement[]): readonly NamedClass[] =>
    statements.flatMap((statement) => {
      if (statement.kind === "when") return applied(statement.body);
      return statement.kind === "rule" ? (statement.applies ?? []) : [];
    });
  const inherited = set.base === undefined ? [] : appliedClasses(set.base);
  return [...inherited, ...applied([...set.statements, ...set.patch])];
}
