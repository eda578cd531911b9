/**
 * Builds one HTML page of a comparison: the summary, then each changed set as a picture and as a
 * list.
 */

import type { DescribedSet } from "../diff.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { markup, NOTHING, type Markup } from "../../picture/markup.ts";
import { picturePage, picturePlace } from "../../picture/picture-page.ts";
import type { PictureGrid } from "../../picture/picture.ts";
import { counted } from "../../base/words.ts";
import {
  acceptedNote,
  changeList,
  declarationItem,
  promiseItem,
  restatedItem,
  roleItem,
} from "./html-list.ts";
import { changePicture, followersOf } from "./html-picture.ts";
import { oneSideText } from "../describe/change-words.ts";
import { findCauses, groupCauses } from "../describe/group-causes.ts";
import { otherDeclarations } from "../describe/promise-words.ts";
import { roleChangesIn, setNotes } from "../describe/role-words.ts";
import { broaderText } from "../describe/idle-words.ts";
import type { BroaderItem } from "../programs/idle-acceptances.ts";
import { unchangedText, type Review } from "../describe/review.ts";
import type { ProgramResult } from "../programs/program-result.ts";

/** @returns the text of a self-contained HTML file. */
export function reviewPage(review: Review): Promise<string> {
  const { programs, titles, idle } = review;
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
    lead: lead(review),
    picture: { grids },
    listed: "all changes",
    contents: parts.map(({ title, about, grid }, at) => ({
      title: grid === undefined && about !== "" ? `${about}: ${title}` : title,
      target: partId(at),
    })),
    body: markup`${sections}`,
  });
}

function lead(review: Review): Markup {
  const { headline, assumed } = review;
  const unchanged = unchangedText(review);
  const where = assumed.map((each, at) => markup`${at === 0 ? "" : " and "}<code>${each}</code>`);
  return markup`<p class="summary">${headline}</p>${[
    ...(where.length === 0 ? [] : [markup`<p>where ${where}</p>`]),
    ...(unchanged === undefined ? [] : [markup`<p>${unchanged}</p>`]),
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
  /** Changes in the list. */
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
  titles: Review["titles"],
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
