/**
 * Reads a condition that `diff` shows of a change, as a formula. A name is looked up in the new program, else in the old
 * one: a flag, an input or a value of an enumeration may be on one side only.
 */

import { spanText } from "../../src/base/span.ts";
import { unreachable } from "../../src/base/unreachable.ts";
import { readExpression } from "../../src/expression/read-expression.ts";
import { bitCount, bitLabel, wordNamed } from "../../src/model/layout.ts";
import type { Expr, Model } from "../../src/model/model.ts";
import type { EnumExpression, Expression } from "../../grammar/syntax-tree.ts";
import { and, choice, implies, not, or, xor } from "./smt-script.ts";
import type { Translation } from "./translate.ts";

/** A program with its translation. */
export interface TranslatedProgram {
  readonly model: Model;
  readonly translation: Translation;
}

/** An expression that reads no other, in the words of one program; undefined where that lacks what it names. */
type Resolve<Atom> = (model: Model, atom: Atom) => Expr | undefined;

/**
 * @param programs in which names are looked up, in this order.
 * @throws where the text is no expression, or where no program has a name.
 */
export function conditionFormula(text: string, programs: readonly TranslatedProgram[]): string {
  const { tree, diagnostics, problem } = readExpression(text, "<condition>", "assert");
  const [statement] = tree.statements;
  if (problem !== undefined || diagnostics.length > 0 || statement?.kind !== "assert") {
    throw new Error(`\`${text}\` is no expression: ${problem ?? diagnostics[0]?.message ?? ""}`);
  }
  return formulaOf(statement.claim, programs);
}

function formulaOf(expression: Expression, programs: readonly TranslatedProgram[]): string {
  const inner = (operand: Expression): string => formulaOf(operand, programs);
  const look = <Atom>(resolve: Resolve<Atom>, atom: Atom): string =>
    lookUp(programs, resolve, atom, expression);
  switch (expression.kind) {
    case "constant":
      return String(expression.value);
    case "name":
      return look(namedAtom, expression);
    case "has":
      return look(presenceAtom, expression);
    case "enum": {
      const values = expression.values.map(({ text }) => look(valueAtom, { expression, text }));
      return expression.negated ? not(or(...values)) : or(...values);
    }
    case "not":
      return not(inner(expression.operand));
    case "and":
      return and(...expression.operands.map(inner));
    case "or":
      return or(...expression.operands.map(inner));
    case "xor":
      return xor(...expression.operands.map(inner));
    case "implies":
      return implies(inner(expression.premise), inner(expression.conclusion));
    case "choice":
      return choice(
        inner(expression.condition),
        inner(expression.whenTrue),
        inner(expression.whenFalse),
      );
    case "is":
      throw new Error(`\`${spanText(expression.span)}\` is no condition about inputs`);
    default:
      return unreachable(expression);
  }
}

function lookUp<Atom>(
  programs: readonly TranslatedProgram[],
  resolve: Resolve<Atom>,
  atom: Atom,
  { span }: Expression,
): string {
  for (const { model, translation } of programs) {
    const expr = resolve(model, atom);
    if (expr !== undefined) return translation.formulaOf(expr);
  }
  throw new Error(`neither program has what \`${spanText(span)}\` names`);
}

/** A flag, or a bit of an input by the label that is shown of it. */
function namedAtom(
  { flags, inputs }: Model,
  { span }: Extract<Expression, { kind: "name" }>,
): Expr | undefined {
  const [first = "", ...rest] = spanText(span).split(".");
  const label = rest.join(".");
  if (label === "") {
    const flag = flags.find(({ name }) => name === first);
    return flag && { kind: "flag", flag, span };
  }
  const bitmap = inputs.find(({ name }) => name === first);
  if (bitmap === undefined) return undefined;
  const { layout } = bitmap;
  const indices = Array.from({ length: bitCount(layout) }, (_, index) => index);
  const bit = indices.find((index) => bitLabel(layout, index) === label);
  return bit === undefined ? undefined : { kind: "bit", bitmap, bit, span };
}

function presenceAtom(
  { inputs }: Model,
  { bitmap, leaf, span }: Extract<Expression, { kind: "has" }>,
): Expr | undefined {
  const input = inputs.find(({ name }) => name === bitmap.text);
  const entry = input && wordNamed(input.layout, leaf.text)?.address?.entry;
  return input === undefined || entry === undefined
    ? undefined
    : { kind: "has", input, entry, span };
}

/** The formula that an enumeration has one value. */
function valueAtom(
  { enums }: Model,
  { expression, text }: { readonly expression: EnumExpression; readonly text: string },
): Expr | undefined {
  const enumeration = enums.find(({ name }) => name === spanText(expression.enum.span));
  const position = enumeration?.values.indexOf(text) ?? -1;
  if (enumeration === undefined || position === -1) return undefined;
  return { kind: "enum", enumeration, values: [position], span: expression.span };
}
