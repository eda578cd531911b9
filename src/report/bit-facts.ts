/** The facts of one bit of a capability set. */

import { stateRule, type StatedRule } from "../evaluate/evaluate-sets.ts";
import { setBitName } from "../model/label-bits.ts";
import { bitLabel, layoutBit, type BitIndex } from "../model/layout.ts";
import type { BitGovernance, CapabilitySet, Rule } from "../model/model.ts";
import type { BitLinks, Dependencies } from "./dependencies.ts";
import type { CellKind, Fact, FactEntry } from "../picture/picture.ts";

/** The formula of a bit over inputs; undefined if it is too long or not needed. */
export type FormulaOf = (set: CapabilitySet, bit: BitIndex) => string | undefined;

/** Further links are only counted. */
const MOST_LINKS = 64;

export function kindOf({ base, conditional, also, requires }: BitGovernance): CellKind {
  if (conditional.length > 0) return "conditional";
  if (base.origin === "bit" || base.origin === "class") return base.origin;
  if (also.length + requires.length > 0) return "restricted";
  if (base.origin === "unnamed") return "unnamed";
  return base.origin === "leaf default" ? "leaf" : "default";
}

/** The rules of each bit of a set, as facts. Bits with the same governance share them. */
export function ruleFacts({ bits }: CapabilitySet): readonly (readonly Fact[])[] {
  const shared = new Map<BitGovernance, readonly Fact[]>();
  return bits.map((governance) => {
    const known = shared.get(governance) ?? governanceFacts(governance);
    shared.set(governance, known);
    return known;
  });
}

/** The facts of each bit of a set: its rules, its formula, and the bits that read it. */
export function bitFacts(
  set: CapabilitySet,
  dependencies: Dependencies,
  formulaOf: FormulaOf,
): readonly (readonly Fact[])[] {
  return ruleFacts(set).map((facts, bit) => {
    const formula = formulaOf(set, bit);
    return [
      ...facts,
      ...(formula === undefined
        ? []
        : [{ term: "after substitution", entries: [{ code: formula }] }]),
      ...linkFacts("reads", dependencies.readsOf({ set, bit })),
      ...linkFacts("read by", dependencies.readersOf({ set, bit })),
    ];
  });
}

function governanceFacts({
  base,
  fallback,
  conditional,
  also,
  requires,
}: BitGovernance): readonly Fact[] {
  return [
    fact("when", conditional.map(ruleEntry)),
    fact(conditional.length > 0 ? "otherwise" : "rule", [ruleEntry(base)]),
    fact("also", also.map(ruleEntry)),
    fact("requires", requires.map(ruleEntry)),
    fact("instead of", base === fallback ? [] : [ruleEntry(fallback)]),
  ].flat();
}

function fact(term: string, entries: readonly FactEntry[]): readonly Fact[] {
  return entries.length === 0 ? [] : [{ term, entries }];
}

function ruleEntry(rule: Rule): FactEntry {
  return statedRuleEntry(stateRule(rule));
}

export function statedRuleEntry({ text, because, file, line }: StatedRule): FactEntry {
  return { code: text, text: because, place: `${file}:${line}` };
}

function linkFacts(term: string, { sameBit, others }: BitLinks): readonly Fact[] {
  return linksFact(term, [...sameBit.map(({ name }) => `${name}.`), ...others.map(setBitName)]);
}

/** Returns no fact if there are no links. */
export function linksFact(term: string, links: readonly string[]): readonly Fact[] {
  const more = links.length - MOST_LINKS;
  if (more <= 0) return fact(term, links.length === 0 ? [] : [{ links }]);
  return fact(term, [{ links: links.slice(0, MOST_LINKS) }, { text: `and ${more} more` }]);
}

/** The description of a bit, and its aliases. */
export function bitAbout({ layout }: CapabilitySet, bit: BitIndex): string {
  const named = layoutBit(layout, bit);
  if (named === undefined) return "";
  const { description, aliases, name } = named;
  const label = bitLabel(layout, bit);
  const others = aliases.filter((alias) => alias !== name && alias !== label);
  const known = others.length === 0 ? [] : [`also called ${others.join(", ")}`];
  return [...(description === undefined ? [] : [description]), ...known].join("; ");
}
