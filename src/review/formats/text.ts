/** Prints a comparison as text for a terminal. */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import type { DescribedDeclaration, DescribedSet } from "../diff.ts";
import type { RestatedRule } from "../compare/change.ts";
import type { PromiseChange } from "../promises/promise-change.ts";
import { NO_PAINT, type Paint } from "../../diagnostics/paint.ts";
import { visibleProse } from "../../diagnostics/visible-text.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import {
  consequenceText,
  findCauses,
  groupCauses,
  type CauseGroup,
} from "../describe/group-causes.ts";
import {
  acceptedText,
  beforeAndAfter,
  directionMark,
  hostsText,
  oneSideText,
  onlyText,
  shareText,
} from "../describe/change-words.ts";
import { counted, nameList } from "../../base/words.ts";
import { otherDeclarations, promiseTitle } from "../describe/promise-words.ts";
import { guestText, roleChangesIn, roleText, setNotes, toneOf } from "../describe/role-words.ts";
import { unchangedText, verdictLines, type Review } from "../describe/review.ts";
import { toldOnce } from "../describe/told-once.ts";
import type { ProgramResult } from "../programs/program-result.ts";

export function reviewText(review: Review, paint: Paint = NO_PAINT): string {
  const { programs } = review;
  const shown = toldOnce(programs).map(({ program, alsoIn }) => {
    const part = showProgram(program, programs.length > 1, paint);
    return part === "" || alsoIn === undefined ? part : `${part}${visibleProse(alsoIn)}\n`;
  });
  const unchanged = unchangedText(review);
  const last = unchanged === undefined ? "" : `\n${unchanged}\n`;
  const verdict = verdictLines(review).map((line) => `${visibleProse(line)}\n`);
  return `${verdict.join("")}${shown.join("")}${last}`;
}

/** The part about one program; empty if there is nothing to say. */
function showProgram(
  { name, oldName, change, accepted, movedTo, result }: ProgramResult,
  heading: boolean,
  paint: Paint,
): string {
  const { diff } = result;
  const lines = [
    ...(oldName === undefined ? [] : [visibleProse(`${name} was ${oldName}`)]),
    ...(change === "changed"
      ? []
      : [
          visibleProse(`${name} is ${oneSideText(change, movedTo)}`),
          ...acceptedLines("  ", accepted),
        ]),
    ...otherDeclarations(diff).flatMap(declarationLines),
    ...roleChangesIn(diff).map((each) => roleLine(each, paint)),
    ...(diff?.promises ?? []).flatMap((each) => promiseLines(each, paint)),
    ...showSets(diff?.sets ?? [], paint),
    ...(diff?.restated ?? []).flatMap((rule) => restatedLines(rule)),
  ];
  if (lines.length === 0) return "";
  return [...(heading ? ["", paint.bold(visibleProse(name))] : [""]), ...lines]
    .map((line) => `${line}\n`)
    .join("");
}

function showSets(sets: readonly DescribedSet[], paint: Paint): readonly string[] {
  const groups = groupCauses(findCauses(sets));
  return sets.flatMap((each) => {
    const { name } = each;
    const own = groups.filter(({ set }) => set === name);
    if (own.length === 0) return [];
    const notes = setNotes(each);
    const title = notes.length === 0 ? name : `${name} (${notes.join(", ")})`;
    const shown = own.slice(0, MOST_SHOWN).flatMap((group) => showGroup(group, paint));
    return [paint.bold(visibleProse(title)), ...shown, ...restLines(own.slice(MOST_SHOWN))];
  });
}

/** The largest number of cause groups to show for a set. */
const MOST_SHOWN = 200;

/** Counts the changes that are not shown. */
function restLines(groups: readonly CauseGroup[]): readonly string[] {
  if (groups.length === 0) return [];
  return [`  and ${counted(groups.length, "more change")}: caprules diff --format json`];
}

function showGroup(
  { changes, condition, accepted, consequences }: CauseGroup,
  paint: Paint,
): readonly string[] {
  const [change] = changes;
  const { direction, share, before, after, witness } = change;
  const hosts = hostsText(change);
  const only = onlyText(change);
  const guest = guestText(change);
  const tones = { gained: paint.green, lost: paint.red, both: paint.yellow, internal: paint.dim };
  const color = tones[toneOf(change)];
  const bits = nameList(changes.map(({ bit }) => bit));
  const count = changes.length > 1 ? `${changes.length} bits: ` : "";
  return [
    color(
      visibleProse(
        `  ${directionMark(direction)} ${count}${bits}${guest === undefined ? "" : ` (${guest})`}`,
      ),
    ),
    ...[
      `      when    ${condition}  (${shareText(share)})`,
      ...(only === undefined ? [] : [`      only    ${only}`]),
      ...(hosts === undefined ? [] : [`      seen    ${hosts}`]),
      ...before.flatMap((rule) => ruleLines("before", rule)),
      ...after.flatMap((rule) => ruleLines("after ", rule)),
      `      shown   by ${witness.text}: ${beforeAndAfter(witness)}`,
      ...(consequences.length > 0
        ? [`      so      ${nameList(consequences.map(consequenceText))}`]
        : []),
    ].map(visibleProse),
    ...acceptedLines("      ", accepted),
  ];
}

function ruleLines(side: string, { text, because, file, line }: StatedRule): readonly string[] {
  return [
    `      ${side}  ${text}  ${file}:${line}`,
    ...(because === undefined ? [] : [`              because "${because}"`]),
  ];
}

function acceptedLines(indent: string, accepted: ChangeAcceptance | undefined): readonly string[] {
  const text = acceptedText(accepted);
  return text === undefined ? [] : [visibleProse(`${indent}accepted  ${text}`)];
}

function promiseLines(promise: PromiseChange, paint: Paint): readonly string[] {
  const { text, file, line, isFinding, notes } = promise;
  const title = promiseTitle(promise);
  return [
    `${isFinding ? paint.yellow(title) : title} ${visibleProse(`${text}  ${file}:${line}`)}`,
    ...notes.map((note) => visibleProse(`  ${note}`)),
  ];
}

function roleLine(role: DescribedDeclaration, paint: Paint): string {
  const { kind, name, change, file = "", line = 0 } = role;
  return `${paint.yellow(visibleProse(`${kind} ${name} ${change}`))}: ${visibleProse(`${roleText(role)}  ${file}:${line}`)}`;
}

function declarationLines({
  kind,
  name,
  change,
  detail,
  accepted,
}: DescribedDeclaration): readonly string[] {
  return [
    visibleProse(`${kind} ${name} ${change}${detail === undefined ? "" : `: ${detail}`}`),
    ...acceptedLines("  ", accepted),
  ];
}

function restatedLines({ set, bits, what, before, after }: RestatedRule): readonly string[] {
  const title = what === "rule" ? "reworded, same meaning" : "only the reason changed";
  return [
    `${set}: ${nameList(bits)}: ${title}`,
    ...before.flatMap((rule) => ruleLines("before", rule)),
    ...after.flatMap((rule) => ruleLines("after ", rule)),
  ].map(visibleProse);
}
