/**
 * Prints a comparison as Markdown for a comment on a pull request: the summary is visible, details
 * are folded.
 */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import { type Diagnostic, isError } from "../../diagnostics/diagnostic.ts";
import type { DescribedDeclaration, DescribedSet } from "../diff.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { PromiseChange } from "../promises/promise-change.ts";
import type { RestatedRule } from "../compare/change.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import {
  consequenceText,
  findCauses,
  groupCauses,
  type CauseGroup,
} from "../describe/group-causes.ts";
import { COMMENT_MARK } from "../describe/comment-marks.ts";
import { beforeAndAfter, directionMark, oftenText, oneSideText } from "../describe/change-words.ts";
import { counted, nameList } from "../../base/words.ts";
import { broaderText, firstOf } from "../describe/idle-words.ts";
import type { IdleAcceptances } from "../programs/idle-acceptances.ts";
import { verdictLines, type Review } from "../describe/review.ts";
import { otherDeclarations, promisesOf, promiseTitle } from "../describe/promise-words.ts";
import { guestText, roleChangesOf, roleText, setNotes } from "../describe/role-words.ts";
import { toldOnce } from "../describe/told-once.ts";
import type { ProgramResult } from "../programs/program-result.ts";

/** In UTF-16 units; a comment on GitHub holds 65,535. */
const LONGEST = 65_000;

export function reviewMarkdown(review: Review): string {
  const { programs, idle } = review;
  const verdict = `**Rules:** ${verdictLines(review).map(inline).join("\n\n")}`;
  const head = [COMMENT_MARK, verdict, "", ...idleLines(idle), ""].join("\n");
  const groups = programs.flatMap(({ result }) => groupsOf(result.diff?.sets ?? []));
  const promises = promisesOf(programs).filter(({ isFinding }) => isFinding);
  const hasAccepted = groups.some(({ accepted }) => accepted !== undefined);
  const rows = groups.map((group) =>
    hasAccepted ? `${tableRow(group)} ${acceptedProse(group.accepted)} |` : tableRow(group),
  );
  const columns = hasAccepted
    ? ["| | bit | when | how often | so also | accepted |", "|-|-|-|-|-|-|"]
    : ["| | bit | when | how often | so also |", "|-|-|-|-|-|"];
  const table = rows.length === 0 ? [] : [...columns, ...unique(rows), ""];
  const findings = [...roleChangesOf(programs).map(roleLine), ...promises.map(promiseLine)];
  const found = findings.length === 0 ? [] : [...findings, ""];
  return fitting(head, [
    found.join("\n"),
    table.join("\n"),
    ...toldOnce(programs).map(({ program, alsoIn }) => {
      const part = details(program, programs.length > 1);
      return part === "" || alsoIn === undefined ? part : `${part}\n${inline(alsoIn)}\n`;
    }),
  ]);
}

/** Lists idle and broad acceptances, which their author should correct. */
function idleLines({ stale, unreadable, broader }: IdleAcceptances): readonly string[] {
  const lines = [
    ...broader.map((each) => `- ${inline(broaderText(each))}`),
    ...unreadable.map(
      ({ item: { acceptance, program }, problem }) =>
        `- acceptance ${acceptance} cannot be read against ${code(program)}: ${inline(problem)}`,
    ),
    ...firstOf(stale).map((text) => `- accepted, but does not change: ${inline(text)}`),
  ];
  return lines.length === 0 ? [] : [...lines, ""];
}

/** Appends as many whole parts as fit, and counts the rest. */
function fitting(head: string, parts: readonly string[]): string {
  let text = head;
  let left = 0;
  for (const part of parts) {
    if (part === "") continue;
    const lines = part.split("\n");
    const isTooLong = text.length + part.length > LONGEST - 200;
    if (!isTooLong) text += `${part}\n`;
    else if (part.startsWith("| |")) {
      const room = Math.max(0, LONGEST - 400 - text.length);
      let shown = "";
      let count = 0;
      for (const line of lines) {
        if (shown.length + line.length > room) break;
        shown += `${line}\n`;
        count++;
      }
      text += `${shown}\n${lines.length - count} more rows do not fit here.\n`;
    } else left++;
  }
  return left === 0
    ? text
    : `${text}\nDetails of ${counted(left, "program")} do not fit here: run \`caprules diff\`.\n`;
}

/** The causes in a set, and the notes beside its name. */
type TitledGroup = CauseGroup & { readonly notes: readonly string[] };

function groupsOf(sets: readonly DescribedSet[]): readonly TitledGroup[] {
  const notes = new Map(sets.map((each) => [each.name, setNotes(each)]));
  return groupCauses(findCauses(sets)).map((group) => ({
    ...group,
    notes: notes.get(group.set) ?? [],
  }));
}

function tableRow(group: TitledGroup): string {
  const { changes, condition, consequences } = group;
  const [change] = changes;
  const { direction } = change;
  const often = inline(oftenText(change));
  const so = consequences.length === 0 ? "" : cellCode(nameList(consequences.map(consequenceText)));
  return `| ${directionMark(direction)} | ${bitsOf(group)} | ${cellCode(condition)} | ${often} | ${so} |`;
}

/** Empty if the change is not accepted. */
function acceptedProse(accepted: ChangeAcceptance | undefined): string {
  if (accepted === undefined) return "";
  const { because, except } = accepted;
  const reasons = because.map((each) => `“${inline(each)}”`).join(" and ");
  return `because ${reasons}${except === undefined ? "" : `, but not when ${code(except)}`}`;
}

