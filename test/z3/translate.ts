/**
 * Translates models to SMT-LIB: the final value of every bit, as a formula over inputs, flags and enumerations.
 *
 * It reads the model as the interpreter does, and shares nothing with decision diagrams, so that
 * z3's answers can be compared with theirs. Two models share variables by name: flags, enumerations
 * with their values, and bits of inputs at the same place of a word of the same name.
 */

import { definitely, unreachable } from "../../src/base/unreachable.ts";
import { NO_VALUE } from "../../src/meaning/lower-together.ts";
import { counterpart } from "../../src/model/counterpart.ts";
import { bitOf, wordOf, type BitIndex, type Layout } from "../../src/model/layout.ts";
import type {
  Assignment,
  Bitmap,
  BitGovernance,
  CapabilitySet,
  Enumeration,
  Expr,
  Flag,
  Input,
  Model,
  Rule,
  ThisBit,
} from "../../src/model/model.ts";
import { and, choice, implies, not, or, SmtScript, xor } from "./smt-script.ts";

/** Models by a word that tells them apart. It is asserted that at least one of them allows the case. */
export function translate<Side extends string>(
  models: Readonly<Record<Side, Model>>,
): { readonly script: SmtScript; readonly sides: Readonly<Record<Side, Translation>> } {
  const script = new SmtScript();
  const all = Object.entries<Model>(models);
  declareEnums(
    script,
    all.map(([, model]) => model),
  );
  const sides = all.map(([side, model]) => [side, new Translation(script, side, model)] as const);
  script.assert(or(...sides.map(([, { allowed }]) => allowed)));
  return { script, sides: Object.fromEntries(sides) as Record<Side, Translation> }; // the same keys
}

/** An enumeration is a variable for each value, of which exactly one is true. */
function declareEnums(script: SmtScript, models: readonly Model[]): void {
  const enums = models.flatMap((model) => model.enums);
  for (const name of new Set(enums.map((each) => each.name))) {
    const ofName = enums.filter((each) => each.name === name);
    const values = [...new Set(ofName.flatMap((each) => each.values))];
    const symbols = values.map((value) => valueSymbol({ name }, value));
    for (const symbol of symbols) script.declare(symbol);
    symbols.forEach((symbol, place) => {
      for (const other of symbols.slice(place + 1)) script.assert(not(and(symbol, other)));
    });
    script.assert(or(...symbols));
  }
}

export class Translation {
  readonly #script: SmtScript;
  readonly #side: string;
  /** The variables that its formulas have. */
  readonly #variables = new Set<string>();
  /** All assumptions hold, and each enumeration has one of the model's values. */
  readonly allowed: string;

  constructor(script: SmtScript, side: string, { assumptions, enums }: Model) {
    this.#script = script;
    this.#side = side;
    for (const each of enums) {
      for (const value of each.values) this.#variables.add(valueSymbol(each, value));
    }
    this.allowed = and(
      ...assumptions.map(({ claim }) => this.formulaOf(claim)),
      ...enums.map((each) => isOneOf(each, each.values)),
    );
  }

  bit(bitmap: Bitmap, bit: BitIndex): string {
    return bitmap.kind === "input" ? this.#inputBit(bitmap, bit) : this.#setBit(bitmap, bit);
  }

  /** @param thisBit undefined where the expression names no "this bit". */
  formulaOf(expr: Expr, thisBit?: ThisBit): string {
    const inner = (operand: Expr): string => this.formulaOf(operand, thisBit);
    switch (expr.kind) {
      case "constant":
        return String(expr.value);
      case "this": {
        const { layout, bit } = definitely(thisBit, "an expression without a bit names this bit");
        const other = counterpart(layout, bit, expr.bitmap.layout);
        return typeof other === "number" ? this.bit(expr.bitmap, other) : "false";
      }
      case "bit":
        return this.bit(expr.bitmap, expr.bit);
      case "applied": {
        const { set, className } = expr;
        const other = expr.bit ?? (thisBit && counterpart(thisBit.layout, thisBit.bit, set.layout));
        return typeof other === "number" ? this.#applied(set, other, className) : "false";
      }
      case "member":
        return String(
          expr.list.bits.has(definitely(thisBit, "an expression without a bit names this bit").bit),
        );
      case "class":
        return inner(expr.body);
      case "flag":
        return this.#variable(flagSymbol(expr.flag));
      case "enum": {
        const values = expr.values.map((position) => valueAt(expr.enumeration, position));
        return isOneOf(expr.enumeration, values);
      }
      case "has":
        return this.#variable(entrySymbol(expr.input, expr.entry));
      case "not":
        return not(inner(expr.operand));
      case "and":
        return and(...expr.operands.map(inner));
      case "or":
        return or(...expr.operands.map(inner));
      case "xor":
        return xor(...expr.operands.map(inner));
      case "implies":
        return implies(inner(expr.premise), inner(expr.conclusion));
      case "choice":
        return choice(inner(expr.condition), inner(expr.whenTrue), inner(expr.whenFalse));
      default:
        return unreachable(expr);
    }
  }

