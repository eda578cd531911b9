/**
 * A rule program as data, for random tests: what a rule file says, without its syntax and without
 * anything of the compiler's.
 */

import type { SetRole } from "../../grammar/syntax-tree.ts";

export interface Program {
  readonly layouts: readonly ProgramLayout[];
  readonly inputs: readonly ProgramInput[];
  readonly flags: readonly string[];
  readonly enums: readonly ProgramEnum[];
  readonly assumptions: readonly Expression[];
  /** Assumptions that no variant of the program can do without: rules under `when`s apply at once where one fails. */
  readonly exclusions: readonly Expression[];
  readonly lists: readonly NamedList[];
  readonly classes: readonly NamedClass[];
  readonly sets: readonly ProgramSet[];
}

export interface ProgramLayout {
  readonly name: string;
  readonly words: readonly ProgramWord[];
  /** Each input of the layout has one of its own of each. */
  readonly enums: readonly ProgramEnum[];
}

export interface ProgramWord {
  readonly name: string;
  readonly address: ProgramAddress | undefined;
  /** Names by bit number. */
  readonly names: ReadonlyMap<number, string>;
}

export interface ProgramAddress {
  readonly function: number;
  readonly index: number | undefined;
  readonly register: string;
}

export interface ProgramInput {
  readonly kind: "input";
  readonly name: string;
  readonly layout: ProgramLayout;
  /** The enumerations of the layout, such as `in0.vendor`. */
  readonly enums: readonly ProgramEnum[];
}

export interface ProgramEnum {
  readonly name: string;
  readonly values: readonly string[];
}

export interface ProgramSet {
  readonly kind: "caps";
  readonly name: string;
  readonly layout: ProgramLayout;
  readonly base: ProgramSet | undefined;
  /** Without one, the base's, or exposed. */
  readonly role?: SetRole;
  readonly lists: readonly NamedList[];
  readonly classes: readonly NamedClass[];
  readonly statements: readonly Statement[];
  /** The statements of a second block of the set. */
  readonly patch: readonly Statement[];
}

export type ProgramBitmap = ProgramInput | ProgramSet;

/** A `set` statement; bits are word * 32 + number. */
export interface NamedList {
  readonly name: string;
  readonly layout: ProgramLayout;
  readonly members: readonly Target[];
}

export interface NamedClass {
  readonly name: string;
  /** The layout of the sets in which it may be used. */
  readonly layout: ProgramLayout;
  readonly value: Expression;
}

/** How a bit is written: `XSAVE`, where that is clear, `CPUID_1_ECX.XSAVE`, `CPUID_1_ECX[26]`. */
export type Spelling = "short" | "full" | "number";

export type Target =
  | { readonly kind: "one"; readonly bit: number; readonly spelling: Spelling }
  | { readonly kind: "list"; readonly list: NamedList };

export type Statement =
  | {
      readonly kind: "default";
      /** Words of the layout; none for the default of all. */
      readonly words: readonly number[];
      readonly value: Expression;
      readonly override: boolean;
    }
  | { readonly kind: "unnamed"; readonly value: Expression; readonly override: boolean }
  | RuleStatement
  | { readonly kind: "when"; readonly condition: Expression; readonly body: readonly Statement[] };

export interface RuleStatement {
  readonly kind: "rule";
  readonly part: "is" | "also" | "requires";
  readonly targets: readonly Target[];
  /** The class of an application `CLASS: BITS`. */
  readonly applies: NamedClass | undefined;
  readonly value: Expression;
  readonly override: boolean;
  readonly because: string | undefined;
}

