/**
 * Draws a changed set. Cells have the colours of the new rules; changed bits are marked and have
 * all their facts.
 */

import { addToList } from "../../base/add-to-list.ts";
import type { DescribedChange, DescribedSet } from "../diff.ts";
import { matchBits } from "../compare/match-bits.ts";
import { statedRules } from "../compare/stated-rules.ts";
import { WORD_BITS, wordOf, type BitIndex } from "../../model/layout.ts";
import type { CapabilitySet } from "../../model/model.ts";
import type { Fact, FactEntry, PictureGrid, PictureRow } from "../../picture/picture.ts";
import { linksFact, ruleFacts, statedRuleEntry } from "../../report/bit-facts.ts";
import { setPicture } from "../../report/set-picture.ts";
import { guestText, toneOf } from "../describe/role-words.ts";
import {
  directionText,
  hostsText,
  beforeAndAfter,
  onlyText,
  shareText,
} from "../describe/change-words.ts";

/** Returns the unique name on the page for a set. */
export type GridName = (set: string) => string;

/** The consequences of each changed bit. */
export type Followers = ReadonlyMap<string, readonly string[]>;

export function followersOf(sets: readonly DescribedSet[]): Followers {
  const followers = new Map<string, string[]>();
  for (const { name, changes } of sets) {
    for (const { bit, causedBy } of changes) {
      for (const cause of causedBy) addToList(followers, cause, `${name}.${bit}`);
    }
  }
  return followers;
}

/**
 * @param mostTold the number of changed bits with all facts; further ones have only the direction.
 */
export function changePicture(
  set: DescribedSet,
  gridName: GridName,
  followers: Followers,
  mostTold: number,
): PictureGrid {
  const { old, new: fresh } = set.sides;
  const facts = (change: DescribedChange, at: number): readonly Fact[] =>
    at < mostTold ? changeFacts(set, change, gridName, followers) : UNTOLD;
  const all = set.changes.map((change, at): Mark => ({ change, facts: facts(change, at) }));
  const marks = (isGone: boolean): ReadonlyMap<BitIndex, Mark> =>
    new Map(
      all
        .filter(({ change }) => (change.indices.new === undefined) === isGone)
        .map((mark) => [mark.change.index, mark]),
    );
  const [fromNew, fromOld] = [marks(false), marks(true)];
  const rows = setPicture(fresh, ruleFacts(fresh)).rows;
  const names = new Set(rows.flatMap(({ cells }) => cells.map(({ label }) => label)));
  const gone = goneWords(old, fresh);
  const oldRows = gone.size === 0 ? [] : setPicture(old, ruleFacts(old)).rows;
  return {
    name: gridName(set.name),
    rows: [
      ...rows.map((row, word) => markedRow(row, word, fromNew, names)),
      ...oldRows
        .map((row, word) => goneRow(markedRow(row, word, fromOld, names), names))
        .filter((_, word) => gone.has(word)),
    ],
  };
}

const UNTOLD: readonly Fact[] = [
  { term: "changes", entries: [{ text: "more about it: caprules diff --format json" }] },
];

/** Words that only the old layout has. Their bits count as off in the new program. */
function goneWords({ layout }: CapabilitySet, fresh: CapabilitySet): ReadonlySet<number> {
  return new Set(
    matchBits(layout, fresh.layout).flatMap((pair) =>
      pair.new === undefined && pair.old !== undefined ? [wordOf(pair.old)] : [],
    ),
  );
}

/** The change of one cell. */
interface Mark {
  readonly change: DescribedChange;
  readonly facts: readonly Fact[];
}

/** @param names the labels in use; a bit that has lost its name is shown by its old one. */
function markedRow(
  row: PictureRow,
  word: number,
  marks: ReadonlyMap<BitIndex, Mark>,
  names: ReadonlySet<string>,
): PictureRow {
  const cells = row.cells.map((cell, bit) => {
    const mark = marks.get(word * WORD_BITS + bit);
    if (mark === undefined) return cell;
    const { change, facts } = mark;
    const label = names.has(change.bit) ? cell.label : change.bit;
    return { ...cell, label, change: change.direction, tone: toneOf(change), facts };
  });
  return { ...row, cells };
}

/** Renames labels that are in use, so that each label means one cell. */
function goneRow(row: PictureRow, names: ReadonlySet<string>): PictureRow {
  const about = ["only in the old rules", ...(row.about === "" ? [] : [row.about])].join("; ");
  const cells = row.cells.map((cell, bit) =>
    names.has(cell.label) ? { ...cell, label: `${row.name}[${bit}]` } : cell,
  );
  return { ...row, about, cells };
}

function changeFacts(
  { name, sides: { old, new: fresh } }: DescribedSet,
  change: DescribedChange,
  gridName: GridName,
  followers: Followers,
): readonly Fact[] {
  const { bit, direction, condition, share, indices, witness, causedBy } = change;
  const hosts = hostsText(change);
  const only = onlyText(change);
  const guest = guestText(change);
  const how = [directionText(direction), guest ?? [], shareText(share)].flat().join(", ");
  const cells = (keys: readonly string[]): readonly string[] =>
    keys.map((key) => {
      const [set = "", ...label] = key.split(".");
      return `${gridName(set)}.${label.join(".")}`;
    });
  const shown = beforeAndAfter(witness);
  return [
    {
      term: "changes when",
      entries: [{ code: condition, text: how }],
    },
    ...(only === undefined ? [] : [{ term: "only", entries: [{ text: only }] }]),
    ...(hosts === undefined ? [] : [{ term: "seen", entries: [{ text: hosts }] }]),
    { term: "before", entries: ruleEntries(old, indices.old) },
    { term: "after", entries: ruleEntries(fresh, indices.new) },
    { term: "shown by", entries: [{ code: witness.text, text: shown }] },
    ...linksFact("follows from", cells(causedBy)),
    ...linksFact("so also", cells(followers.get(`${name}.${bit}`) ?? [])),
  ];
}

function ruleEntries(set: CapabilitySet, bit: BitIndex | undefined): readonly FactEntry[] {
  const rules = statedRules(set, bit).map(statedRuleEntry);
  return rules.length === 0 ? [{ text: "the layout has no such word, so it is off" }] : rules;
}
