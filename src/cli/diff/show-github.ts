/** A comparison as workflow commands of GitHub, which become annotations of the changed rules. */

import type { DescribedChange } from "../../comparison.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import { acceptedText, directionMark, isAccepted, oftenText } from "./describe.ts";
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
function annotationsOf({ result }: ProgramResult): readonly Annotation[] {
  const changes = (result.diff?.sets ?? []).flatMap(({ name, changes: all }) =>
    all.map((change) => ({ name, change })),
  );
  const rank = ({ causedBy, direction }: DescribedChange): number =>
    (causedBy.length === 0 ? 0 : 3) + ["gained", "both", "lost"].indexOf(direction);
  return [
    ...result.diagnostics.new
      .filter(({ severity }) => severity === "error")
      .map(diagnosticAnnotation),
    ...[...changes]
      .sort((one, other) => rank(one.change) - rank(other.change))
      .map(({ name, change }) => changeAnnotation(name, change)),
  ];
}

function diagnosticAnnotation(diagnostic: Diagnostic): Annotation {
  const { file, line, code, message } = diagnosticJson(diagnostic);
  return { kind: "error", file, line, title: code, message };
}

function changeAnnotation(set: string, change: DescribedChange): Annotation {
  const { bit, direction, condition, after, before, witness, causedBy } = change;
  const accepted = acceptedText(change.accepted);
  const rule = after[0] ?? before[0];
  const through = causedBy.length === 0 ? "" : ` through ${causedBy.join(", ")}`;
  return {
    // What someone has looked at already asks for no one's attention.
    kind: isAccepted(change) ? "notice" : "warning",
    file: after.length > 0 ? rule?.file : undefined,
    line: after.length > 0 ? rule?.line : undefined,
    title: `${directionMark(direction)} ${set}.${bit}${through}`,
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
      message: rest.map(({ title }) => title).join(", "),
    },
  ];
}

function command({ kind, file, line, title, message }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${kind} ${properties.join(",")}::${data(message)}`;
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
