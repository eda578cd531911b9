/** The first line of a comparison, which says it all. */

import type { DiffResult } from "../../comparison.ts";
import { countRestated } from "../../diff/restated.ts";
import { counted } from "../print.ts";

/** A program and what differs in it. */
export interface ProgramResult {
  readonly name: string;
  /** Of its file in the old side, where it is another one. */
  readonly oldName: string | undefined;
  readonly change: "changed" | "added" | "removed";
  readonly result: DiffResult;
}

export interface Totals {
  /** Bits of all sets that are compared, each once, however many programs have it. */
  readonly bits: number;
  readonly gained: number;
  readonly lost: number;
  readonly both: number;
  /** Rules that are stated otherwise while no bit changes. */
  readonly restated: number;
  readonly declarations: number;
  /** Those that are on one side only; how many of both are new, and how many gone. */
  readonly unpaired: {
    readonly sets: number;
    readonly programs: number;
    readonly added: number;
    readonly removed: number;
  };
  readonly undecided: boolean;
  /** Programs of which a side has errors. */
  readonly incomparable: number;
}

/** Nothing that means anything differs, and that is proved. */
export function isEqual(totals: Totals): boolean {
  const { gained, lost, both, unpaired, undecided, incomparable } = totals;
  const changes = gained + lost + both + unpaired.sets + unpaired.programs;
  return changes === 0 && incomparable === 0 && !undecided;
}

export function totalsOf(programs: readonly ProgramResult[]): Totals {
  const bits = new Map<string, number>();
  const directions = new Map<string, "gained" | "lost" | "both">();
  const declarations = new Set<string>();
  let restated = 0;
  for (const { result } of programs) {
    for (const { name, bitCount, changes } of result.diff?.sets ?? []) {
      bits.set(name, Math.max(bits.get(name) ?? 0, bitCount));
      for (const { bit, direction } of changes) {
        const key = `${name}.${bit}`;
        const known = directions.get(key) ?? direction;
        directions.set(key, known === direction ? direction : "both");
      }
    }
    for (const { kind, name, change } of result.diff?.declarations ?? []) {
      declarations.add(`${kind} ${name} ${change}`);
    }
    restated = Math.max(restated, countRestated(result.diff?.restated ?? []));
  }
  const count = (wanted: string): number =>
    [...directions.values()].filter((direction) => direction === wanted).length;
  return {
    bits: [...bits.values()].reduce((sum, each) => sum + each, 0),
    gained: count("gained"),
    lost: count("lost"),
    both: count("both"),
    restated,
    declarations: declarations.size,
    unpaired: unpairedOf(programs, declarations),
    undecided: programs.some(({ result }) => result.undecided),
    incomparable: programs.filter(({ result }) => result.diff?.isCompared === false).length,
  };
}

function unpairedOf(
  programs: readonly ProgramResult[],
  declarations: ReadonlySet<string>,
): Totals["unpaired"] {
  const sets = (wanted: string): number =>
    [...declarations].filter(
      (each) => each.startsWith("capability set ") && each.endsWith(` ${wanted}`),
    ).length;
  const files = (wanted: string): number =>
    programs.filter(({ change }) => change === wanted).length;
  return {
    sets: sets("added") + sets("removed"),
    programs: files("added") + files("removed"),
    added: sets("added") + files("added"),
    removed: sets("removed") + files("removed"),
  };
}

/** `2 of 464 bits change (+1 −1), 3 rules changed in text only`; `text differs, meaning is equal (proved)` */
export function firstLine(totals: Totals, programs: number): string {
  const { bits, gained, lost, both, restated, declarations, unpaired, undecided, incomparable } =
    totals;
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
  return [
    ...(changed === 0 && bits > 0 && isDecided ? [`none of ${counted(bits, "bit")} changes`] : []),
    ...(bits === 0 && unpaired.sets > 0 && isDecided ? ["no set is on both sides"] : []),
    ...(changed > 0
      ? [`${changed} of ${counted(bits, "bit")} ${changed === 1 ? "changes" : "change"} (${marks})`]
      : []),
    ...(changed > 0 && restated > 0 ? [`${counted(restated, "rule")} changed in text only`] : []),
    ...(declarations > 0 ? [`${counted(declarations, "declaration")} changed`] : []),
    ...(unpaired.programs > 0 ? [`${counted(unpaired.programs, "program")} on one side only`] : []),
    ...(undecided ? ["a limit was reached, so not everything is decided"] : []),
    ...(incomparable > 0 ? [`${counted(incomparable, "program")} could not be compared`] : []),
  ].join(", ");
}
