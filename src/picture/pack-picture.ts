/**
 * Packs a picture as compact JSON, which `script/unpack.ts` reads in the browser. A set of a
 * thousand bits has few different rules, and several sets have the same words. Therefore each
 * string, fact, cell state and word is stored once in a table and referenced by its index.
 */

import { visibleProse } from "../diagnostics/visible-text.ts";
import {
  type Fact,
  type FactEntry,
  KINDS,
  type Picture,
  type PictureCell,
  type PictureGrid,
  type PictureRow,
} from "./picture.ts";

/** Numbers are indices into the named table, or -1 for nothing. */
export interface PackedPicture {
  /** Title and sign of each kind, in the order of `KINDS`. */
  readonly kinds: readonly (readonly [kind: string, title: string, sign: string])[];
  readonly strings: readonly string[];
  /** Term (strings), then entries. */
  readonly facts: readonly (readonly [term: number, ...entries: readonly PackedEntry[]])[];
  /** The kind, 1 if marked, the change and its tone (both strings), then facts. */
  readonly states: readonly (readonly number[])[];
  /** Name and about (strings), then label and about (strings) of each cell; a label of -1 is `NAME[BIT]`. */
  readonly words: readonly (readonly number[])[];
  readonly grids: readonly PackedGrid[];
}

/** Code, text, place and links, all strings. */
type PackedEntry = readonly [code: number, text: number, place: number, ...links: number[]];

interface PackedGrid {
  /** A string. */
  readonly name: number;
  readonly words: readonly number[];
  /** The states of all cells in order, run-length coded: a count, then a state, in turn. */
  readonly states: readonly number[];
}

export function packPicture({ grids }: Picture): PackedPicture {
  const strings = new Table<string>();
  const facts = new Table<PackedPicture["facts"][number]>();
  const states = new Table<readonly number[]>();
  const words = new Table<readonly number[]>();
  const text = (each: string | undefined): number =>
    each === undefined || each === "" ? -1 : strings.place(visibleProse(each));
  const entry = ({ code, text: prose, place, links }: FactEntry): PackedEntry => [
    text(code),
    text(prose),
    text(place),
    ...(links ?? []).map(text),
  ];
  const factPlaces = new Map<Fact, number>();
  const fact = (each: Fact): number => {
    const known = factPlaces.get(each);
    if (known !== undefined) return known;
    const place = facts.place([text(each.term), ...each.entries.map(entry)]);
    factPlaces.set(each, place);
    return place;
  };
  const state = ({ kind, isMarked, change, tone, facts: known }: PictureCell): number => {
    const kindPlace = KINDS.findIndex((each) => each.kind === kind);
    const told = [text(change), text(tone ?? change), ...known.map(fact)];
    return states.place([kindPlace, Number(isMarked), ...told]);
  };
  const word = (row: PictureRow): number => {
    const cells = row.cells.flatMap(({ label, about }, bit) => [
      label === `${row.name}[${bit}]` ? -1 : text(label),
      text(about),
    ]);
    return words.place([text(row.name), text(row.about), ...cells]);
  };
  const grid = ({ name, rows }: PictureGrid): PackedGrid => ({
    name: text(name),
    words: rows.map(word),
    states: runLengths(rows.flatMap(({ cells }) => cells.map(state))),
  });
  const packed = grids.map(grid);
  return {
    kinds: KINDS.map(({ kind, title, sign }) => [kind, title, sign]),
    strings: strings.values,
    facts: facts.values,
    states: states.values,
    words: words.values,
    grids: packed,
  };
}

/** A table of distinct values, in the order in which they are first added. */
class Table<T> {
  readonly values: T[] = [];
  readonly #places = new Map<string, number>();

  place(value: T): number {
    const key = typeof value === "string" ? value : JSON.stringify(value);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** `[7, 7, 3]` as `[2, 7, 1, 3]` */
function runLengths(values: readonly number[]): readonly number[] {
  const runs: number[] = [];
  for (const value of values) {
    if (runs.at(-1) === value) runs[runs.length - 2] = (runs.at(-2) ?? 0) + 1;
    else runs.push(1, value);
  }
  return runs;
}