export type Expression =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "this"; readonly bitmap: ProgramBitmap }
  | {
      readonly kind: "bit";
      readonly bitmap: ProgramBitmap;
      readonly bit: number;
      readonly spelling: Spelling;
    }
  /** A bit of the capability set in which the expression is used. */
  | { readonly kind: "own"; readonly bit: number; readonly spelling: Spelling }
  | { readonly kind: "member"; readonly list: NamedList }
  | { readonly kind: "class"; readonly class: NamedClass }
  /** The class governs that bit of the set, or this bit. Only in claims. */
  | {
      readonly kind: "applied";
      readonly set: ProgramSet;
      readonly bit: number | undefined;
      readonly spelling: Spelling;
      readonly class: NamedClass;
    }
  | { readonly kind: "flag"; readonly name: string }
  | {
      readonly kind: "enum";
      readonly enum: ProgramEnum;
      readonly values: readonly number[];
      readonly test: "==" | "!=" | "in";
    }
  | { readonly kind: "has"; readonly input: ProgramInput; readonly word: number }
  | { readonly kind: "not"; readonly sign: "!" | "~"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: "&" | "^" | "|" | "->";
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "choice";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

/** The enumerations that the program declares, and those of inputs. */
export function enumsOf({
  enums,
  inputs,
}: Pick<Program, "enums" | "inputs">): readonly ProgramEnum[] {
  return [...enums, ...inputs.flatMap((input) => input.enums)];
}

export function assumedBy({ assumptions, exclusions }: Program): readonly Expression[] {
  return [...assumptions, ...exclusions];
}

/** The one that may read all others. */
export function lastSet({ sets }: Program): ProgramSet {
  const last = sets.at(-1);
  if (last === undefined) throw new Error("a program has a set");
  return last;
}

export function bitsOf({ words }: ProgramLayout): readonly number[] {
  return Array.from({ length: words.length * 32 }, (_, bit) => bit);
}

export function wordOfBit({ words }: ProgramLayout, bit: number): ProgramWord {
  const word = words[Math.floor(bit / 32)];
  if (word === undefined) throw new Error("a bit outside of its layout");
  return word;
}

export function nameOfBit(layout: ProgramLayout, bit: number): string | undefined {
  return wordOfBit(layout, bit).names.get(bit % 32);
}

/** All bits of that name. */
export function namesakes(layout: ProgramLayout, name: string): readonly number[] {
  return bitsOf(layout).filter((bit) => nameOfBit(layout, bit) === name);
}

/** `1`, `7.0`: which CPUID entry a word belongs to. */
export function entryOf({ address }: ProgramWord): string | undefined {
  return address === undefined ? undefined : `${address.function}.${address.index ?? "none"}`;
}

/** Where a bit of one layout is in another: at the same CPUID address, else under the same name. */
export function counterpartIn(
  layout: ProgramLayout,
  bit: number,
  other: ProgramLayout,
): number | "none" | "ambiguous" {
  if (layout === other) return bit;
  const { address } = wordOfBit(layout, bit);
  const place = other.words.findIndex((word) => isSameAddress(word.address, address));
  if (place !== -1) return place * 32 + (bit % 32);
  const name = nameOfBit(layout, bit);
  const [first, ...others] = name === undefined ? [] : namesakes(other, name);
  return others.length > 0 ? "ambiguous" : (first ?? "none");
}

/** An address without an index is one of index 0. */
function isSameAddress(a: ProgramAddress | undefined, b: ProgramAddress | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const isSameIndex = (a.index ?? 0) === (b.index ?? 0);
  return a.function === b.function && a.register === b.register && isSameIndex;
}

export function bitsOfTargets(targets: readonly Target[]): ReadonlySet<number> {
  return new Set(
    targets.flatMap((target) =>
      target.kind === "one" ? [target.bit] : [...bitsOfTargets(target.list.members)],
    ),
  );
}

/** The first named bit: defaults and classes may name it, so its own rules name no bit of the set. */
export function anchorOf(layout: ProgramLayout): number {
  const anchor = bitsOf(layout).find((bit) => nameOfBit(layout, bit) !== undefined);
  if (anchor === undefined) throw new Error("a layout without names");
  return anchor;
}

/** A bit's rules name own bits of lower rank only, so that there is no cycle. */
export function rankOf(layout: ProgramLayout, bit: number): number {
  const anchor = anchorOf(layout);
  if (bit === anchor) return 0;
  return bit < anchor ? bit + 1 : bit;
}
