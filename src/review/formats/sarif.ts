/**
 * Converts a comparison to SARIF 2.1.0, for GitHub code scanning and editors: one result for each
 * changed bit.
 */

import type { Invocation, Location, Log, PropertyBag, ReportingDescriptor, Result } from "sarif";

import { addToList } from "../../base/add-to-list.ts";
import { positionAt } from "../../base/source-text.ts";
import type { Span } from "../../base/span.ts";
import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import type { DescribedChange, DescribedSet } from "../diff.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { rolesOf } from "../compare/roles.ts";
import type { StatedRule } from "../../evaluate/evaluate-sets.ts";
import { counted } from "../../base/words.ts";
import {
  acceptedText,
  beforeAndAfter,
  directionText,
  isAccepted,
  oftenText,
} from "../describe/change-words.ts";
import { findCauses, isToReview, type Cause } from "../describe/group-causes.ts";
import { promisesOf } from "../describe/promise-words.ts";
import { guestText, isSeen, roleChangesOf, unpairedSetsIn } from "../describe/role-words.ts";
import {
  BROADER_RULES,
  broaderResult,
  PROMISE_RULES,
  promiseResult,
  ROLE_RULES,
  roleResult,
  SET_RULES,
  unpairedSetResult,
} from "./sarif-findings.ts";
import { artifactUri, messageText, suppressions } from "./sarif-parts.ts";
import { summaryOf, type Review } from "../describe/review.ts";
import type { ProgramResult } from "../programs/program-result.ts";

const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * Errors of either side are results, too, and mark the run as failed.
 *
 * @param review with files named from the root of the repository.
 * @param version of caprules.
 */
export function reviewSarif(review: Review, version: string): Log {
  const { programs, totals, assumed, idle } = review;
  const told = unique(programs.flatMap(diagnosticResults));
  const errors = told.filter(({ level }) => level === "error");
  const changes = mergePrograms(programs.flatMap(changeResults));
  const promises = promisesOf(programs).filter(({ isFinding }) => isFinding);
  const roles = roleChangesOf(programs);
  const sets = unique(
    programs.flatMap(({ result }) => unpairedSetsIn(result.diff).map(unpairedSetResult)),
  );
  const results = [
    ...told,
    ...roles.map(roleResult),
    ...sets,
    ...promises.map(promiseResult),
    ...idle.broader.map(broaderResult),
    ...changes.slice(0, MOST_CHANGES),
  ];
  const hasSuppressed = results.some((result) => result.suppressions !== undefined);
  const codes = new Set(told.flatMap(({ ruleId }) => ruleId ?? []));
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "caprules",
            version,
            rules: [
              ...DIRECTION_RULES,
              ...(roles.length === 0 ? [] : ROLE_RULES),
              ...(sets.length === 0 ? [] : SET_RULES),
              ...(promises.length === 0 ? [] : PROMISE_RULES),
              ...(idle.broader.length === 0 ? [] : BROADER_RULES),
              ...[...codes].sort().map((id) => ({ id })),
            ],
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          { executionSuccessful: errors.length === 0, ...restNotification(changes.length) },
        ],
        // SARIF requires `suppressions` on all results if any result has them.
        results: hasSuppressed
          ? results.map((result) => ({ suppressions: [], ...result }))
          : results,
        properties: {
          summary: summaryOf(review),
          assumed: [...assumed],
          undecided: totals.undecided,
          ...programProperties(programs),
        },
      },
    ],
  };
}

function programProperties(programs: readonly ProgramResult[]): PropertyBag {
  return {
    programs: programs.map(({ name, change, accepted, movedTo }) => ({
      name,
      change,
      ...(movedTo === undefined ? {} : { movedTo }),
      ...acceptedProperty(accepted),
    })),
    declarations: programs.flatMap(({ result }) =>
      (result.diff?.declarations ?? []).map(({ accepted, ...declaration }) => ({
        ...declaration,
        ...acceptedProperty(accepted),
      })),
    ),
  };
}

/** GitHub shows no more results of a run. */
const MOST_CHANGES = 5000;

function restNotification(changes: number): Pick<Invocation, "toolExecutionNotifications"> {
  const left = changes - MOST_CHANGES;
  if (left <= 0) return {};
  const text = `${counted(left, "more change")}: caprules diff --format json`;
  return { toolExecutionNotifications: [{ level: "note", message: { text } }] };
}

const DIRECTION_RULES: readonly ReportingDescriptor[] = (["gained", "lost", "both"] as const).map(
  (id) => ({
    id,
    shortDescription: { text: `A bit is ${directionText(id)}.` },
    defaultConfiguration: { level: "warning" },
  }),
);

