/**
 * Prints a comparison as GitHub workflow commands, which become annotations of the changed rules.
 */

import type { DescribedChange, DescribedDeclaration } from "../diff.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { PromiseChange } from "../promises/promise-change.ts";
import { visibleText } from "../../diagnostics/visible-text.ts";
import { asDirection } from "../compare/roles.ts";
import { findCauses, groupCauses, isToReview, type CauseGroup } from "../describe/group-causes.ts";
import { acceptedText, directionMark, oftenText, oneSideText } from "../describe/change-words.ts";
import { nameList } from "../../base/words.ts";
import { ACCEPTED_FILE } from "../accept/accepted-file.ts";
import { promiseTitle } from "../describe/promise-words.ts";
import {
  guestText,
  isOpenSet,
  isSeen,
  roleChangesIn,
  roleText,
  unpairedSetsIn,
  unpairedSetText,
} from "../describe/role-words.ts";
import { broaderText } from "../describe/idle-words.ts";
import type { BroaderItem } from "../programs/idle-acceptances.ts";
import { summaryOf, type Review } from "../describe/review.ts";
import type { ProgramResult } from "../programs/program-result.ts";

/** The number of annotations of each kind that GitHub shows for one step. */
const MOST_SHOWN = 10;

interface Annotation {
  readonly kind: "error" | "warning" | "notice";
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly title: string;
  readonly message: string;
}

/** @param review with files named from the root of the repository. */
export function reviewAnnotations(review: Review): string {
  const { programs, idle } = review;
  const annotations = unique([
    ...programs.flatMap(annotationsOf),
    ...idle.broader.map(broaderAnnotation),
  ]);
  const commands = [
    ...folded(annotations.filter(({ kind }) => kind === "error")),
    ...folded(annotations.filter(({ kind }) => kind === "warning")),
    ...folded(annotations.filter(({ kind }) => kind === "notice")),
  ].map((each) => `${command(each)}\n`);
  return `${commands.join("")}${summaryOf(review)}\n`;
}

/**
 * Sorts own changes before consequences, and gains before losses, since a reviewer must see gains.
 */
function annotationsOf(program: ProgramResult): readonly Annotation[] {
  const { result } = program;
  const sets = result.diff?.sets ?? [];
  const own = groupCauses(findCauses(sets)).map((group) => ({
    change: group.changes[0],
    annotation: changeAnnotation(
      bitsOf(group.set, group.changes),
      group.changes[0],
      group.condition,
      group.isToReview,
    ),
  }));
  const following = sets.flatMap(({ name, changes }) =>
    changes
      .filter(({ causedBy }) => causedBy.length > 0)
      .map((change) => ({
        change,
        annotation: changeAnnotation(
          `${name}.${change.bit} through ${nameList(change.causedBy)}`,
          change,
          change.condition,
          isToReview({ change, consequences: [] }),
        ),
      })),
  );
  const rank = ({ causedBy, forGuest }: DescribedChange): number =>
    (causedBy.length === 0 ? 0 : 4) +
    ["gained", "both", "lost", undefined].indexOf(asDirection(forGuest));
  return [
    ...result.diagnostics.new.map(diagnosticAnnotation),
    ...movedAnnotations(program),
    ...roleChangesIn(result.diff).map(roleAnnotation),
    ...unpairedSetsIn(result.diff).map(unpairedAnnotation),
    ...(result.diff?.promises ?? []).filter(({ isFinding }) => isFinding).map(promiseAnnotation),
    ...[...own, ...following]
      .sort((one, other) => rank(one.change) - rank(other.change))
      .map(({ annotation }) => annotation),
  ];
}

function bitsOf(set: string, [first, ...others]: CauseGroup["changes"]): string {
  return others.length === 0
    ? `${set}.${first.bit}`
    : `${others.length + 1} bits of ${set}: ${nameList([first, ...others].map(({ bit }) => bit))}`;
}

/** Annotates rules that left the comparison, since the list of changed bits does not show them. */
function movedAnnotations({ name, change, movedTo }: ProgramResult): readonly Annotation[] {
  if (movedTo === undefined || change === "changed") return [];
  const message = `${name} is ${oneSideText(change, movedTo)}`;
  return [{ kind: "warning", file: movedTo, line: 1, title: `${name} ${change}`, message }];
}

