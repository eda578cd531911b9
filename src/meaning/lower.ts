/**
 * Lowers a model to decision diagrams: the final value of every bit of every capability set, as a
 * function of inputs, flags and enumerations.
 *
 * A bit of an input reads zero while the CPUID entry of its leaf is absent. Presence is a variable of
 * its own only where the program asks for it with `has`; elsewhere an absent entry and one of zeros
 * are the same.
 */

import { FALSE, TRUE, type Bdd, type Diagram } from "../bdd/bdd.ts";
import { limitedAt, type LimitPlace } from "../base/limit.ts";
import { definitely, unreachable } from "../base/unreachable.ts";
import { counterpart } from "../model/counterpart.ts";
import { visitAtoms } from "../model/expressions.ts";
import { changedGovernances, governanceAtOrigin, originOf } from "../model/inheritance.ts";
import { bitCount, bitLabel, wordOf, type BitIndex } from "../model/layout.ts";
import {
  hasOwnRules,
  rulesOf,
  type Assumption,
  type BitGovernance,
  type Bitmap,
  type CapabilitySet,
  type Enumeration,
  type Expr,
  type Flag,
  type Input,
  type Model,
  type Rule,
  type ThisBit,
} from "../model/model.ts";
import { chooseInTurn, lowerAlternatives, type ChooseByValue } from "./alternatives.ts";
import { lowerConnective } from "./connectives.ts";
import { distinctOperands } from "./distinct-operands.ts";
import type { SlotOrder } from "./slot-order.ts";
import { chooseByValue, numberVariables, type Variables } from "./variables.ts";

/** Provides the diagrams of atoms. */
export interface Atoms {
  /** The diagram of an input's bit, or of the final value of a capability set's bit. */
  readonly bit: (bitmap: Bitmap, bit: BitIndex) => Diagram;
  readonly has: (input: Input, entry: number) => Diagram;
  readonly flag: (flag: Flag) => Diagram;
  /** True while the enumeration has one of these values, given as positions. */
  readonly enumIn: (enumeration: Enumeration, values: readonly number[]) => Diagram;
  /** Lowers all cases of an enumeration in one pass. Without it, they are lowered one by one. */
  readonly choose?: ChooseByValue;
}

/** Provides the diagrams of atoms in claims. */
export interface ClaimAtoms extends Atoms {
  /** True while the class governs the bit. */
  readonly applied: (set: CapabilitySet, bit: BitIndex, className: string) => Diagram;
}

export interface Meaning {
  readonly bdd: Bdd;
  readonly variables: Variables;
  readonly atoms: ClaimAtoms;
  /** The conjunction of all assumptions. */
  readonly assumption: Diagram;
  /** The final value of a bit. */
  readonly valueOf: (set: CapabilitySet, bit: BitIndex) => Diagram;
}

/** Marks a value that has not been computed yet. */
const UNKNOWN: Diagram = -1;

/** The variables of a model's diagrams. */
export interface Vocabulary {
  readonly variables: Variables;
  /** The CPUID entries whose presence some expression asks for, by position in their layout. */
  readonly asked: ReadonlyMap<Input, ReadonlySet<number>>;
}

export function vocabularyOf(model: Model, order?: SlotOrder): Vocabulary {
  return { variables: numberVariables(model, order), asked: askedPresences(model) };
}

/**
 * @param vocabulary the model's own variables, or those that it shares with other models.
 * @throws LimitExceeded when a diagram grows beyond the limits of `bdd`.
 */
export function lowerModel(
  bdd: Bdd,
  model: Model,
  { variables, asked }: Vocabulary = vocabularyOf(model),
): Meaning {
  const values = new Map(
    model.sets.map((set) => [set, new Int32Array(bitCount(set.layout)).fill(UNKNOWN)]),
  );
  const valueOf = (set: CapabilitySet, bit: BitIndex): Diagram => {
    const ofSet = definitely(values.get(set), "a set outside of its model");
    const known = definitely(ofSet[bit], "a bit outside of its set");
    if (known !== UNKNOWN) return known;
    const origin = originOf({ set, bit });
    const value = origin === set ? lowerOrigin(set, bit) : valueOf(origin, bit);
    ofSet[bit] = value;
    return value;
  };
  const lowerOrigin = (set: CapabilitySet, bit: BitIndex): Diagram => {
    const governance = governanceAtOrigin({ set, bit });
    return lowerGovernance(bdd, atoms, governance, { layout: set.layout, bit });
  };
  const ruleAtoms = modelAtoms(bdd, variables, asked, valueOf);
  const atoms: ClaimAtoms = {
    ...ruleAtoms,
    applied: (set, bit, className) =>
      lowerApplied(bdd, ruleAtoms, governanceAtOrigin({ set, bit }), className),
  };

  // This order keeps the recursion shallow. A bit with only a default, which most are, is lowered
  // on demand: it then depends only on defaults of earlier stages.
  for (const { set, bit } of model.order) {
    const governance = governanceAtOrigin({ set, bit });
    if (hasOwnRules(governance)) {
      limitedAt(
        () => ruledBit(set, bit, governance),
        () => valueOf(set, bit),
      );
    }
  }
  const assumption = lowerAssumptions(bdd, atoms, model.assumptions);
  return { bdd, variables, atoms, assumption, valueOf };
}

