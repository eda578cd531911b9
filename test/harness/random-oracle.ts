/**
 * What a program means, by brute force: a second reading of the language's definition that shares
 * nothing with the compiler.
 */

import {
  bitsOf,
  bitsOfTargets,
  counterpartIn,
  entryOf,
  nameOfBit,
  wordOfBit,
  type Expression,
  type ProgramBitmap,
  type ProgramInput,
  type ProgramSet,
  type RuleStatement,
  type Statement,
} from "./random-program.ts";

/** Values of everything that comes from outside. */
export interface Case {
  /** By the name of the input: bits that are on. Bits of absent entries are off. */
  readonly bits: ReadonlyMap<string, ReadonlySet<number>>;
  /** By the name of the input: entries that are there (`entryOf`). */
  readonly present: ReadonlyMap<string, ReadonlySet<string>>;
  readonly flags: ReadonlySet<string>;
  /** Positions of values, by the name of the enum. */
  readonly values: ReadonlyMap<string, number>;
}

interface Conditional {
  readonly conditions: readonly Expression[];
  readonly value: Expression;
}

/** What is stated for one bit. */
export interface Stated {
  readonly fallback: Expression;
  readonly is: readonly Conditional[];
  readonly also: readonly Conditional[];
  readonly requires: readonly Conditional[];
}

/** Where an expression stands. */
export interface Place {
  /** Whose bits its names are. */
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

  #isPresent({ name, layout }: ProgramInput, word: number): boolean {
    const entry = entryOf(wordOfBit(layout, word * 32));
    return entry !== undefined && this.#case.present.get(name)?.has(entry) === true;
  }

  /** `(rule | every also) & every requires`. */
  #compute(set: ProgramSet, bit: number): boolean {
    const stated = statedFor(set, bit);
    const condition: Place = { set, bit: undefined, layout: set.layout };
    const applies = ({ conditions }: Conditional): boolean =>
      conditions.every((each) => this.holds(each, condition));
    const here = { set, bit, layout: set.layout };
    const holds = ({ value }: Conditional): boolean => this.holds(value, here);

    const conditional = stated.is.filter(({ conditions }) => conditions.length > 0);
    const governing = conditional.filter(applies);
    if (governing.length > 1) throw new Error("two rules apply at once: the generator is wrong");
    const plain = stated.is.find(({ conditions }) => conditions.length === 0);
    const rule = governing[0] ?? plain ?? { conditions: [], value: stated.fallback };
    return (
      (holds(rule) || stated.also.filter(applies).some(holds)) &&
      stated.requires.filter(applies).every(holds)
    );
  }
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

const statedOf = new WeakMap<ProgramSet, ReadonlyMap<number, Stated>>();

export function statedFor(set: ProgramSet, bit: number): Stated {
  let stated = statedOf.get(set);
  if (stated === undefined) statedOf.set(set, (stated = collect(set)));
  const ofBit = stated.get(bit);
  if (ofBit === undefined) throw new Error("a bit outside of its set");
  return ofBit;
}

/** One statement without the `when`s around it. */
interface Flat<S> {
  readonly statement: S;
  readonly conditions: readonly Expression[];
}

/**
 * Layer by layer. Within one, an overriding rule replaces all that is stated without `override`, by
 * this layer or an earlier one.
 */
function collect(set: ProgramSet): ReadonlyMap<number, Stated> {
  const layers = layersOf(set).map((each) => flatten([...each.statements, ...each.patch], []));
  return new Map(
    bitsOf(set.layout).map((bit) => {
      const rules = (part: RuleStatement["part"]): readonly Conditional[] =>
        layers.reduce((before: readonly Conditional[], layer) => {
          const own = layer.flatMap((each) => rulesFor(each, bit));
          return replaced(before, own, part);
        }, []);
      const fallback = fallbackFor(set, bit, layers);
      return [bit, { fallback, is: rules("is"), also: rules("also"), requires: rules("requires") }];
    }),
  );
}

function layersOf(set: ProgramSet): readonly ProgramSet[] {
  return set.base === undefined ? [set] : [...layersOf(set.base), set];
}

function flatten(
  statements: readonly Statement[],
  conditions: readonly Expression[],
): readonly Flat<Exclude<Statement, { kind: "when" }>>[] {
  return statements.flatMap((statement) =>
    statement.kind === "when"
      ? flatten(statement.body, [...conditions, statement.condition])
      : [{ statement, conditions }],
  );
}

function rulesFor(
  { statement, conditions }: Flat<Exclude<Statement, { kind: "when" }>>,
  bit: number,
): readonly Flat<RuleStatement>[] {
  if (statement.kind !== "rule" || !bitsOfTargets(statement.targets).has(bit)) return [];
  return [{ statement, conditions }];
}

function replaced(
  before: readonly Conditional[],
  own: readonly Flat<RuleStatement>[],
  part: RuleStatement["part"],
): readonly Conditional[] {
  const isReplaced = own.some(
    ({ statement }) =>
      statement.override &&
      (statement.part === part || (part === "also" && statement.part === "is")),
  );
  const kept = own
    .filter(({ statement }) => statement.part === part && (!isReplaced || statement.override))
    .map(({ statement: { value }, conditions }) => ({ value, conditions }));
  return isReplaced ? kept : [...before, ...kept];
}

/** `unnamed` for bits without a name, else the leaf's default, else the default. */
function fallbackFor(
  set: ProgramSet,
  bit: number,
  layers: readonly (readonly Flat<Statement>[])[],
): Expression {
  let byDefault: Expression | undefined;
  let ofLeaf: Expression | undefined;
  let unnamed: Expression | undefined;
  const word = Math.floor(bit / 32);
  for (const layer of layers) {
    const statements = layer.map(({ statement }) => statement);
    const defaults = statements.filter((each) => each.kind === "default");
    const general = overridingFirst(defaults.filter(({ words }) => words.length === 0));
    const own = overridingFirst(defaults.filter(({ words }) => words.includes(word)));
    const ownUnnamed = overridingFirst(statements.filter((each) => each.kind === "unnamed"));
    byDefault = general?.value ?? byDefault;
    ofLeaf = general?.override === true ? undefined : (own?.value ?? ofLeaf);
    unnamed = ownUnnamed?.value ?? unnamed;
  }
  const isNamed = nameOfBit(set.layout, bit) !== undefined;
  const fallback = (isNamed ? undefined : unnamed) ?? ofLeaf ?? byDefault;
  if (fallback === undefined) throw new Error("a set without a default");
  return fallback;
}

function overridingFirst<S extends { readonly override: boolean }>(
  statements: readonly S[],
): S | undefined {
  return statements.find(({ override }) => override) ?? statements[0];
}
