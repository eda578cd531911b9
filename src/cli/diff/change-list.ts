/** What differs, as lists of a page that can be read without scripts. */

import type { ChangeAcceptance } from "../../acceptance/accepted-change.ts";
import { addToList } from "../../base/add-to-list.ts";
import type { DescribedChange, DescribedDeclaration } from "../../comparison.ts";
import type { Direction, RestatedRule } from "../../diff/change.ts";
import type { StatedRule } from "../../evaluate/evaluate.ts";
import { markup, NOTHING, type Markup } from "../../picture/markup.ts";
import { counted } from "../print.ts";
import { type CauseGroup } from "./causes.ts";
import {
  acceptedText,
  nameList,
  directionMark,
  directionText,
  hostsText,
  onlyText,
  beforeAndAfter,
  shareText,
} from "./describe.ts";

/** More bits than these are folded. */
const MOST_OPEN = 24;

/**
 * The changes of a set: those of its own rules, then those that follow from others.
 *
 * @param mostListed so many of the former are told, and the others counted.
 */
export function changeList(
  groups: readonly CauseGroup[],
  changes: readonly DescribedChange[],
  mostListed: number,
): Markup {
  const following = (["gained", "lost", "both"] as const).flatMap((direction) => {
    const bits = changes.filter((each) => each.causedBy.length > 0 && each.direction === direction);
    const alike = new Map<string, DescribedChange[]>();
    for (const each of bits) addToList(alike, acceptedText(each.accepted) ?? "", each);
    return [...alike.values()].map((each) => followingItem(direction, each));
  });
  const more = groups.slice(mostListed);
  const rest =
    more.length === 0
      ? NOTHING
      : markup`<li>${counted(more.length, "more change")}: caprules diff --format json</li>
`;
  return markup`<ul class="rules">${groups.slice(0, mostListed).map(groupItem)}${rest}${following}</ul>
`;
}

function groupItem({ changes, condition, accepted, consequences }: CauseGroup): Markup {
  const [change] = changes;
  const { direction, share, before, after, witness } = change;
  const hosts = hostsText(change);
  const only = onlyText(change);
  const shown = beforeAndAfter(witness);
  return markup`<li>${bitHead(direction, changes)}<dl>${[
    entry("when", markup`<code>${condition}</code> <small>${shareText(share)}</small>`),
    ...(only === undefined ? [] : [entry("only", markup`${only}`)]),
    ...(hosts === undefined ? [] : [entry("seen", markup`${hosts}`)]),
    ...before.map((rule) => entry("before", statedRule(rule))),
    ...after.map((rule) => entry("after", statedRule(rule))),
    entry("shown by", markup`<code>${witness.text}</code> <small>${shown}</small>`),
    ...(consequences.length === 0
      ? []
      : [entry("so", markup`<code>${nameList(consequences)}</code>`)]),
    ...acceptedEntry(accepted),
  ]}</dl></li>
`;
}

function followingItem(direction: Direction, changes: readonly DescribedChange[]): Markup {
  const causes = [...new Set(changes.flatMap(({ causedBy }) => causedBy))];
  return markup`<li>${bitHead(direction, changes)}<dl>${[
    entry("follows from", markup`<code>${nameList(causes)}</code>`),
    ...acceptedEntry(changes[0]?.accepted),
  ]}</dl></li>
`;
}

function acceptedEntry(accepted: ChangeAcceptance | undefined): readonly Markup[] {
  const text = acceptedText(accepted);
  return text === undefined ? [] : [entry("accepted", markup`${text}`)];
}

function bitHead(direction: Direction, changes: readonly DescribedChange[]): Markup {
  const labels = changes.map(({ bit }) => bit);
  const bits = markup`<span class="bits">${labels.join(" ")}</span>`;
  const sign = markup`<b class="sign ${direction}-sign" title="${directionText(direction)}">${directionMark(direction)}</b>`;
  return labels.length > MOST_OPEN
    ? markup`${sign} <details><summary>${counted(labels.length, "bit")}</summary>${bits}</details>`
    : markup`${sign} ${bits}`;
}

function entry(term: string, text: Markup): Markup {
  return markup`<dt>${term}</dt><dd>${text}</dd>`;
}

function statedRule({ text, because, file, line }: StatedRule): Markup {
  const reason = because === undefined ? NOTHING : markup` <q>${because}</q>`;
  return markup`<code>${text}</code>${reason} <small>${file}:${line}</small>`;
}

export function declarationItem({
  kind,
  name,
  change,
  detail,
  accepted,
}: DescribedDeclaration): Markup {
  const what = detail === undefined ? NOTHING : markup`: ${detail}`;
  return markup`<li>${kind} <code>${name}</code> ${change}${what}${acceptedNote(accepted)}</li>
`;
}

/** `, accepted because "why"` */
export function acceptedNote(accepted: ChangeAcceptance | undefined): Markup {
  const text = acceptedText(accepted);
  return text === undefined ? NOTHING : markup`, accepted ${text}`;
}

/** A rule that is stated otherwise, or the reason of which is another one. */
export function restatedItem({ set, bits, what, before, after }: RestatedRule): Markup {
  const title = what === "rule" ? "stated otherwise" : "the reason is another one";
  return markup`<li><code>${set}</code>: <code>${nameList(bits)}</code> ${title}<dl>${[
    ...before.map((rule) => entry("before", statedRule(rule))),
    ...after.map((rule) => entry("after", statedRule(rule))),
  ]}</dl></li>
`;
}
