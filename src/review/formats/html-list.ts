/** Lists the changes of a comparison on a page, without scripts. */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import type { DescribedChange, DescribedDeclaration } from "../diff.ts";
import type { RestatedRule } from "../compare/change.ts";
import type { PromiseChange } from "../promises/promise-change.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import { markup, NOTHING, type Markup } from "../../picture/markup.ts";
import { counted, nameList } from "../../base/words.ts";
import { consequenceText, type CauseGroup } from "../describe/group-causes.ts";
import { promiseTitle } from "../describe/promise-words.ts";
import { guestText, roleText, toneOf } from "../describe/role-words.ts";
import {
  acceptedText,
  directionMark,
  directionText,
  hostsText,
  onlyText,
  beforeAndAfter,
  shareText,
} from "../describe/change-words.ts";

/** Longer lists of bits are folded. */
const MOST_OPEN = 24;

/**
 * The changes of a set: first changes of its own rules, then consequences.
 * @param mostListed the largest number of own changes to list; the others are counted.
 */
export function changeList(
  groups: readonly CauseGroup[],
  changes: readonly DescribedChange[],
  mostListed: number,
): Markup {
  const following = (["gained", "lost", "both"] as const).flatMap((direction) => {
    const bits = changes.filter((each) => each.causedBy.length > 0 && each.direction === direction);
    const alike = new Map<string, [DescribedChange, ...DescribedChange[]]>();
    for (const each of bits) {
      const key = acceptedText(each.accepted) ?? "";
      const known = alike.get(key);
      if (known === undefined) alike.set(key, [each]);
      else known.push(each);
    }
    return [...alike.values()].map(followingItem);
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
  const { share, before, after, witness } = change;
  const hosts = hostsText(change);
  const only = onlyText(change);
  const shown = beforeAndAfter(witness);
  return markup`<li>${bitHead(changes)}<dl>${[
    entry("when", markup`<code>${condition}</code> <small>${shareText(share)}</small>`),
    ...(only === undefined ? [] : [entry("only", markup`${only}`)]),
    ...(hosts === undefined ? [] : [entry("seen", markup`${hosts}`)]),
    ...before.map((rule) => entry("before", statedRule(rule))),
    ...after.map((rule) => entry("after", statedRule(rule))),
    entry("shown by", markup`<code>${witness.text}</code> <small>${shown}</small>`),
    ...(consequences.length === 0
      ? []
      : [entry("so", markup`<code>${nameList(consequences.map(consequenceText))}</code>`)]),
    ...acceptedEntry(accepted),
  ]}</dl></li>
`;
}

function followingItem(changes: CauseGroup["changes"]): Markup {
  const causes = [...new Set(changes.flatMap(({ causedBy }) => causedBy))];
  return markup`<li>${bitHead(changes)}<dl>${[
    entry("follows from", markup`<code>${nameList(causes)}</code>`),
    ...acceptedEntry(changes[0].accepted),
  ]}</dl></li>
`;
}

function acceptedEntry(accepted: ChangeAcceptance | undefined): readonly Markup[] {
  const text = acceptedText(accepted);
  return text === undefined ? [] : [entry("accepted", markup`${text}`)];
}

/** @param changes changes in one direction. */
function bitHead(changes: CauseGroup["changes"]): Markup {
  const [change] = changes;
  const { direction } = change;
  const guest = guestText(change);
  const title = [directionText(direction), guest ?? []].flat().join(", ");
  const note = guest === undefined ? NOTHING : markup` <small>${guest}</small>`;
  const labels = changes.map(({ bit }) => bit);
  const bits = markup`<span class="bits">${labels.join(" ")}</span>`;
  const sign = markup`<b class="sign ${toneOf(change)}-sign" title="${title}">${directionMark(direction)}</b>`;
  return labels.length > MOST_OPEN
    ? markup`${sign} <details><summary>${counted(labels.length, "bit")}</summary>${bits}</details>${note}`
    : markup`${sign} ${bits}${note}`;
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

export function roleItem(role: DescribedDeclaration): Markup {
  const { kind, name, change, file = "", line = 0 } = role;
  return markup`<li>${kind} <code>${name}</code> ${change}: ${roleText(role)} <small>${file}:${line}</small></li>
`;
}

export function promiseItem(promise: PromiseChange): Markup {
  const { text, file, line, notes } = promise;
  return markup`<li>${promiseTitle(promise)} <code>${text}</code> <small>${file}:${line}</small>${notes.map((note) => markup`<p class="note">${note}</p>`)}</li>
`;
}

/** `, accepted because "why"` */
export function acceptedNote(accepted: ChangeAcceptance | undefined): Markup {
  const text = acceptedText(accepted);
  return text === undefined ? NOTHING : markup`, accepted ${text}`;
}

/** A rule whose text or reason changes. */
export function restatedItem({ set, bits, what, before, after }: RestatedRule): Markup {
  const title = what === "rule" ? "reworded" : "only the reason changed";
  return markup`<li><code>${set}</code>: <code>${nameList(bits)}</code> ${title}<dl>${[
    ...before.map((rule) => entry("before", statedRule(rule))),
    ...after.map((rule) => entry("after", statedRule(rule))),
  ]}</dl></li>
`;
}
