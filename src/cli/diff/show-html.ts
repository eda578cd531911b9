/**
 * Builds one HTML page of a comparison: the summary, then each changed set as a picture and as a
 * list.
 */

import type { DescribedSet } from "../../comparison.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { markup, NOTHING, type Markup } from "../../picture/markup.ts";
import { picturePage, picturePlace } from "../../picture/picture-page.ts";
import type { PictureGrid } from "../../picture/picture.ts";
import { counted } from "../print.ts";
import {
  acceptedNote,
  changeList,
  declarationItem,
  promiseItem,
  restatedItem,
  roleItem,
} from "./change-list.ts";
import { changePicture, followersOf } from "./change-picture.ts";
import { oneSideText } from "./describe.ts";
import { findCauses, groupCauses } from "./causes.ts";
import { otherDeclarations } from "./promises.ts";
import { roleChangesIn, setNotes } from "./roles.ts";
import { broaderText } from "./show-idle.ts";
import type { BroaderItem, IdleAcceptances } from "./stale-acceptances.ts";
import type { ProgramResult } from "./totals.ts";

export interface HtmlRequest {
  readonly programs: readonly ProgramResult[];
  /** The sides in words. */
  readonly titles: { readonly old: string; readonly new: string };
  readonly summary: string;
  readonly assumed: readonly string[];
  /** The number of programs with the same files on both sides. */
  readonly unchanged: number;
  readonly idle: IdleAcceptances;
}

/** @returns the text of a self-contained HTML file. */
export function showHtml({
  programs,
  titles,
  summary,
  assumed,
  unchanged,
  idle,
}: HtmlRequest): Promise<string> {
  const isOne = programs.length === 1;
  const bounds = boundsOf(programs);
  const parts = [
    ...programs.flatMap((program) => programParts(program, titles, bounds, isOne)),
    ...listPart("Acceptances", "", idle.broader.map(broaderEntry)),
  ];
  const grids = parts.flatMap(({ grid }) => (grid === undefined ? [] : [grid]));
  const sections = parts.map(({ title, about, grid, list }, at) => {
    const place =
      grid === undefined
        ? NOTHING
        : markup`${picturePlace(grids.indexOf(grid), grid.name)}
`;
    return markup`<section id="${partId(at)}"><h2>${title} <small>${about}</small></h2>${place}${list}</section>
`;
  });
  return picturePage({
    origin: `${titles.old} and ${titles.new}`,
    title: `Change of rules: ${titles.old} → ${titles.new}`,
    lead: lead(summary, assumed, unchanged),
    picture: { grids },
    listed: "all changes",
    contents: parts.map(({ title, about, grid }, at) => ({
      title: grid === undefined && about !== "" ? `${about}: ${title}` : title,
      target: partId(at),
    })),
    body: markup`${sections}`,
  });
}

function lead(summary: string, assumed: readonly string[], unchanged: number): Markup {
  const where = assumed.map((each, at) => markup`${at === 0 ? "" : " and "}<code>${each}</code>`);
  return markup`<p class="summary">${summary}</p>${[
    ...(where.length === 0 ? [] : [markup`<p>where ${where}</p>`]),
    ...(unchanged === 0 ? [] : [markup`<p>Unchanged: ${counted(unchanged, "other program")}</p>`]),
  ]}`;
}

/** Numbered, because a set's name may clash with another id of the page. */
function partId(at: number): string {
  return `part${at}`;
}

/** A section of the page. */
interface Part {
  readonly title: string;
  readonly about: string;
  readonly grid: PictureGrid | undefined;
  readonly list: Markup;
}

/** Limits for each set, so that the page of an enormous change still opens. */
interface Bounds {
  /** The number of changed bits for which the picture has all facts. */
  readonly told: number;
  /** The number of changes in the list. */
  readonly listed: number;
}

/** Limits for all sets of a page together. */
const MOST_TOLD = 800;
const MOST_LISTED = 400;

function boundsOf(programs: readonly ProgramResult[]): Bounds {
  const sets = programs
    .flatMap(({ result }) => result.diff?.sets ?? [])
    .filter(({ changes }) => changes.length > 0);
  const bits = sets.reduce((sum, { changes }) => sum + changes.length, 0);
  const share = (most: number): number =>
    bits <= most ? most : Math.ceil(most / Math.max(1, sets.length));
  return { told: share(MOST_TOLD), listed: share(MOST_LISTED) };
}

/** A section without a picture; none if there are no items. */
function listPart(title: string, about: string, items: readonly Markup[]): readonly Part[] {
  return items.length === 0
    ? []
    : [{ title, about, grid: undefined, list: markup`<ul class="rules">${items}</ul>` }];
}

function broaderEntry(item: BroaderItem): Markup {
  return markup`<li>${broaderText(item)}</li>
`;
}

/** @param isOne true if only one program is compared, so that its name is left out. */
function programParts(
  { name, oldName, change, accepted, movedTo, result }: ProgramResult,
  titles: HtmlRequest["titles"],
  bounds: Bounds,
  isOne: boolean,
): readonly Part[] {
  const about = isOne ? "" : name;
  const part = (title: string, items: readonly Markup[]): readonly Part[] =>
    listPart(title, about, items);
  const told = (wanted: Diagnostic["severity"]): readonly Markup[] =>
    (["old", "new"] as const).flatMap((side) =>
      result.diagnostics[side]
        .filter(({ severity }) => severity === wanted)
        .map((each) => errorItem(each, titles[side])),
    );
  return [
    ...(change === "changed"
      ? []
      : part("Files", [
          markup`<li><code>${name}</code> is ${oneSideText(change, movedTo)}${acceptedNote(accepted)}</li>`,
        ])),
    ...(oldName === undefined
      ? []
      : part("Files", [markup`<li><code>${name}</code> was <code>${oldName}</code></li>`])),
    ...part("Errors", told("error")),
    ...part("Warnings", told("warning")),
    ...setParts(result.diff?.sets ?? [], bounds, isOne ? undefined : name),
    ...part("Roles", roleChangesIn(result.diff).map(roleItem)),
    ...part("Promises", (result.diff?.promises ?? []).map(promiseItem)),
    ...part("Declarations", otherDeclarations(result.diff).map(declarationItem)),
    ...part("Changed in text only", (result.diff?.restated ?? []).map(restatedItem)),
  ];
}

/** @param program the program's name, if several programs are compared. */
function setParts(
  sets: readonly DescribedSet[],
  { told, listed }: Bounds,
  program: string | undefined,
): readonly Part[] {
  const gridName = (set: string): string => (program === undefined ? set : `${program}:${set}`);
  const followers = followersOf(sets);
  const groups = groupCauses(findCauses(sets));
  return sets
    .filter(({ changes }) => changes.length > 0)
    .map((each) => {
      const { name, bitCount, changes, sides } = each;
      const count = `${changes.length} of ${counted(bitCount, "bit")} ${changes.length === 1 ? "changes" : "change"}`;
      const own = groups.filter(({ set }) => set === name);
      return {
        title: gridName(name),
        about: [...setNotes(each), sides.new.layout.name, count].join(", "),
        grid: changePicture(each, gridName, followers, told),
        list: changeList(own, changes, listed),
      };
    });
}

function errorItem(diagnostic: Diagnostic, side: string): Markup {
  const { code, message, file, line, notes } = diagnosticJson(diagnostic);
  const place = file === undefined || line === undefined ? side : `${file}:${line}, ${side}`;
  return markup`<li><code>${code}</code> ${message} <small>${place}</small>${notes.map((note) => markup`<p class="note">${note}</p>`)}</li>
`;
}
