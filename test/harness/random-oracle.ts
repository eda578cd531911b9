/**
 * Evaluates a program by brute force: a second implementation of the language's definition that
 * shares nothing with the compiler.
 */

import {
  bitsOf,
  bitsOfTargets,
  counterpartIn,
  entryOf,
  nameOfBit,
  wordOfBit,
  type Expression,
  type NamedClass,
  type Program,
  type ProgramBitmap,
  type ProgramInput,
  type ProgramSet,
  type RuleStatement,
  type Statement,
} from "./random-program.ts";

/** Values of everything that comes from outside. */
export interface Case {
  /** By input name: the bits that are on. Bits of absent entries are off. */
  readonly bits: ReadonlyMap<string, ReadonlySet<number>>;
  /** By input name: the entries that are present (`entryOf`). */
  readonly present: ReadonlyMap<string, ReadonlySet<string>>;
  readonly flags: ReadonlySet<string>;
  /** Positions of values, by the name of the enum. */
  readonly values: ReadonlyMap<string, number>;
}

interface Conditional {
  readonly conditions: readonly Expression[];
  /** The class, if the rule applies one. */
  readonly applies?: NamedClass | undefined;
  readonly value: Expression;
}

/** The statements about one bit. */
export interface Stated {
  readonly fallback: Expression;
  readonly is: readonly Conditional[];
  readonly also: readonly Conditional[];
  readonly requires: readonly Conditional[];
}

/** Where an expression stands. */
export interface Place {
  /** The set to which bare names belong. */
  readonly set: ProgramSet | undefined;
  /** Undefined in a condition. */
  readonly bit: number | undefined;
  readonly layout: ProgramSet["layout"];
}

/** The value of any bit of any bitmap in one case. */
export class Oracle {
  readonly #case: Case;
  readonly #known = new Map<ProgramSet, Map<number, boolean>>();

  constructor(given: Case) {
    this.#case = given;
  }

  valueOf(bitmap: ProgramBitmap, bit: number): boolean {
    if (bitmap.kind === "input") return this.#case.bits.get(bitmap.name)?.has(bit) === true;
    const known = this.#known.get(bitmap) ?? new Map<number, boolean>();
    this.#known.set(bitmap, known);
    const value = known.get(bit) ?? this.#compute(bitmap, bit);
    known.set(bit, value);
    return value;
  }

  holds(expression: Expression, place: Place): boolean {
    const holds = (operand: Expression): boolean => this.holds(operand, place);
    switch (expression.kind) {
      case "constant":
        return expression.value;
      case "this": {
        const { bitmap } = expression;
        const other = counterpartIn(place.layout, bitOf(place), bitmap.layout);
        return typeof other === "number" && this.valueOf(bitmap, other);
      }
      case "bit":
        return this.valueOf(expression.bitmap, expression.bit);
      case "own":
        if (place.set === undefined) throw new Error("an own bit outside of a set");
        return this.valueOf(place.set, expression.bit);
      case "member":
        return bitsOfTargets(expression.list.members).has(bitOf(place));
      case "class":
        return holds(expression.class.value);
      case "applied": {
        const { set, class: asked } = expression;
        const bit = expression.bit ?? counterpartIn(place.layout, bitOf(place), set.layout);
        return typeof bit === "number" && this.isGovernedBy(set, bit, asked);
      }
      case "flag":
        return this.#case.flags.has(expression.name);
      case "enum": {
        const position = this.#case.values.get(expression.enum.name) ?? 0;
        return expression.values.includes(position) !== (expression.test === "!=");
      }
      case "has":
        return this.#isPresent(expression.input, expression.word);
      case "not":
        return !holds(expression.operand);
      case "binary":
        return combine(expression.operator, holds(expression.left), holds(expression.right));
      case "choice":
        return holds(expression.condition) ? holds(expression.yes) : holds(expression.no);
    }
  }

  isGovernedBy(set: ProgramSet, bit: number, asked: NamedClass): boolean {
    return this.#governing(set, bit).some(({ applies }) => applies === asked);
  }