/** Names the first rule of the bit as the place of the limit. */
function ruledBit(set: CapabilitySet, bit: BitIndex, governance: BitGovernance): LimitPlace {
  const { base, fallback } = governance;
  const [first = base] = rulesOf(governance).filter((rule) => rule !== fallback);
  return {
    span: first.span,
    what: `when \`${set.name}.${bitLabel(set.layout, bit)}\` is on`,
    help: "name fewer bits in one rule, or split it over two sets",
  };
}

/** The conjunction of all assumptions. */
export function lowerAssumptions(
  bdd: Bdd,
  atoms: Atoms,
  assumptions: readonly Assumption[],
): Diagram {
  return assumptions.reduce(
    (all, each) =>
      limitedAt(
        () => assumed(each),
        () => bdd.and(all, lowerExpr(bdd, atoms, each.claim, undefined)),
      ),
    TRUE,
  );
}

function assumed({ span }: Assumption): LimitPlace {
  return {
    span,
    what: "the meaning of the assumptions up to this one",
    help: "assume only what claims and rules need, and state the relation between two bits in one `assume`",
  };
}

function modelAtoms(
  bdd: Bdd,
  variables: Variables,
  asked: ReadonlyMap<Input, ReadonlySet<number>>,
  valueOf: Meaning["valueOf"],
): Atoms {
  const has = (input: Input, entry: number): Diagram => bdd.variable(variables.has(input, entry));
  return {
    bit: (bitmap, bit) => {
      if (bitmap.kind === "caps") return valueOf(bitmap, bit);
      const raw = bdd.variable(variables.bit(bitmap, bit));
      const entry = bitmap.layout.words[wordOf(bit)]?.address?.entry;
      const isAsked = entry !== undefined && asked.get(bitmap)?.has(entry) === true;
      return isAsked ? bdd.and(has(bitmap, entry), raw) : raw;
    },
    has,
    flag: (flag) => bdd.variable(variables.flag(flag)),
    enumIn: (enumeration, values) =>
      chooseByValue(
        bdd,
        variables,
        enumeration,
        new Map(values.map((value) => [value, TRUE])),
        FALSE,
      ),
    choose: (enumeration, cases, otherwise) => {
      const given = cases.flatMap(({ values, given: own }) => {
        const diagram = own();
        return values.map((value): [number, Diagram] => [value, diagram]);
      });
      return chooseByValue(bdd, variables, enumeration, new Map(given), otherwise());
    },
  };
}

/** `(the rules that apply | every also) & every requires`. */
export function lowerGovernance(
  bdd: Bdd,
  atoms: Atoms,
  governance: BitGovernance,
  thisBit: ThisBit,
): Diagram {
  return bdd.and(
    lowerGiven(bdd, atoms, governance, thisBit),
    lowerRequirements(bdd, atoms, governance.requires, thisBit),
  );
}

/** The value of the rules that apply, or of any `also`. The order of rules does not matter. */
export function lowerGiven(
  bdd: Bdd,
  atoms: Atoms,
  { base, conditional, also }: BitGovernance,
  thisBit: ThisBit,
): Diagram {
  const valueOf = (rule: Rule): Diagram => lowerExpr(bdd, atoms, rule.value, thisBit);
  const ruled = lowerAlternatives(bdd, {
    alternatives: conditional.map((rule) => ({
      condition: definitely(rule.condition, "a conditional rule without a condition"),
      given: () => valueOf(rule),
    })),
    otherwise: () => valueOf(base),
    condition: (condition) => lowerExpr(bdd, atoms, condition, undefined),
    choose: atoms.choose ?? chooseInTurn(bdd, atoms.enumIn),
  });
  return also.reduce(
    (any, rule) => bdd.or(any, bdd.and(lowerCondition(bdd, atoms, rule), valueOf(rule))),
    ruled,
  );
}

