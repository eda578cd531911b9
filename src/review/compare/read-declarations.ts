/** The declarations that give a rule its meaning: a change of one is a change of every bit whose rules read it. */

import { positionAt } from "../../base/source-text.ts";
import type { Span } from "../../base/span.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import { bitsRead } from "../../model/bits-read.ts";
import { visitNodes } from "../../model/expressions.ts";
import { bitOf, layoutBit, wordOf } from "../../model/layout.ts";
import type { BitList, CapabilitySet, Expr, Rule, ThisBit } from "../../model/model.ts";
import { oneLine } from "../../model/rule-text.ts";

export interface ReadDeclaration {
  /** A key that is equal for the same declaration of another program: `set pv`. */
  readonly key: string;
  readonly stated: StatedRule;
}

const readsOfRule = new WeakMap<Rule, readonly ReadDeclaration[]>();

/** Each `class`, `set` and `enum` that the rule names, in its targets as well, directly or through others, once. */
export function declarationsRead(rule: Rule): readonly ReadDeclaration[] {
  let known = readsOfRule.get(rule);
  if (known === undefined) readsOfRule.set(rule, (known = findDeclarations(rule)));
  return known;
}

function findDeclarations({ value, condition, lists }: Rule): readonly ReadDeclaration[] {
  return declarationsIn(condition === undefined ? [value] : [condition, value], lists);
}

/**
 * Each `class`, `set` and `enum` that expressions name, directly or through others, once.
 * @param lists what else names some.
 */
export function declarationsIn(
  expressions: readonly Expr[],
  lists: readonly BitList[] = [],
): readonly ReadDeclaration[] {
  const found = new Map<string, ReadDeclaration>();
  const add = (key: string, text: string, span: Span): void => {
    if (!found.has(key)) found.set(key, { key, stated: stateAt(text, span) });
  };
  const addList = ({ name, declared, lists: inner }: BitList): void => {
    add(`set ${name}`, oneLine(declared), declared);
    inner.forEach(addList);
  };
  const visit = (expr: Expr): void => {
    if (expr.kind === "class") {
      const { name, body } = expr;
      add(`class ${name}`, `class ${name} = ${oneLine(body.span)}`, body.span);
    } else if (expr.kind === "member") addList(expr.list);
    else if (expr.kind === "enum") {
      const { name, values, span } = expr.enumeration;
      add(`enum ${name}`, `enum ${name}: ${values.join(" ")}`, span);
    }
  };
  for (const each of expressions) visitNodes(each, visit);
  lists.forEach(addList);
  return [...found.values()];
}

/** The bits of bitmaps that a rule reads for one bit, as their layouts have them. */
export function bitsOfLayouts(rule: Rule, thisBit: ThisBit): readonly ReadDeclaration[] {
  const { condition, value } = rule;
  const read = [
    ...(condition === undefined ? [] : bitsRead(condition, undefined)),
    ...bitsRead(value, thisBit),
  ];
  return read.flatMap(({ bitmap: { name, layout }, bit }): ReadDeclaration[] => {
    const word = layout.words[wordOf(bit)];
    const named = layoutBit(layout, bit);
    if (word === undefined || named === undefined) return [];
    const text = `${word.name}[${bitOf(bit)}] ${named.name}, as ${name} has it`;
    return [{ key: text, stated: stateAt(text, named.span) }];
  });
}

const declarationsOfSet = new WeakMap<CapabilitySet, ReadonlyMap<string, ReadDeclaration>>();

/** The declarations that the rules of a set read, by key. */
export function declarationsOf(set: CapabilitySet): ReadonlyMap<string, ReadDeclaration> {
  let known = declarationsOfSet.get(set);
  if (known === undefined) {
    const all = [...rulesIn(set)].flatMap(declarationsRead);
    declarationsOfSet.set(set, (known = new Map(all.map((each) => [each.key, each]))));
  }
  return known;
}

/** All rules of a set, each once. */
export function rulesIn({ bits }: CapabilitySet): ReadonlySet<Rule> {
  return new Set(
    [...new Set(bits)].flatMap(({ base, fallback, conditional, also, requires }) => [
      base,
      fallback,
      ...conditional,
      ...also,
      ...requires,
    ]),
  );
}

function stateAt(text: string, { source, start }: Span): StatedRule {
  const { line } = positionAt(source, start);
  return { text, because: undefined, isDefault: false, file: source.name, line };
}
