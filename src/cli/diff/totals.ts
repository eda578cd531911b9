/** The first line of a comparison, which says it all. */

import type { ChangeAcceptance } from "../../acceptance/accepted-change.ts";
import type { DiffResult } from "../../comparison.ts";
import type { Direction } from "../../diff/change.ts";
import { countRestated } from "../../diff/restated.ts";
import { counted } from "../print.ts";
import { openDirectionsOf } from "./describe.ts";

/** A program and what differs in it. */
export interface ProgramResult {
  readonly name: string;
  /** Of its file in the old side, where it is another one. */
  readonly oldName: string | undefined;
  /** The same, however it was given: relative to the root of its side. */
  readonly file: string;
  readonly change: "changed" | "added" | "removed";
  /** Of one that is on one side only; undefined if no one has accepted that. */
  readonly accepted: ChangeAcceptance | undefined;
  /** Of a removed one: the file that has its rules now and is not called `*.rules`, so that nothing compares it. */
  readonly movedTo: string | undefined;
  readonly result: DiffResult;
}

export interface Totals {
  /** Bits of all sets that are compared, each once, however many programs have it. */
  readonly bits: number;
  readonly gained: number;
  readonly lost: number;
  readonly both: number;
  /** Changed bits that change only in cases which one side leaves out. */
  readonly onlyOutside: number;
  /** Rules that are stated otherwise while no bit changes. */
  readonly restated: number;
  readonly declarations: number;
  /** Those that are on one side only. */
  readonly unpaired: { readonly sets: number; readonly programs: number };
  /** How many of all these changes, sets and programs are accepted in every case. */
  readonly accepted: number;
  /** How many are not, and how many of those can turn a bit on, or off: what is new, or gone, does. */
  readonly open: { readonly any: number; readonly gained: number; readonly lost: number };
  readonly undecided: boolean;
  /** Programs of which a side has errors. */
  readonly incomparable: number;
}

/** Nothing that means anything differs, and that is proved. */
export function isEqual(totals: Totals): boolean {
  const { accepted, open, undecided, incomparable } = totals;
  return accepted + open.any === 0 && incomparable === 0 && !undecided;
}

export function totalsOf(programs: readonly ProgramResult[]): Totals {
  const { bits, directions, onlyOutside, open } = countedBits(programs);
  const { declarations, openSets } = countedDeclarations(programs);
  const count = (wanted: string): number =>
    [...directions.values()].filter((direction) => direction === wanted).length;
  const unpaired = {
    sets: [...declarations].filter((each) => UNPAIRED_SET.test(each)).length,
    programs: programs.filter(({ change }) => change !== "changed").length,
  };
  const openUnpaired = (how: "added" | "removed"): number =>
    [...openSets].filter((each) => each.endsWith(` ${how}`)).length +
    programs.filter(({ change, accepted }) => change === how && accepted === undefined).length;
  const any = open.bits.size + openUnpaired("added") + openUnpaired("removed");
  return {
    bits: [...bits.values()].reduce((sum, each) => sum + each, 0),
    gained: count("gained"),
    lost: count("lost"),
    both: count("both"),
    onlyOutside,
    restated: Math.max(
      0,
      ...programs.map(({ result }) => countRestated(result.diff?.restated ?? [])),
    ),
    declarations: declarations.size,
    unpaired,
    accepted: directions.size + unpaired.sets + unpaired.programs - any,
    open: {
      any,
      gained: open.gained.size + openUnpaired("added"),
      lost: open.lost.size + openUnpaired("removed"),
    },
    undecided: programs.some(({ result }) => result.undecided),
    incomparable: programs.filter(({ result }) => result.diff?.isCompared === false).length,
  };
}

interface CountedBits {
  /** How many a set has, by its name. */
  readonly bits: ReadonlyMap<string, number>;
  /** Of each changed bit, in all programs together. */
  readonly directions: ReadonlyMap<string, Direction>;
  readonly onlyOutside: number;
  /** Changed bits with cases that no one has accepted: all, and those of each direction. */
  readonly open: Readonly<Record<"bits" | "gained" | "lost", ReadonlySet<string>>>;
}