function bitsOf({ set, notes, changes }: TitledGroup): string {
  const [change] = changes;
  const bits =
    changes.length === 1
      ? code(`${set}.${change.bit}`)
      : `${changes.length} bits of ${code(set)}: ${code(nameList(changes.map((each) => each.bit)))}`;
  const all = [...notes, guestText(change) ?? []].flat();
  return all.length === 0 ? bits : `${bits} (${inline(all.join(", "))})`;
}

function details(
  { name, oldName, change, accepted, movedTo, result }: ProgramResult,
  heading: boolean,
): string {
  const { diff } = result;
  const errors = (["old", "new"] as const).flatMap((side) =>
    result.diagnostics[side].filter(isError).map((each) => errorLine(side, each)),
  );
  const warnings = result.diagnostics.new
    .filter((each) => !isError(each))
    .map((each) => warningLines(each));
  const body = [
    ...(accepted === undefined ? [] : [`- accepted ${acceptedProse(accepted)}`]),
    ...(movedTo === undefined || change === "changed"
      ? []
      : [`- file ${code(name)} is ${inline(oneSideText(change, movedTo))}`]),
    ...(oldName === undefined ? [] : [`- file ${code(name)} was ${code(oldName)}`]),
    ...errors.slice(0, MOST_ERRORS),
    ...(errors.length > MOST_ERRORS ? [`- ${errors.length - MOST_ERRORS} more errors`] : []),
    ...warnings,
    ...otherDeclarations(diff).map(declarationLine),
    ...(diff?.promises ?? []).filter(({ isFinding }) => !isFinding).map(promiseLine),
    ...groupsOf(diff?.sets ?? []).map(groupDetails),
    ...(diff?.restated ?? []).map(restatedDetails),
  ];
  if (body.length === 0) return "";
  const title =
    errors.length > 0
      ? "Errors"
      : change === "changed"
        ? "Rules before and after, with a case each"
        : `File ${change}`;
  return [
    `<details${errors.length > 0 ? " open" : ""}><summary>${heading ? `${html(visible(name))}: ` : ""}${title}</summary>`,
    "",
    ...body,
    "",
    "</details>",
    "",
  ].join("\n");
}

const MOST_ERRORS = 20;

function errorLine(side: "old" | "new", diagnostic: Diagnostic): string {
  const { code: id, message, file, line } = diagnosticJson(diagnostic);
  const place =
    file === undefined ? "" : ` (${inline(line === undefined ? file : `${file}:${line}`)})`;
  return `- ${id} in the ${side} rules${place}: ${inline(message)}`;
}

function warningLines(diagnostic: Diagnostic): string {
  const notes = diagnostic.notes.map((note) => `\n  - ${inline(note)}`);
  return [errorLine("new", diagnostic), ...notes].join("");
}

function groupDetails(group: TitledGroup): string {
  const [{ direction, before, after, witness }] = group.changes;
  return [
    `- ${directionMark(direction)} ${bitsOf(group)}`,
    ...before.map((rule) => `  - before: ${ruleText(rule)}`),
    ...after.map((rule) => `  - after: ${ruleText(rule)}`),
    `  - for example: ${code(witness.text)}: ${beforeAndAfter(witness)}`,
  ].join("\n");
}

function ruleText({ text, because, file, line }: StatedRule): string {
  const reason = because === undefined ? "" : `, because “${inline(because)}”`;
  return `${code(text)} (${inline(`${file}:${line}`)})${reason}`;
}

function declarationLine({ kind, name, change, detail, accepted }: DescribedDeclaration): string {
  const what = detail === undefined ? "" : `: ${inline(detail)}`;
  const who = accepted === undefined ? "" : `, accepted ${acceptedProse(accepted)}`;
  return `- ${kind} ${code(name)} ${change}${what}${who}`;
}

function roleLine(role: DescribedDeclaration): string {
  const { name, file = "", line = 0 } = role;
  return `- role of set ${code(name)} changed: ${inline(roleText(role))} (${inline(`${file}:${line}`)})`;
}

function promiseLine(promise: PromiseChange): string {
  const { text, file, line, notes } = promise;
  const also = notes.map((note) => `: ${inline(note)}`).join("");
  return `- ${promiseTitle(promise)}: ${code(text)} (${inline(`${file}:${line}`)})${also}`;
}

function restatedDetails({ set, bits, what, before, after }: RestatedRule): string {
  const title = what === "rule" ? "reworded, same meaning" : "only the reason changed";
  return [
    `- ${code(set)}: ${code(nameList(bits))}: ${title}`,
    ...before.map((rule) => `  - before: ${ruleText(rule)}`),
    ...after.map((rule) => `  - after: ${ruleText(rule)}`),
  ].join("\n");
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}

/** User text as code in a table, where a bar would end the cell even within code. */
function cellCode(text: string): string {
  return code(text).replaceAll("|", "\\|");
}

/** User text as a code span: on one line, with more back-ticks than any run in the text. */
function code(text: string): string {
  const flat = visible(text);
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${flat}${fence}` : `${fence} ${flat} ${fence}`;
}

/** User text as prose, with all markup escaped. */
function inline(text: string): string {
  return html(visible(text)).replace(/[\\`*_{}[\]()#+!|~@<>-]/g, (character) =>
    character === "+" || character === "-" || character === "(" || character === ")"
      ? character
      : `\\${character}`,
  );
}

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Replaces line breaks and invisible characters by spaces. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
