/** A comparison as workflow commands of GitHub, which become annotations of the changed rules. */

import type { DescribedChange } from "../../comparison.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import { visibleText } from "../../diagnostics/visible-text.ts";
import { findCauses, groupCauses, type CauseGroup } from "./causes.ts";
import {
  acceptedText,
  directionMark,
  isAccepted,
  nameList,
  oftenText,
  oneSideText,
} from "./describe.ts";
import type { ProgramResult } from "./totals.ts";

/** What GitHub shows of each kind, for one step. */
const MOST_SHOWN = 10;

interface Annotation {
  readonly kind: "error" | "warning" | "notice";
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly title: string;
  readonly message: string;
}

export function showGithub(programs: readonly ProgramResult[]): string {
  const annotations = unique(programs.flatMap(annotationsOf));
  return [
    ...folded(annotations.filter(({ kind }) => kind === "error")),
    ...folded(annotations.filter(({ kind }) => kind === "warning")),
    ...folded(annotations.filter(({ kind }) => kind === "notice")),
  ]
    .map((each) => `${command(each)}\n`)
    .join("");
}

/** Own changes before their consequences, gains before losses: a gain is what a reviewer must see. */
function annotationsOf(program: ProgramResult): readonly Annotation[] {
  const { result } = program;
  const sets = result.diff?.sets ?? [];
  const own = groupCauses(findCauses(sets)).map(({ set, changes, condition }) => ({
    change: changes[0],
    annotation: changeAnnotation(bitsOf(set, changes), changes[0], condition),
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
        ),
      })),
  );
  const rank = ({ causedBy, direction }: DescribedChange): number =>
    (causedBy.length === 0 ? 0 : 3) + ["gained", "both", "lost"].indexOf(direction);
  return [
    ...result.diagnostics.new.map(diagnosticAnnotation),
    ...movedAnnotations(program),
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

/** Rules that have left the gate would not be missed in a list of changed bits. */
function movedAnnotations({ name, change, movedTo }: ProgramResult): readonly Annotation[] {
  if (movedTo === undefined || change === "changed") return [];
  const message = `${name} is ${oneSideText(change, movedTo)}`;
  return [{ kind: "warning", file: movedTo, line: 1, title: `${name} ${change}`, message }];
}

function diagnosticAnnotation(diagnostic: Diagnostic): Annotation {
  const { severity, file, line, code, message, notes } = diagnosticJson(diagnostic);
  return { kind: severity, file, line, title: code, message: [message, ...notes].join("; ") };
}

function changeAnnotation(bits: string, change: DescribedChange, condition: string): Annotation {
  const { direction, after, before, witness } = change;
  const accepted = acceptedText(change.accepted);
  const rule = after[0] ?? before[0];
  return {
    // What someone has looked at already asks for no one's attention.
    kind: isAccepted(change) ? "notice" : "warning",
    file: after.length > 0 ? rule?.file : undefined,
    line: after.length > 0 ? rule?.line : undefined,
    title: `${directionMark(direction)} ${bits}`,
    message: `changes when ${condition} (${oftenText(change)}); for example ${witness.text}${accepted === undefined ? "" : `; accepted ${accepted}`}`,
  };
}

/** The last one that is shown stands for all that are not. */
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

/** A log's line must stay one that can be read. */
const MOST_TITLES = 100;

function titleList(annotations: readonly Annotation[]): string {
  const titles = annotations.slice(0, MOST_TITLES).map(({ title }) => title);
  const more = annotations.length - titles.length;
  return `${titles.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

/** A file that has control characters in its name is not named: a log is shown in terminals, too. */
function command({ kind, file, line, title, message }: Annotation): string {
  const isNamed = file !== undefined && visibleText(file) === file;
  const properties = [
    ...(isNamed ? [`file=${property(file)}`] : []),
    ...(isNamed && line !== undefined ? [`line=${line}`] : []),
    `title=${property(visibleText(title))}`,
  ];
  return `::${kind} ${properties.join(",")}::${data(visibleText(message))}`;
}

/** As GitHub's runner escapes them, so that nothing in rules can become another command. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function unique(annotations: readonly Annotation[]): readonly Annotation[] {
  return [...new Map(annotations.map((each) => [command(each), each])).values()];
}
