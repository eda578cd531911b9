/**
 * The atoms of the rules: what stands in their values and conditions and is no operator and no constant.
 *
 * What a class stands for is written once, so its atoms are those of its declaration, wherever it is
 * used; where it is used, its name is an atom.
 */

import type { Span } from "../base/span.ts";
import { operandsOf } from "../model/expressions.ts";
import { rulesOf, type BitGovernance, type Expr, type Model, type Rule } from "../model/model.ts";
import { orderOfAll } from "../model/order-bits.ts";
import { oneLine } from "../model/rule-text.ts";
import type { BitPlace } from "./bit-network.ts";
import { placeKey } from "./rewrite.ts";

export interface Atom {
  readonly span: Span;
  /** As written, on one line. */
  readonly text: string;
  /** Around it: the rule, the condition of a `when`, or what the class stands for. */
  readonly statement: Span;
  /** The bits in whose rules it stands, each once, ascending. */
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  readonly place: BitPlace;
  /** It, as resolved for the bit's capability set. */
  readonly expr: Expr;
}

/** Deciding what each of many atoms does takes the square of their number; so many are no policy. */
const MOST_ATOMS = 1000;

export interface AtomTable {
  /** By file and place. */
  readonly atoms: readonly Atom[];
  /** How many were left out, because the rules of a bit have too many. */
  readonly leftOut: number;
}

/** @param files names of those whose rules count, in order. */
export function collectAtoms(model: Model, files: readonly string[]): AtomTable {
  const found = new Map<string, Mutable>();
  const tooMany = new Set<string>();
  const known = rememberedAtoms(new Set(files));
  orderOfAll(model).forEach(({ set, bit }, place) => {
    const governance = set.bits[bit];
    if (governance === undefined) return;
    const placed = known(governance);
    for (const [key, { expr, statement }] of placed) {
      if (placed.size > MOST_ATOMS) tooMany.add(key);
      const atom = found.get(key) ?? { span: expr.span, statement, occurrences: [] };
      found.set(key, atom);
      atom.occurrences.push({ place, expr });
    }
  });
  const atoms = [...found]
    .filter(([key]) => !tooMany.has(key))
    .map(([, atom]): Atom => ({ ...atom, text: oneLine(atom.span) }));
  const fileOrder = new Map(files.map((name, index) => [name, index]));
  const fileOf = ({ span }: Atom): number => fileOrder.get(span.source.name) ?? 0;
  return {
    atoms: atoms.sort((a, b) => fileOf(a) - fileOf(b) || a.span.start - b.span.start),
    leftOut: tooMany.size,
  };
}

type Mutable = Omit<Atom, "occurrences" | "text"> & { readonly occurrences: Occurrence[] };

interface PlacedAtom {
  readonly expr: Expr;
  readonly statement: Span;
}

type PlacedAtoms = ReadonlyMap<string, PlacedAtom>;

/** Looks at each rule once, however many bits it governs. */
function rememberedAtoms(files: ReadonlySet<string>): (governance: BitGovernance) => PlacedAtoms {
  const ofRules = new Map<Rule, PlacedAtoms>();
  const ofGovernances = new Map<BitGovernance, PlacedAtoms>();
  const ofRule = (rule: Rule): PlacedAtoms => {
    let atoms = ofRules.get(rule);
    if (atoms === undefined) ofRules.set(rule, (atoms = atomsOfRule(rule, files)));
    return atoms;
  };
  return (governance) => {
    let atoms = ofGovernances.get(governance);
    if (atoms === undefined) {
      atoms = new Map(rulesOf(governance).flatMap((rule) => [...ofRule(rule)]));
      ofGovernances.set(governance, atoms);
    }
    return atoms;
  };
}

function atomsOfRule(rule: Rule, files: ReadonlySet<string>): PlacedAtoms {
  const atoms = new Map<string, PlacedAtom>();
  const classes = new Set<Expr>();
  const enter = (expr: Expr, statement: Span): void => {
    if (isAtom(expr) && files.has(expr.span.source.name)) {
      atoms.set(placeKey(expr), { expr, statement });
    }
    if (expr.kind !== "class") for (const each of operandsOf(expr)) enter(each, statement);
    else if (!classes.has(expr.body)) {
      classes.add(expr.body);
      enter(expr.body, expr.body.span);
    }
  };
  enter(rule.value, rule.span);
  for (const condition of conditionsOf(rule)) enter(condition, condition.span);
  return atoms;
}

/** The conditions of the `when`s around it, as they are written. Those of what replaces it stand elsewhere. */
export function conditionsOf({ condition, conditionSpans, exceptionSpans }: Rule): readonly Expr[] {
  if (condition === undefined) return [];
  const isJoined = conditionSpans.length > 1 || exceptionSpans.length > 0;
  return isJoined ? operandsOf(condition).slice(0, conditionSpans.length) : [condition];
}

/** It can be on and off. */
function isAtom(expr: Expr): boolean {
  if (expr.kind === "class") return !isConstant(expr.body);
  return expr.kind !== "constant" && operandsOf(expr).length === 0;
}

/** Nothing but constants stands in it. */
function isConstant(expr: Expr): boolean {
  const bodies = new Set<Expr>();
  const check = (each: Expr): boolean => {
    if (bodies.has(each)) return true;
    if (each.kind === "class") bodies.add(each);
    const operands = operandsOf(each);
    return operands.length === 0 ? each.kind === "constant" : operands.every(check);
  };
  return check(expr);
}
