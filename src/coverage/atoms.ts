/**
 * Collects the atoms of the rules: the operands in values and conditions that are neither operators
 * nor constants. The body of a class is written once, so its atoms belong to the class's
 * declaration. Where the class is used, its name is an atom.
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
  /** The atom as written, on one line. */
  readonly text: string;
  /** The enclosing rule, condition of a `when`, or class body. */
  readonly statement: Span;
  /** The bits whose rules contain the atom, without duplicates, ascending. */
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  readonly place: BitPlace;
  /** The atom, resolved in the bit's capability set. */
  readonly expr: Expr;
}

/** Coverage takes quadratic time in the number of a bit's atoms. No real policy has this many. */
const MOST_ATOMS = 1000;

export interface AtomTable {
  /** Sorted by file and place. */
  readonly atoms: readonly Atom[];
  /** The number of atoms left out because the rules of one bit have too many. */
  readonly leftOut: number;
}

/** @param files names of the files whose rules count, in order. */
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

/** Walks each rule once, however many bits it governs. */
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

/**
 * The conditions of the `when`s around a rule, as written. Conditions of overrides that replace the
 * rule are left out, since they are written elsewhere.
 */
export function conditionsOf({ condition, conditionSpans, exceptionSpans }: Rule): readonly Expr[] {
  if (condition === undefined) return [];
  const isJoined = conditionSpans.length > 1 || exceptionSpans.length > 0;
  return isJoined ? operandsOf(condition).slice(0, conditionSpans.length) : [condition];
}

/** True if the expression is an atom that can be both on and off. */
function isAtom(expr: Expr): boolean {
  if (expr.kind === "class") return !isConstant(expr.body);
  return expr.kind !== "constant" && operandsOf(expr).length === 0;
}

/** True if the expression contains no atom. */
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