  #isPresent({ name, layout }: ProgramInput, word: number): boolean {
    const entry = entryOf(wordOfBit(layout, word * 32));
    return entry !== undefined && this.#case.present.get(name)?.has(entry) === true;
  }

  /** The bit's own rules that govern it, none if it is left to a default. */
  #governing(set: ProgramSet, bit: number): readonly Conditional[] {
    const { is } = statedWhere(set, bit, this.#applying(set));
    const conditional = is.filter(({ conditions }) => conditions.length > 0);
    const governing = conditional.filter(this.#applying(set));
    const plain = is.filter(({ conditions }) => conditions.length === 0);
    return governing.length > 0 ? governing : plain;
  }

  /** All conditions of a rule hold. */
  #applying(set: ProgramSet): (rule: Conditional) => boolean {
    const place: Place = { set, bit: undefined, layout: set.layout };
    return ({ conditions }) => conditions.every((each) => this.holds(each, place));
  }

  /** `(any rule that applies | every also) & every requires`. */
  #compute(set: ProgramSet, bit: number): boolean {
    const applies = this.#applying(set);
    const stated = statedWhere(set, bit, applies);
    const here = { set, bit, layout: set.layout };
    const holds = ({ value }: Conditional): boolean => this.holds(value, here);

    const governing = this.#governing(set, bit);
    const otherwise = { conditions: [], value: stated.fallback };
    return (
      ((governing.length > 0 ? governing : [otherwise]).some(holds) ||
        stated.also.filter(applies).some(holds)) &&
      stated.requires.filter(applies).every(holds)
    );
  }
}

/** All bits of all sets in one case. */
export function oracleBits(program: Program, given: Case): ReadonlyMap<string, readonly boolean[]> {
  const oracle = new Oracle(given);
  return new Map(
    program.sets.map((set) => [
      set.name,
      bitsOf(set.layout).map((bit) => oracle.valueOf(set, bit)),
    ]),
  );
}

function bitOf({ bit }: Place): number {
  if (bit === undefined) throw new Error("this bit in a condition");
  return bit;
}

function combine(operator: "&" | "^" | "|" | "->", left: boolean, right: boolean): boolean {
  switch (operator) {
    case "&":
      return left && right;
    case "^":
      return left !== right;
    case "|":
      return left || right;
    case "->":
      return !left || right;
  }
}

interface KnownStated {
  readonly stated: Stated;
  /** The same in every case. */
  readonly isFixed: boolean;
}

const statedOf = new WeakMap<ProgramSet, Map<number, KnownStated>>();

/**
 * The statements that may govern a bit in some case: all that no `override` replaces in every case.
 */
export function statedFor(set: ProgramSet, bit: number): Stated {
  return knownStated(set, bit).stated;
}

function knownStated(set: ProgramSet, bit: number): KnownStated {
  const ofSet = statedOf.get(set) ?? new Map<number, KnownStated>();
  statedOf.set(set, ofSet);
  let known = ofSet.get(bit);
  if (known === undefined) {
    let isFixed = true;
    const stated = collectStated(set, bit, ({ conditions }) => {
      isFixed &&= conditions.length === 0;
      return conditions.length === 0;
    });
    ofSet.set(bit, (known = { stated, isFixed }));
  }
  return known;
}

function statedWhere(
  set: ProgramSet,
  bit: number,
  applies: (override: Conditional) => boolean,
): Stated {
  const { stated, isFixed } = knownStated(set, bit);
  return isFixed ? stated : collectStated(set, bit, applies);
}

/**
 * Collects the statements about a bit in one case, from the topmost layer down to one that replaces
 * all below.
 */
