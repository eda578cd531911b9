/**
 * A picture of capability sets: each word is a row of 32 cells, coloured by the kind of rule that
 * governs the bit. It is plain data without rules or HTML, so that each page can fill in its own
 * facts.
 */

export interface Picture {
  /** In the order in which they are shown. */
  readonly grids: readonly PictureGrid[];
}

/** One capability set. */
export interface PictureGrid {
  readonly name: string;
  readonly rows: readonly PictureRow[];
}

/** One word. */
export interface PictureRow {
  readonly name: string;
  /** The word's address and purpose; may be empty. */
  readonly about: string;
  /** By bit number, 0 to 31. */
  readonly cells: readonly PictureCell[];
}

export interface PictureCell {
  /** The shortest unambiguous name of the bit in its grid, without spaces. */
  readonly label: string;
  /** Description and other names; may be empty. */
  readonly about: string;
  readonly kind: CellKind;
  /** True if an `also` or `requires` affects the bit, too. */
  readonly isMarked: boolean;
  /** The change of the bit's value, in the picture of a comparison. */
  readonly change?: CellChange;
  /** The colour of the change; absent if it is that of the change itself. */
  readonly tone?: CellTone;
  /**
   * The facts about the bit. The cell's tip shows the first entry of the first fact, or all entries
   * if the bit changes. Cells may share facts.
   */
  readonly facts: readonly Fact[];
}

export type CellChange = "gained" | "lost" | "both";

/** The meaning of a change for the guest, who does not see internal bits. */
export type CellTone = CellChange | "internal";

export interface ChangeStyle {
  readonly change: CellChange;
  /** The title in the legend. */
  readonly title: string;
  /** The sign in the cell, which replaces the sign of its kind. */
  readonly sign: string;
}

/** In the order of the legend. */
export const CHANGES: readonly ChangeStyle[] = [
  { change: "gained", title: "gained: on where it was off", sign: "+" },
  { change: "lost", title: "lost: off where it was on", sign: "\u2212" },
  { change: "both", title: "gained in some cases, lost in others", sign: "~" },
];

/** The legend's entries for tones that differ from the change itself. */
export const TONES: readonly { readonly tone: CellTone; readonly title: string }[] = [
  { tone: "gained", title: "gained for the guest" },
  { tone: "lost", title: "lost for the guest" },
  { tone: "both", title: "gained and lost for the guest" },
  { tone: "internal", title: "of an internal set" },
];

/** The kind of rule that governs a bit, the most particular first. */
export type CellKind =
  "conditional" | "bit" | "class" | "restricted" | "leaf" | "default" | "unnamed";

export interface KindStyle {
  readonly kind: CellKind;
  /** The title in the legend. */
  readonly title: string;
  /** The sign in the cell, for readers who cannot see the colour. */
  readonly sign: string;
}

/** In the order of the legend. */
export const KINDS: readonly KindStyle[] = [
  { kind: "default", title: "default", sign: "" },
  { kind: "leaf", title: "default of a leaf", sign: "\u2013" },
  { kind: "unnamed", title: "unnamed", sign: "" },
  { kind: "class", title: "class", sign: "c" },
  { kind: "bit", title: "rule of its own", sign: "=" },
  { kind: "conditional", title: "conditional rule", sign: "?" },
  { kind: "restricted", title: "default with also or requires", sign: "&" },
];

/** A fact about a bit, for a reader. */
export interface Fact {
  /** `rule`, `formula`, `before`, `witness`. */
  readonly term: string;
  readonly entries: readonly FactEntry[];
}

/** At least one of the members is present. */
export interface FactEntry {
  /** A rule or an expression. */
  readonly code?: string | undefined;
  /** A sentence, such as a reason. */
  readonly text?: string | undefined;
  /** `cpu.rules:12` */
  readonly place?: string | undefined;
  /** Links to cells, as `SET.LABEL`. `SET.` means the cell with the same label in that set. */
  readonly links?: readonly string[];
}

export interface CountedChanges extends ChangeStyle {
  readonly tone: CellTone;
  readonly count: number;
}

/** The number of changed cells by change and tone, in the order of the legend. */
export function countChanges(grids: readonly PictureGrid[]): readonly CountedChanges[] {
  const cells = grids.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  return CHANGES.flatMap((style) =>
    TONES.flatMap(({ tone, title }): readonly CountedChanges[] => {
      const alike = cells.filter(
        (cell) => cell.change === style.change && (cell.tone ?? cell.change) === tone,
      );
      if (alike.length === 0) return [];
      const told = tone === style.change ? style.title : `${style.title}, ${title}`;
      return [{ ...style, title: told, tone, count: alike.length }];
    }),
  );
}

/** The number of cells of each kind. */
export function countKinds(grids: readonly PictureGrid[]): ReadonlyMap<CellKind, number> {
  const counts = new Map<CellKind, number>();
  for (const { rows } of grids) {
    for (const { kind } of rows.flatMap(({ cells }) => cells)) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  return counts;
}