function countedBits(programs: readonly ProgramResult[]): CountedBits {
  const bits = new Map<string, number>();
  const directions = new Map<string, Direction>();
  const inside = new Set<string>();
  const open = { bits: new Set<string>(), gained: new Set<string>(), lost: new Set<string>() };
  for (const { name, bitCount, changes } of programs.flatMap(
    ({ result }) => result.diff?.sets ?? [],
  )) {
    bits.set(name, Math.max(bits.get(name) ?? 0, bitCount));
    for (const each of changes) {
      const { bit, direction } = each;
      const key = `${name}.${bit}`;
      const known = directions.get(key) ?? direction;
      directions.set(key, known === direction ? direction : "both");
      if (each.onlyWhere.length === 0) inside.add(key);
      for (const way of openDirectionsOf(each)) {
        open.bits.add(key);
        open[way].add(key);
      }
    }
  }
  return { bits, directions, onlyOutside: directions.size - inside.size, open };
}

/** As texts, each once, however many programs have it. */
interface CountedDeclarations {
  readonly declarations: ReadonlySet<string>;
  /** Sets on one side only that no one has accepted. */
  readonly openSets: ReadonlySet<string>;
}

function countedDeclarations(programs: readonly ProgramResult[]): CountedDeclarations {
  const all = programs
    .flatMap(({ result }) => result.diff?.declarations ?? [])
    .map(({ kind, name, change, accepted }) => ({ text: `${kind} ${name} ${change}`, accepted }));
  const open = all.filter(
    ({ text, accepted }) => UNPAIRED_SET.test(text) && accepted === undefined,
  );
  return {
    declarations: new Set(all.map(({ text }) => text)),
    openSets: new Set(open.map(({ text }) => text)),
  };
}

const UNPAIRED_SET = /^capability set \S+ (?:added|removed)$/;

/** `2 of 464 bits change (+1 −1), all accepted`, `2 of 464 bits change (+1 −1), 3 rules changed in text only`; `text differs, meaning is equal (proved)` */
export function firstLine(totals: Totals, programs: number): string {
  const { bits, gained, lost, both, restated, declarations } = totals;
  const { onlyOutside, unpaired, accepted, open, undecided, incomparable } = totals;
  if (programs === 0) return "no rules differ";
  if (isEqual(totals)) {
    const also = declarations > 0 ? `, ${counted(declarations, "declaration")} changed` : "";
    return `text differs, meaning is equal (proved)${also}`;
  }
  const changed = gained + lost + both;
  const marks = [
    ...(gained > 0 ? [`+${gained}`] : []),
    ...(lost > 0 ? [`−${lost}`] : []),
    ...(both > 0 ? [`~${both}`] : []),
  ].join(" ");
  const isDecided = !undecided && incomparable === 0;
  const areBits = unpaired.sets + unpaired.programs === 0;
  return [
    ...(changed === 0 && bits > 0 && isDecided ? [`none of ${counted(bits, "bit")} changes`] : []),
    ...(bits === 0 && unpaired.sets > 0 && isDecided ? ["no set is on both sides"] : []),
    ...(changed > 0
      ? [`${changed} of ${counted(bits, "bit")} ${changed === 1 ? "changes" : "change"} (${marks})`]
      : []),
    ...(onlyOutside > 0
      ? [`${onlyOutside === changed ? "all" : onlyOutside} only in cases that one side rules out`]
      : []),
    ...(areBits ? acceptedPart(totals, "of them") : []),
    ...(changed > 0 && restated > 0 ? [`${counted(restated, "rule")} changed in text only`] : []),
    ...(declarations > 0 ? [`${counted(declarations, "declaration")} changed`] : []),
    ...(unpaired.programs > 0 ? [`${counted(unpaired.programs, "program")} on one side only`] : []),
    ...(areBits ? [] : acceptedPart(totals, `of ${counted(accepted + open.any, "change")}`)),
    ...(undecided ? ["a limit was reached, so not everything is decided"] : []),
    ...(incomparable > 0 ? [`${counted(incomparable, "program")} could not be compared`] : []),
  ].join(", ");
}

/** `all accepted`, `1 of them accepted`; nothing where none is. */
function acceptedPart({ accepted, open }: Totals, among: string): readonly string[] {
  if (accepted === 0) return [];
  return [open.any === 0 ? "all accepted" : `${accepted} ${among} accepted`];
}
