/** Random chains of sets that extend each other, and the value of a bit computed from what each layer states. */

import type { Random } from "../fuzz/random.ts";

export type Formula =
  | { readonly kind: "this"; readonly input: InputName }
  | { readonly kind: "bit"; readonly input: InputName; readonly bit: number }
  /** The set's own bit. */
  | { readonly kind: "own"; readonly bit: number }
  | { readonly kind: "&" | "|" | "^"; readonly left: Formula; readonly right: Formula };

type InputName = "host" | "guest";

interface Statement {
  readonly kind: "default" | "rule" | "also" | "requires";
  /** The bit that the statement is about; unused for a default. */
  readonly bit: number;
  readonly value: Formula;
  readonly when: Formula | undefined;
  readonly isOverride: boolean;
}

export interface Chain {
  readonly layers: readonly (readonly Statement[])[];
  readonly text: string;
}

/** The bits that are on. */
export type Case = Readonly<Record<InputName, ReadonlySet<number>>>;

const NAMED = 6;

/** The named bits of the layout, and one without a name. */
export const BITS: readonly number[] = [...Array(NAMED).keys(), 31];

/** A bit reads own bits of lower numbers only; defaults read B0, which has a rule of its own. */
export function randomChain(random: Random): Chain {
  const layers: (readonly Statement[])[] = [];
  for (let layer = 0; layer < 5; layer++) layers.push(randomLayer(random, layers));
  const sets = layers.map((statements, layer) => {
    const head = layer === 0 ? `caps s0: tiny` : `caps s${layer} extends s${layer - 1}`;
    return `${head} {\n${statements.map((each) => `  ${statementText(each)}\n`).join("")}}\n`;
  });
  const names = Array.from({ length: NAMED }, (_, bit) => `${bit} B${bit}`).join("  ");
  const text = `layout tiny { word ONLY { ${names} } }
input host: tiny
input guest: tiny
${sets.join("")}`;
  return { layers, text };
}

export function caseOf(random: Random): Case {
  const some = (): ReadonlySet<number> => new Set(BITS.filter(() => random.below(2) === 0));
  return { host: some(), guest: some() };
}

function randomLayer(
  random: Random,
  before: readonly (readonly Statement[])[],
): readonly Statement[] {
  const isFirst = before.length === 0;
  const stated = before.flat();
  const statements: Statement[] = [];
  if (isFirst || random.below(6) === 0) {
    const value = randomFormula(random, 1, 2);
    statements.push({ kind: "default", bit: -1, value, when: undefined, isOverride: !isFirst });
  }
  for (let bit = 0; bit < NAMED; bit++) {
    const isFixed = isFirst && bit === 0;
    const has = (...kinds: readonly Statement["kind"][]): boolean =>
      stated.some((each) => each.bit === bit && kinds.includes(each.kind));
    const value = (): Formula => randomFormula(random, bit, 2);
    const when = (): Formula | undefined =>
      isFixed || random.below(3) > 0 ? undefined : randomCondition(random, bit);
    if (isFixed || random.below(4) === 0) {
      const isOverride = has("rule", "also");
      statements.push({ kind: "rule", bit, value: value(), when: when(), isOverride });
    }
    if (random.below(8) === 0) {
      statements.push({ kind: "also", bit, value: value(), when: when(), isOverride: false });
    }
    if (random.below(6) === 0) {
      const isOverride = has("requires") && random.below(2) === 0;
      statements.push({ kind: "requires", bit, value: value(), when: when(), isOverride });
    }
  }
  return statements;
}

/** @param ownBelow the own bits that it may read. */
function randomFormula(random: Random, ownBelow: number, depth: number): Formula {
  if (depth === 0 || random.below(3) === 0) {
    const atoms: readonly [Formula, ...Formula[]] = [
      { kind: "this", input: "host" },
      { kind: "this", input: "guest" },
      { kind: "bit", input: random.pick(["host", "guest"]), bit: random.below(NAMED) },
      ...(ownBelow > 0 ? [{ kind: "own", bit: random.below(ownBelow) } as const] : []),
    ];
    return random.pick(atoms);
  }
  return {
    kind: random.pick(["&", "|", "^"]),
    left: randomFormula(random, ownBelow, depth - 1),
    right: randomFormula(random, ownBelow, depth - 1),
  };
}

function randomCondition(random: Random, ownBelow: number): Formula {
  const own = ownBelow > 0 && random.below(2) === 0;
  return own
    ? { kind: "own", bit: random.below(ownBelow) }
    : { kind: "bit", input: random.pick(["host", "guest"]), bit: random.below(NAMED) };
}

function statementText({ kind, bit, value, when, isOverride }: Statement): string {
  const target = kind === "default" ? "default" : `B${bit}`;
  const verb = kind === "also" || kind === "requires" ? kind : "=";
  const text = `${isOverride ? "override " : ""}${target} ${verb} ${formulaText(value)}`;
  return when === undefined ? text : `when ${formulaText(when)} { ${text} }`;
}

function formulaText(formula: Formula): string {
  switch (formula.kind) {
    case "this":
      return formula.input;
    case "bit":
      return `${formula.input}.B${formula.bit}`;
    case "own":
      return `B${formula.bit}`;
    default:
      return `(${formulaText(formula.left)} ${formula.kind} ${formulaText(formula.right)})`;
  }
}

/** The final value of a bit in the set of a layer. */
export function valueIn(chain: Chain, layer: number, bit: number, given: Case): boolean {
  const evaluate = (formula: Formula): boolean => {
    switch (formula.kind) {
      case "this":
        return given[formula.input].has(bit);
      case "bit":
        return given[formula.input].has(formula.bit);
      case "own":
        return valueIn(chain, layer, formula.bit, given);
      case "&":
        return evaluate(formula.left) && evaluate(formula.right);
      case "|":
        return evaluate(formula.left) || evaluate(formula.right);
      case "^":
        return evaluate(formula.left) !== evaluate(formula.right);
    }
  };
  /** The last layer first: each what it states of the bit and what applies. */
  const layers = chain.layers.slice(0, layer + 1).toReversed();
  const applying = (kind: Statement["kind"]): readonly (readonly Statement[])[] =>
    layers.map((statements) =>
      statements
        .filter((each) => each.kind === kind && (each.bit === bit || kind === "default"))
        .filter(({ when }) => when === undefined || evaluate(when)),
    );
  const rules = applying("rule");
  const [ruled] = rules.flat();
  const [fallback] = applying("default").flat();
  // An `override` that applies replaces what earlier layers state, and an `also` with it.
  const overriding = rules.findIndex((own) => own.some(({ isOverride }) => isOverride));
  const also = applying("also").slice(0, overriding === -1 ? undefined : overriding + 1);
  const requires = applying("requires");
  const demanding = requires.findIndex((own) => own.some(({ isOverride }) => isOverride));
  const demanded = requires.slice(0, demanding === -1 ? undefined : demanding + 1);
  const governing = ruled ?? fallback;
  const gives = ({ value }: Statement): boolean => evaluate(value);
  const isGiven = (governing !== undefined && gives(governing)) || also.flat().some(gives);
  return isGiven && demanded.flat().every(gives);
}