function collectStated(
  set: ProgramSet,
  bit: number,
  applies: (override: Conditional) => boolean,
): Stated {
  const layers = flatLayers(set);
  const fallback = fallbackOf(set, bit, layers);
  const isFor = (each: Flat, ...parts: readonly RuleStatement["part"][]): boolean =>
    each.statement.kind === "rule" &&
    parts.includes(each.statement.part) &&
    bitsOfTargets(each.statement.targets).has(bit);
  const ofPart = (
    part: RuleStatement["part"],
    ...replacing: readonly RuleStatement["part"][]
  ): readonly Conditional[] => {
    const found: Conditional[] = [];
    for (const layer of [...layers].reverse()) {
      const overrides = layer.filter(
        (each) => each.statement.override && isFor(each, ...replacing) && applies(withValue(each)),
      );
      const own = layer.filter(
        (each) =>
          isFor(each, part) &&
          (each.statement.override || overrides.every(({ block }) => block === each.block)),
      );
      found.unshift(...own.map(withValue));
      if (overrides.length > 0) break;
    }
    return found;
  };
  return {
    fallback,
    is: ofPart("is", "is"),
    also: ofPart("also", "is", "also"),
    requires: ofPart("requires", "requires"),
  };
}

function withValue({ statement, conditions }: Flat): Conditional {
  const applies = statement.kind === "rule" ? statement.applies : undefined;
  return { value: statement.value, conditions, applies };
}

/** A statement without its enclosing `when`s. */
interface Flat {
  readonly statement: Exclude<Statement, { kind: "when" }>;
  readonly conditions: readonly Expression[];
  /** The block in which it stands. */
  readonly block: readonly Statement[];
}

const layersBySet = new WeakMap<ProgramSet, readonly (readonly Flat[])[]>();

function flatLayers(set: ProgramSet): readonly (readonly Flat[])[] {
  const layers =
    layersBySet.get(set) ??
    layersOf(set).map(({ statements, patch }) =>
      [statements, patch].flatMap((block) => flatten(block, [], block)),
    );
  layersBySet.set(set, layers);
  return layers;
}

function fallbackOf(
  set: ProgramSet,
  bit: number,
  layers: readonly (readonly Flat[])[],
): Expression {
  const word = Math.floor(bit / 32);
  const isDefault = ({ statement }: Flat): boolean =>
    statement.kind === "default" && statement.words.length === 0;
  const isLeafDefault = ({ statement }: Flat): boolean =>
    statement.kind === "default" && statement.words.includes(word);
  const isUnnamed = ({ statement }: Flat): boolean => statement.kind === "unnamed";
  const isNamed = nameOfBit(set.layout, bit) !== undefined;
  const fallback = [
    ...(isNamed ? [] : survivors(layers, isUnnamed, isUnnamed)),
    ...survivors(layers, isLeafDefault, (each) => isLeafDefault(each) || isDefault(each)),
    ...survivors(layers, isDefault, isDefault),
  ][0];
  if (fallback === undefined) throw new Error("a set without a default");
  return fallback.value;
}

function layersOf(set: ProgramSet): readonly ProgramSet[] {
  return set.base === undefined ? [set] : [...layersOf(set.base), set];
}

function flatten(
  statements: readonly Statement[],
  conditions: readonly Expression[],
  block: readonly Statement[],
): readonly Flat[] {
  return statements.flatMap((statement) =>
    statement.kind === "when"
      ? flatten(statement.body, [...conditions, statement.condition], block)
      : [{ statement, conditions, block }],
  );
}

/**
 * The remaining defaults of one kind after each `override` replaced those of earlier layers and of
 * other blocks of its layer.
 */
function survivors(
  layers: readonly (readonly Flat[])[],
  isOfKind: (each: Flat) => boolean,
  isReplacing: (each: Flat) => boolean,
): readonly Conditional[] {
  let left: readonly Flat[] = [];
  for (const layer of layers) {
    const overrides = layer.filter((each) => each.statement.override && isReplacing(each));
    const own = layer.filter(
      (each) =>
        isOfKind(each) &&
        (each.statement.override || overrides.every(({ block }) => block === each.block)),
    );
    left = overrides.length > 0 ? own : [...left, ...own];
  }
  return left.map(withValue);
}