/** All of the `requires`, each while its condition holds. */
export function lowerRequirements(
  bdd: Bdd,
  atoms: Atoms,
  requires: readonly Rule[],
  thisBit: ThisBit,
): Diagram {
  return requires.reduce((all, rule) => {
    const required = lowerExpr(bdd, atoms, rule.value, thisBit);
    return bdd.and(all, bdd.implies(lowerCondition(bdd, atoms, rule), required));
  }, TRUE);
}

function lowerCondition(bdd: Bdd, atoms: Atoms, { condition }: Rule): Diagram {
  return condition === undefined ? TRUE : lowerExpr(bdd, atoms, condition, undefined);
}

/**
 * The cases in which a rule that applies the class governs the bit, alone or together with others.
 */
export function lowerApplied(
  bdd: Bdd,
  atoms: Atoms,
  { base, conditional }: BitGovernance,
  className: string,
): Diagram {
  let applied = FALSE;
  let isConditional = FALSE;
  for (const rule of conditional) {
    const condition = lowerCondition(bdd, atoms, rule);
    isConditional = bdd.or(isConditional, condition);
    if (rule.className === className) applied = bdd.or(applied, condition);
  }
  return base.className === className ? bdd.or(applied, bdd.not(isConditional)) : applied;
}

/** @param thisBit undefined if the expression does not name "this bit". */
export function lowerExpr(
  bdd: Bdd,
  atoms: Atoms,
  expr: Expr,
  thisBit: ThisBit | undefined,
): Diagram {
  return lowerWith(bdd, atoms, undefined, expr, thisBit);
}

/** @param thisBit undefined if the claim does not name "this bit". */
export function lowerClaim(
  bdd: Bdd,
  atoms: ClaimAtoms,
  expr: Expr,
  thisBit: ThisBit | undefined,
): Diagram {
  return lowerWith(bdd, atoms, atoms.applied, expr, thisBit);
}

/** @param applied given only for claims. */
function lowerWith(
  bdd: Bdd,
  atoms: Atoms,
  applied: ClaimAtoms["applied"] | undefined,
  expr: Expr,
  thisBit: ThisBit | undefined,
): Diagram {
  // Each class body is lowered once: classes that name each other twice would double the work at
  // every level.
  let classes: Map<Expr, Diagram> | undefined;
  const lowerClass = (body: Expr): Diagram => {
    classes ??= new Map();
    const value = classes.get(body) ?? lower(body);
    classes.set(body, value);
    return value;
  };
  const thisBitOf = ({ layout: other }: Bitmap): BitIndex | undefined => {
    const { layout, bit } = definitely(thisBit, "an expression without a bit names this bit");
    const place = counterpart(layout, bit, other);
    return typeof place === "number" ? place : undefined;
  };
  const lower = (each: Expr): Diagram => {
    switch (each.kind) {
      case "constant":
        return bdd.constant(each.value);
      case "this": {
        const bit = thisBitOf(each.bitmap);
        return bit === undefined ? FALSE : atoms.bit(each.bitmap, bit);
      }
      case "applied": {
        const bit = each.bit ?? thisBitOf(each.set);
        const ask = definitely(applied, "only claims ask for a class");
        return bit === undefined ? FALSE : ask(each.set, bit, each.className);
      }
      case "bit":
        return atoms.bit(each.bitmap, each.bit);
      case "member":
        return bdd.constant(
          each.list.bits.has(definitely(thisBit, "an expression without a bit names this bit").bit),
        );
      case "class":
        return lowerClass(each.body);
      case "flag":
        return atoms.flag(each.flag);
      case "enum":
        return atoms.enumIn(each.enumeration, each.values);
      case "has":
        return atoms.has(each.input, each.entry);
      case "and":
      case "or": {
        const operands = distinctOperands(each.operands);
        return lowerConnective(bdd, { kind: each.kind, operands }, lower);
      }
      case "not":
      case "xor":
      case "implies":
      case "choice":
        return lowerConnective(bdd, each, lower);
      default:
        return unreachable(each);
    }
  };
  return lower(expr);
}

/** The CPUID entries whose presence the program asks for. */
export function askedPresences(model: Model): ReadonlyMap<Input, ReadonlySet<number>> {
  const asked = new Map<Input, Set<number>>();
  const add = (atom: Expr): void => {
    if (atom.kind !== "has") return;
    asked.set(atom.input, (asked.get(atom.input) ?? new Set()).add(atom.entry));
  };
  const governances = new Set(model.sets.flatMap((set) => [...changedGovernances(set)]));
  for (const rule of new Set([...governances].flatMap(rulesOf))) {
    visitAtoms(rule.value, add);
    if (rule.condition !== undefined) visitAtoms(rule.condition, add);
  }
  for (const { claim } of [...model.assumptions, ...model.assertions]) visitAtoms(claim, add);
  return asked;
}
