/**
 * Shows the rules of a set as a list that needs no script: its exceptions by class, then its
 * defaults.
 */

import { stateRule } from "../evaluate/evaluate-sets.ts";
import { bitsByRule } from "../model/bits-by-rule.ts";
import { bitLabel, type BitIndex } from "../model/layout.ts";
import { isDefault, type CapabilitySet, type Rule } from "../model/model.ts";
import { addToList } from "../base/add-to-list.ts";
import { markup, NOTHING, type Markup } from "../picture/markup.ts";

interface GovernedBits {
  readonly rule: Rule;
  readonly bits: readonly BitIndex[];
}

export function ruleList(set: CapabilitySet): Markup {
  const groups = new Map<string, GovernedBits[]>();
  const rules = [...bitsByRule(set.bits.entries())].map(([rule, bits]) => ({ rule, bits }));
  for (const each of rules) addToList(groups, headingOf(each.rule), each);
  const headings = [...groups].sort(([a], [b]) => rankOf(a) - rankOf(b));
  return markup`${headings.map(([heading, members]) => ruleGroup(set, heading, members))}`;
}

const CLASS = "class ";
const OWN = "rules of their own";
const ALSO = "also";
const REQUIRES = "requires";
const DEFAULTS = "everything else";

function headingOf(rule: Rule): string {
  if (rule.className !== undefined) return `${CLASS}${rule.className}`;
  if (isDefault(rule)) return DEFAULTS;
  return rule.origin === "also" ? ALSO : rule.origin === "requires" ? REQUIRES : OWN;
}

/** Classes first, in the order of their first bit. */
function rankOf(heading: string): number {
  return [OWN, ALSO, REQUIRES, DEFAULTS].indexOf(heading);
}

function ruleGroup(set: CapabilitySet, heading: string, members: readonly GovernedBits[]): Markup {
  const count = new Set(members.flatMap(({ bits }) => bits)).size;
  const items = members.map((each) => ruleItem(set, each));
  return markup`<h4>${heading} <small>${counted(count, "bit")}</small></h4><ul class="rules">${items}</ul>
`;
}

function ruleItem({ layout }: CapabilitySet, { rule, bits }: GovernedBits): Markup {
  const { text, because, file, line } = stateRule(rule);
  const labels = bits.map((bit) => bitLabel(layout, bit));
  const governed = isDefault(rule)
    ? markup`<span class="count">${counted(bits.length, "bit")}</span>`
    : markup`<span class="bits">${labels.join(" ")}</span>`;
  const reason = because === undefined ? NOTHING : markup` <q>${because}</q>`;
  return markup`<li>${governed} <code>${text}</code>${reason} <small>${file}:${line}</small></li>`;
}

/** `1 bit`, `2 bits` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
