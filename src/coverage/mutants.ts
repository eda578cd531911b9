/**
 * Lists all small changes of the rules: replace an operator, add or remove a `!`, replace an atom
 * or class by a constant, drop a rule that is not a default.
 */

import type { Span } from "../base/span.ts";
import { operandsOf } from "../model/expressions.ts";
import {
  rulesOf,
  type BitGovernance,
  type Expr,
  type ExprForm,
  type Model,
  type Rule,
} from "../model/model.ts";
import { orderOfAll } from "../model/order-bits.ts";
import { oneLine } from "../model/rule-text.ts";
import { conditionsOf } from "./atoms.ts";
import type { BitNetwork, BitPlace } from "./bit-network.ts";
import { dropRule, placeKey, rewriteAt, type Rewrite } from "./rewrite.ts";

export interface Mutant {
  /** The span of the changed text. */
  readonly span: Span;
  /** The change in words, such as `` `&` becomes `|` ``. */
  readonly change: string;
  /** The bits whose rules contain the changed place, ascending. */
  readonly places: readonly BitPlace[];
  readonly rewrite: Rewrite;
}

export interface MutantList {
  /** Sorted by file and place. */
  readonly mutants: readonly Mutant[];
  /**
   * The number of changes left out because they would change the order of bits or create a cycle.
   */
  readonly leftOut: number;
}

/** @param files names of the files whose rules are changed, in order. */
export function listMutants(
  model: Model,
  network: BitNetwork,
  files: readonly string[],
): MutantList {
  const { nodes, rules } = findChangeable(model, new Set(files));
  const found = [
    ...[...nodes.values()].flatMap(mutantsOfNode),
    ...[...rules.values()].map(droppedRule),
  ];
  const mutants = found.filter((each) => keepsOrder(network, each));
  const fileOrder = new Map(files.map((name, index) => [name, index]));
  const fileOf = ({ span }: Mutant): number => fileOrder.get(span.source.name) ?? 0;
  return {
    mutants: mutants.sort((a, b) => fileOf(a) - fileOf(b) || a.span.start - b.span.start),
    leftOut: found.length - mutants.length,
  };
}

/** True if the rules that come into force read only bits that are earlier in the order. */
function keepsOrder({ bitAt, canTake }: BitNetwork, { places, rewrite }: Mutant): boolean {
  return places.every((place) => {
    const { set, bit } = bitAt(place);
    const governance = set.bits[bit];
    return governance === undefined || canTake(place, rewrite.governance(governance));
  });
}

interface FoundNode {
  readonly expr: Expr;
  /** True if the expression is the operand of a `!`. */
  readonly isNegated: boolean;
  readonly places: BitPlace[];
}

interface FoundRule {
  readonly rule: Rule;
  readonly places: BitPlace[];
}

interface Changeable {
  /** By `placeKey`: one entry for each place in the text. */
  readonly nodes: ReadonlyMap<string, FoundNode>;
  readonly rules: ReadonlyMap<string, FoundRule>;
}

function findChangeable(model: Model, files: ReadonlySet<string>): Changeable {
  const nodes = new Map<string, FoundNode>();
  const rules = new Map<string, FoundRule>();
  const known = new Map<Rule, readonly RuleNode[]>();
  const nodesOf = (rule: Rule): readonly RuleNode[] => {
    let ofRule = known.get(rule);
    if (ofRule === undefined) known.set(rule, (ofRule = nodesOfRule(rule, files)));
    return ofRule;
  };
  orderOfAll(model).forEach(({ set, bit }, place) => {
    const governance = set.bits[bit];
    if (governance === undefined) return;
    // Includes replaced rules: a change may bring them into force.
    for (const { rule } of governance.stated) {
      for (const { key, expr, isNegated } of nodesOf(rule)) {
        const node = nodes.get(key) ?? { expr, isNegated, places: [] };
        nodes.set(key, node);
        // Through a class, several rules of a bit may contain the same place.
        if (node.places.at(-1) !== place) node.places.push(place);
      }
    }
    for (const rule of rulesOf(governance)) {
      if (!files.has(rule.span.source.name) || !isDroppable(governance, rule)) continue;
      const key = `${rule.span.source.name}:${rule.span.start}`;
      const found = rules.get(key) ?? { rule, places: [] };
      rules.set(key, found);
      found.places.push(place);
    }
  });
  return { nodes, rules };
}