function diagnosticResults({ result }: ProgramResult): readonly Result[] {
  return (["old", "new"] as const).flatMap((side) =>
    result.diagnostics[side].map((diagnostic) => diagnosticResult(diagnostic, side)),
  );
}

function diagnosticResult(diagnostic: Diagnostic, side: "old" | "new"): Result {
  const { code, message, notes, help } = diagnosticJson(diagnostic);
  return {
    ruleId: code,
    level: diagnostic.severity,
    message: { text: messageText(`${message} (in the ${side} rules)`) },
    locations: diagnostic.span === undefined ? [] : [spanLocation(diagnostic.span)],
    properties: { side, notes, ...(help === undefined ? {} : { help }) },
  };
}

function spanLocation({ source, start, end }: Span): Location {
  const first = positionAt(source, start);
  const last = positionAt(source, end);
  const region = {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
  return { physicalLocation: { artifactLocation: { uri: artifactUri(source.name) }, region } };
}

/** A result with the program in which the bit changes. */
interface ChangeResult {
  readonly program: string;
  readonly result: Result;
}

function changeResults({ name, result }: ProgramResult): readonly ChangeResult[] {
  const sets = result.diff?.sets ?? [];
  const causes = new Map(findCauses(sets).map((cause) => [cause.change, cause]));
  return sets.flatMap((set) =>
    set.changes.map((change) => ({
      program: name,
      result: changeResult(set, change, causes.get(change)),
    })),
  );
}

/**
 * A consequence is a note, since its cause is what needs review. A change of an internal set is a
 * note unless it has consequences that need review.
 * @param cause the change with its consequences; undefined for a consequence.
 */
function changeResult(
  { name: set, sides }: DescribedSet,
  change: DescribedChange,
  cause: Cause | undefined,
): Result {
  const { bit, word, direction, condition, share, witness, before, after } = change;
  const { causedBy, isWhole, forGuest } = change;
  const through = causedBy.length === 0 ? "" : ` through ${causedBy.join(", ")}`;
  const shown = `${witness.text}: ${beforeAndAfter(witness)}`;
  const accepted = acceptedText(change.accepted);
  const also = accepted === undefined ? "" : `; accepted ${accepted}`;
  const guest = isSeen(change) ? guestText(change) : "internal";
  const note = guest === undefined ? "" : ` (${guest})`;
  const isWarning = cause !== undefined && (isSeen(change) || isToReview(cause));
  const text = `${set}.${bit} is ${directionText(direction)}${note}${through}, when ${condition} (${oftenText(change)}); for example ${shown}${also}`;
  const rule = after[0] ?? before[0];
  return {
    ruleId: direction,
    level: isWarning ? "warning" : "note",
    message: { text: messageText(text) },
    locations: rule === undefined ? [] : [ruleLocation(rule, `${set}.${bit}`)],
    ...suppressed(change),
    partialFingerprints: { "caprulesChange/v1": `${set}.${bit} ${direction}` },
    properties: {
      set,
      role: rolesOf(sides).new,
      bit,
      word,
      forGuest: [...forGuest],
      condition,
      isWhole,
      share,
      ...(change.onlyWhere.length === 0 ? {} : { onlyWhere: change.onlyWhere }),
      ...(change.hosts === undefined ? {} : { hosts: change.hosts }),
      witness: { text: witness.text, before: witness.before, after: witness.after },
      before,
      after,
      causedBy,
      ...acceptedProperty(change.accepted),
    },
  };
}

/** Suppresses a change only if it is accepted in every case. */
function suppressed(change: DescribedChange): Pick<Result, "suppressions"> {
  return isAccepted(change) ? suppressions(change.accepted) : {};
}

function acceptedProperty(accepted: ChangeAcceptance | undefined): object {
  if (accepted === undefined) return {};
  const { because, except } = accepted;
  return { accepted: { because: [...because], ...(except === undefined ? {} : { except }) } };
}

function ruleLocation({ file, line }: StatedRule, bit: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: artifactUri(file) },
      region: { startLine: line },
    },
    logicalLocations: [{ fullyQualifiedName: bit, kind: "member" }],
  };
}

/** Merges equal results of several programs into one that names all programs. */
function mergePrograms(changes: readonly ChangeResult[]): readonly Result[] {
  const programsOf = new Map<string, string[]>();
  const results = new Map<string, Result>();
  for (const { program, result } of changes) {
    const key = JSON.stringify(result);
    results.set(key, result);
    addToList(programsOf, key, program);
  }
  return [...results].map(([key, result]) => ({
    ...result,
    properties: { ...result.properties, programs: programsOf.get(key) ?? [] },
  }));
}

function unique(results: readonly Result[]): readonly Result[] {
  return [...new Map(results.map((each) => [JSON.stringify(each), each])).values()];
}