  /** Values that either side has. */
  hasOneOf(enumeration: string, values: readonly string[]): string {
    return isOneOf({ name: enumeration }, values);
  }

  /** The literals of a case for the variables that this side has. */
  literalsOf(
    { bits, present, flags, values }: Assignment,
    variables: ReadonlySet<string>,
  ): readonly string[] {
    const on = new Set([
      ...[...bits].flatMap(([input, each]) =>
        [...each].flatMap((bit) => [bitSymbol(input, bit), entrySymbolOf(input, bit)]),
      ),
      ...[...present].flatMap(([input, each]) =>
        [...each].map((entry) => entrySymbol(input, entry)),
      ),
      ...[...flags].map(flagSymbol),
      // A value that only another model has is none of this one's variables.
      ...[...values].flatMap(([each, position]) =>
        position === NO_VALUE ? [] : [valueSymbol(each, valueAt(each, position))],
      ),
    ]);
    return [...variables]
      .filter((symbol) => this.#variables.has(symbol))
      .map((symbol) => (on.has(symbol) ? symbol : not(symbol)));
  }

  #variable(symbol: string): string {
    this.#variables.add(symbol);
    this.#script.declare(symbol);
    return symbol;
  }

  /** A bit is zero while its entry is absent. */
  #inputBit(input: Input, bit: BitIndex): string {
    const symbol = bitSymbol(input, bit);
    this.#variables.add(symbol);
    if (this.#script.declare(symbol)) {
      const entry = entrySymbolOf(input, bit);
      if (entry !== undefined) this.#script.assert(implies(symbol, this.#variable(entry)));
    }
    return symbol;
  }

  #setBit(set: CapabilitySet, bit: BitIndex): string {
    const symbol = `|${this.#side} ${set.name} ${placeOf(set.layout, bit)}|`;
    this.#script.define(symbol, () =>
      this.#governed(definitely(set.bits[bit], "a bit without a rule"), {
        layout: set.layout,
        bit,
      }),
    );
    return symbol;
  }

  /** An application of the class applies, or it is what holds where no other rule applies. */
  #applied({ bits }: CapabilitySet, bit: BitIndex, className: string): string {
    const { base, conditional } = definitely(bits[bit], "a bit without a rule");
    const applies = ({ condition }: Rule): string =>
      condition === undefined ? "true" : this.formulaOf(condition);
    const otherwise = not(or(...conditional.map(applies)));
    return or(
      ...conditional.filter((rule) => rule.className === className).map(applies),
      ...(base.className === className ? [otherwise] : []),
    );
  }

  /** Any rule that applies, the base where none does, or any `also` that applies; and all `requires` that do. */
  #governed({ base, conditional, also, requires }: BitGovernance, thisBit: ThisBit): string {
    const value = (rule: Rule): string => this.formulaOf(rule.value, thisBit);
    const applies = ({ condition }: Rule): string =>
      condition === undefined ? "true" : this.formulaOf(condition);
    const stated = choice(
      or(...conditional.map(applies)),
      or(...conditional.map((rule) => and(applies(rule), value(rule)))),
      value(base),
    );
    const added = also.map((rule) => and(applies(rule), value(rule)));
    const required = requires.map((rule) => implies(applies(rule), value(rule)));
    return and(or(stated, ...added), ...required);
  }
}

/** `CPUID_1_ECX[26]`: what a bit is matched by, wherever its word stands in the layout. */
export function placeOf({ words }: Layout, bit: BitIndex): string {
  return `${definitely(words[wordOf(bit)], "a bit outside of its layout").name}[${bitOf(bit)}]`;
}

function bitSymbol({ name, layout }: Input, bit: BitIndex): string {
  return `|${name} ${placeOf(layout, bit)}|`;
}

function entrySymbolOf(input: Input, bit: BitIndex): string | undefined {
  const address = input.layout.words[wordOf(bit)]?.address;
  return address && entrySymbol(input, address.entry);
}

function entrySymbol({ name, layout }: Input, entry: number): string {
  const { function: leaf, index = 0 } = definitely(layout.entries[entry], "no such entry");
  return `|${name} has ${leaf}.${index}|`;
}

function flagSymbol({ name }: Flag): string {
  return `|flag ${name}|`;
}

function valueSymbol({ name }: Pick<Enumeration, "name">, value: string): string {
  return `|${name}: ${value}|`;
}

function valueAt({ values }: Enumeration, position: number): string {
  return definitely(values[position], "no such value");
}

function isOneOf(enumeration: Pick<Enumeration, "name">, values: readonly string[]): string {
  return or(...values.map((value) => valueSymbol(enumeration, value)));
}