/** True if the bit has a governance without this rule. */
function isDroppable({ base, fallback }: BitGovernance, rule: Rule): boolean {
  return rule !== base || base !== fallback;
}

interface RuleNode {
  readonly key: string;
  readonly expr: Expr;
  readonly isNegated: boolean;
}

function nodesOfRule(rule: Rule, files: ReadonlySet<string>): readonly RuleNode[] {
  const nodes: RuleNode[] = [];
  const classes = new Set<Expr>();
  const enter = (expr: Expr, isNegated: boolean): void => {
    if (files.has(expr.span.source.name)) nodes.push({ key: placeKey(expr), expr, isNegated });
    if (expr.kind !== "class") {
      if (isUnequal(expr)) return;
      for (const each of operandsOf(expr)) enter(each, expr.kind === "not");
    } else if (!classes.has(expr.body)) {
      classes.add(expr.body);
      enter(expr.body, false);
    }
  };
  for (const each of [...conditionsOf(rule), rule.value]) enter(each, false);
  return nodes;
}

function mutantsOfNode({ expr, isNegated, places }: FoundNode): readonly Mutant[] {
  const text = oneLine(expr.span);
  return changesOf(expr, isNegated).map(({ words, form }) => ({
    span: expr.span,
    change: words(text),
    places,
    rewrite: rewriteAt(expr, (each) => ({ ...form(each), span: each.span })),
  }));
}

/** `vendor != amd` is one place, though it is the negation of a comparison. */
function isUnequal(expr: Expr): boolean {
  return expr.kind === "not" && expr.operand.kind === "enum" && expr.operand.span === expr.span;
}

interface Change {
  readonly words: (text: string) => string;
  readonly form: (expr: Expr) => ExprForm;
}

function changesOf(expr: Expr, isNegated: boolean): readonly Change[] {
  switch (expr.kind) {
    case "and":
      return [swapped("&", "|", "or")];
    case "or":
      return [swapped("|", "&", "and"), swapped("|", "^", "xor")];
    case "xor":
      return [swapped("^", "|", "or"), swapped("^", "&", "and")];
    case "implies":
      return [
        {
          words: (text) => `\`->\` in \`${text}\` is turned round`,
          form: (each) =>
            each.kind === "implies"
              ? { kind: "implies", premise: each.conclusion, conclusion: each.premise }
              : each,
        },
      ];
    case "choice":
      return [
        {
          words: (text) => `\`${text}\` has its branches swapped`,
          form: (each) =>
            each.kind === "choice"
              ? { ...each, whenTrue: each.whenFalse, whenFalse: each.whenTrue }
              : each,
        },
      ];
    case "not":
      return [
        {
          words: (text) => `\`${text}\` loses its negation`,
          form: (each) => (each.kind === "not" ? each.operand : each),
        },
        ...(isUnequal(expr) ? [constant(true), constant(false)] : []),
      ];
    case "constant":
      return [constant(!expr.value)];
    case "applied":
      return [];
    case "class":
    case "this":
    case "bit":
    case "member":
    case "flag":
    case "enum":
    case "has":
      return [constant(true), constant(false), ...(isNegated ? [] : [NEGATED])];
  }
}

function swapped(from: string, to: string, kind: "and" | "or" | "xor"): Change {
  return {
    words: (text) => `\`${from}\` becomes \`${to}\` in \`${text}\``,
    form: (each) => ({ kind, operands: operandsOf(each) }),
  };
}

function constant(value: boolean): Change {
  return {
    words: (text) => `\`${text}\` becomes \`${value ? "all" : "none"}\``,
    form: () => ({ kind: "constant", value }),
  };
}

const NEGATED: Change = {
  words: (text) => `\`${text}\` is negated`,
  form: (operand) => ({ kind: "not", operand }),
};

function droppedRule({ rule, places }: FoundRule): Mutant {
  const { origin, span } = rule;
  const what = origin === "also" || origin === "requires" ? `\`${origin}\`` : "rule";
  return {
    span,
    change: `the ${what} is dropped: \`${shortened(oneLine(span))}\``,
    places,
    rewrite: dropRule(rule),
  };
}

/** In characters. */
const LONGEST = 80;

/** The statement without its reason, and cut at `LONGEST`. */
function shortened(statement: string): string {
  const text = statement.replace(/ because "(?:\\.|[^"\\])*"$/, "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
