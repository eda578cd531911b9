/** Prints a program as a rule file, in one of its many orders. */

import { unreachable } from "../../src/base/unreachable.ts";
import type { RuleSource } from "../../src/program/source.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import {
  assumedBy,
  nameOfBit,
  namesakes,
  wordOfBit,
  type Expression,
  type NamedClass,
  type NamedList,
  type Program,
  type ProgramLayout,
  type ProgramSet,
  type Spelling,
  type Statement,
  type Target,
} from "./random-program.ts";
import type { Tape } from "./random-tape.ts";

/** Puts things in another order, or leaves them as they are. */
export type Reorder = <T>(values: readonly T[]) => readonly T[];

/** Puts everything in an order that the tape chooses. */
export function shuffleBy(tape: Tape): Reorder {
  return (values) =>
    values
      .map((value) => ({ value, key: tape.below(1000) }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
}

export interface PrintOrder {
  /** Reorders declarations and capability sets. */
  readonly declarations: Reorder;
  /** Reorders statements in blocks, and the bits that a statement names. */
  readonly rules: Reorder;
}

const asIs: Reorder = (values) => values;

export const WRITTEN_ORDER: PrintOrder = { declarations: asIs, rules: asIs };

export function printedSource(program: Program): RuleSource {
  const text = printProgram(program);
  return { entry: ["p.rules"], readFile: readFromMemory({ "p.rules": text }) };
}

export function printProgram(program: Program, order: PrintOrder = WRITTEN_ORDER): string {
  const { layouts, inputs, flags, enums, lists, classes, sets } = program;
  const anyLayout = layouts[0];
  if (anyLayout === undefined) throw new Error("a program without a layout");
  const declarations = [
    ...layouts.map(printLayout),
    ...inputs.map(({ name, layout }) => `input ${name}: ${layout.name}`),
    ...flags.map((name) => `flag ${name}`),
    ...enums.map(({ name, values }) => `enum ${name}: ${values.join(" ")}`),
    ...assumedBy(program).map((claim) => `assume ${printExpression(claim, anyLayout)}`),
    ...lists.map((list) => printList(list, order)),
    ...classes.map(printClass),
    ...sets.flatMap((set) => printSet(set, order)),
  ];
  return order.declarations(declarations).join("\n") + "\n";
}

function printLayout({ name, words, enums }: ProgramLayout): string {
  const printed = words.map((word) => {
    const { address } = word;
    const index = address?.index === undefined ? "" : `.${address.index}`;
    const head =
      address === undefined
        ? `word ${word.name}`
        : `leaf ${word.name} = 0x${address.function.toString(16)}${index} ${address.register}`;
    const bits = [...word.names].map(([bit, bitName]) => `${bit} ${bitName}`);
    return `  ${head} { ${bits.join(" ")} }\n`;
  });
  const printedEnums = enums.map((each) => `  enum ${each.name}: ${each.values.join(" ")}\n`);
  return `layout ${name} {\n${[...printedEnums, ...printed].join("")}}`;
}

function printList({ name, layout, members }: NamedList, { rules }: PrintOrder): string {
  return `set ${name}: ${printTargets(rules(members), layout)}`;
}

function printClass({ name, layout, value }: NamedClass): string {
  return `class ${name} = ${printExpression(value, layout)}`;
}

function printSet(set: ProgramSet, order: PrintOrder): readonly string[] {
  const { name, layout, base, role, lists, classes, statements, patch } = set;
  const from = base === undefined ? `: ${layout.name}` : ` extends ${base.name}`;
  const head = role === undefined ? from : `${from} ${role}`;
  const inner = [
    ...lists.map((list) => printList(list, order)),
    ...classes.map(printClass),
    ...statements.map((each) => printStatement(each, layout, order)),
  ];
  const block = `caps ${name}${head} {\n${indent(order.rules(inner))}}`;
  if (patch.length === 0) return [block];
  const patched = order.rules(patch).map((each) => printStatement(each, layout, order));
  return [block, `caps ${name} {\n${indent(patched)}}`];
}

function indent(texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split("\n"));
  return lines.map((line) => `  ${line}\n`).join("");
}

function printStatement(statement: Statement, layout: ProgramLayout, order: PrintOrder): string {
  const print = (expression: Expression): string => printExpression(expression, layout);
  switch (statement.kind) {
    case "default": {
      const words = statement.words.map((word) => ` ${wordOfBit(layout, word * 32).name}`);
      return `${override(statement)}default${words.join("")} = ${print(statement.value)}`;
    }
    case "unnamed":
      return `${override(statement)}unnamed = ${print(statement.value)}`;
    case "when": {
      const body = statement.body.map((each) => printStatement(each, layout, order));
      return `when ${print(statement.condition)} {\n${indent(order.rules(body))}}`;
    }
    case "rule": {
      const { part, applies, because, value } = statement;
      const targets = printTargets(order.rules(statement.targets), layout);
      const reason = because === undefined ? "" : ` because "${because.replace(/["\\]/g, "\\$&")}"`;
      const rule =
        applies === undefined
          ? `${targets} ${part === "is" ? "=" : part} ${print(value)}`
          : `${applies.name}: ${targets}`;
      return `${override(statement)}${rule}${reason}`;
    }
    default:
      return unreachable(statement);
  }
}

function override(statement: { readonly override: boolean }): string {
  return statement.override ? "override " : "";
}

function printTargets(targets: readonly Target[], layout: ProgramLayout): string {
  return targets
    .map((target) =>
      target.kind === "list" ? target.list.name : printBit(layout, target.bit, target.spelling),
    )
    .join(" ");
}

function printBit(layout: ProgramLayout, bit: number, spelling: Spelling): string {
  const word = wordOfBit(layout, bit).name;
  const name = nameOfBit(layout, bit);
  if (name === undefined || spelling === "number") return `${word}[${bit % 32}]`;
  const isClear = namesakes(layout, name).length === 1;
  return isClear && spelling === "short" ? name : `${word}.${name}`;
}

/** How tightly a form binds; a looser operand needs parentheses. */
const TIGHTNESS = { "?:": 0, "->": 1, "|": 2, "^": 3, "&": 4, "!": 5, operand: 6 } as const;

interface Printed {
  readonly text: string;
  readonly tightness: number;
}

/** With no more parentheses than needed, so that precedence is tested as well. */
export function printExpression(expression: Expression, layout: ProgramLayout): string {
  return printTight(expression, layout).text;
}

function printTight(expression: Expression, layout: ProgramLayout): Printed {
  const operand = (text: string): Printed => ({ text, tightness: TIGHTNESS.operand });
  const inside = (inner: Expression, tightness: number): string => {
    const printed = printTight(inner, layout);
    return printed.tightness < tightness ? `(${printed.text})` : printed.text;
  };
  switch (expression.kind) {
    case "constant":
      return operand(expression.value ? "all" : "none");
    case "this":
      return operand(expression.bitmap.name);
    case "bit": {
      const { bitmap, bit, spelling } = expression;
      return operand(`${bitmap.name}.${printBit(bitmap.layout, bit, spelling)}`);
    }
    case "own":
      return operand(printBit(layout, expression.bit, expression.spelling));
    case "member":
      return operand(expression.list.name);
    case "class":
      return operand(expression.class.name);
    case "applied": {
      const { set, bit, spelling } = expression;
      const path = bit === undefined ? "" : `.${printBit(set.layout, bit, spelling)}`;
      return operand(`${set.name}${path} is ${expression.class.name}`);
    }
    case "flag":
      return operand(expression.name);
    case "enum": {
      const { name, values } = expression.enum;
      const chosen = expression.values.map((value) => values[value] ?? "").join(" ");
      return operand(
        `${name} ${expression.test} ${expression.test === "in" ? `(${chosen})` : chosen}`,
      );
    }
    case "has": {
      const { input, word } = expression;
      return operand(`${input.name} has ${wordOfBit(input.layout, word * 32).name}`);
    }
    case "not":
      return {
        text: expression.sign + inside(expression.operand, TIGHTNESS["!"]),
        tightness: TIGHTNESS["!"],
      };
    case "binary": {
      const { operator, left, right } = expression;
      const tightness = TIGHTNESS[operator];
      // Only `->` groups to the right; for the others it does not matter.
      const [leftNeeds, rightNeeds] =
        operator === "->" ? [tightness + 1, tightness] : [tightness, tightness];
      const text = `${inside(left, leftNeeds)} ${operator} ${inside(right, rightNeeds)}`;
      return { text, tightness };
    }
    case "choice": {
      const { condition, yes, no } = expression;
      const text = `${inside(condition, 1)} ? ${inside(yes, 0)} : ${inside(no, 0)}`;
      return { text, tightness: TIGHTNESS["?:"] };
    }
    default:
      return unreachable(expression);
  }
}