function broaderAnnotation(item: BroaderItem): Annotation {
  const message = broaderText(item);
  return { kind: "warning", file: ACCEPTED_FILE, line: 1, title: `more than ${item.bit}`, message };
}

function diagnosticAnnotation(diagnostic: Diagnostic): Annotation {
  const { severity, file, line, code, message, notes } = diagnosticJson(diagnostic);
  return { kind: severity, file, line, title: code, message: [message, ...notes].join("; ") };
}

function roleAnnotation(role: DescribedDeclaration): Annotation {
  const { kind, name, change, file, line, accepted } = role;
  return {
    kind: accepted === undefined ? "warning" : "notice",
    file,
    line,
    title: `${kind} ${name} ${change}`,
    message: roleText(role),
  };
}

function unpairedAnnotation(set: DescribedDeclaration): Annotation {
  const { kind, name, change, file, line } = set;
  return {
    kind: isOpenSet(set) ? "warning" : "notice",
    file,
    line,
    title: `${kind} ${name} ${change}`,
    message: unpairedSetText(set),
  };
}

/** A promise that only the old side has gets no place, since annotations refer to the new side. */
function promiseAnnotation(promise: PromiseChange): Annotation {
  const { text, side, file, line, notes } = promise;
  const isThere = side === "new";
  return {
    kind: "warning",
    file: isThere ? file : undefined,
    line: isThere ? line : undefined,
    title: promiseTitle(promise),
    message: [isThere ? text : `${text} (${file}:${line})`, ...notes].join("; "),
  };
}

/**
 * @param isOpen true if the change needs review. Accepted changes, and internal ones without
 *   consequences for the guest, do not.
 */
function changeAnnotation(
  bits: string,
  change: DescribedChange,
  condition: string,
  isOpen: boolean,
): Annotation {
  const { direction, after, before, witness } = change;
  const accepted = acceptedText(change.accepted);
  const guest = isSeen(change) ? guestText(change) : "internal";
  const note = guest === undefined ? "" : ` (${guest})`;
  const rule = after[0] ?? before[0];
  return {
    kind: isOpen ? "warning" : "notice",
    file: after.length > 0 ? rule?.file : undefined,
    line: after.length > 0 ? rule?.line : undefined,
    title: `${directionMark(direction)} ${bits}${note}`,
    message: `changes when ${condition} (${oftenText(change)}); for example ${witness.text}${accepted === undefined ? "" : `; accepted ${accepted}`}`,
  };
}

/** Replaces the annotations beyond the limit by a last one that counts them. */
function folded(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= MOST_SHOWN) return annotations;
  const shown = annotations.slice(0, MOST_SHOWN - 1);
  const rest = annotations.slice(MOST_SHOWN - 1);
  const [{ kind } = { kind: "warning" as const }] = rest;
  return [
    ...shown,
    {
      kind,
      file: undefined,
      line: undefined,
      title: `${rest.length} more`,
      message: titleList(rest),
    },
  ];
}

/** The limit keeps the line in the log readable. */
const MOST_TITLES = 100;

function titleList(annotations: readonly Annotation[]): string {
  const titles = annotations.slice(0, MOST_TITLES).map(({ title }) => title);
  const more = annotations.length - titles.length;
  return `${titles.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

/** A file name with control characters is left out, because logs are also shown in terminals. */
function command({ kind, file, line, title, message }: Annotation): string {
  const isNamed = file !== undefined && visibleText(file) === file;
  const properties = [
    ...(isNamed ? [`file=${property(file)}`] : []),
    ...(isNamed && line !== undefined ? [`line=${line}`] : []),
    `title=${property(visibleText(title))}`,
  ];
  return `::${kind} ${properties.join(",")}::${data(visibleText(message))}`;
}

/**
 * Escapes text as GitHub's runner expects, so that text from rules cannot become another command.
 */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function unique(annotations: readonly Annotation[]): readonly Annotation[] {
  return [...new Map(annotations.map((each) => [command(each), each])).values()];
}
