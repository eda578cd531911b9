/** The first line of a comparison, which says it all. */

import type { DiffResult } from "../../comparison.ts";
import { countRestated } from "../../diff/restated.ts";
import { counted } from "../print.ts";

/** A program and what differs in it. */
export interface ProgramResult {
  readonly name: string;
  /** It is on both sides. */
  readonly isCompared: boolean;
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
  readonly undecided: boolean;
  /** A side has errors, or is missing. */
  readonly incomparable: number;
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
    undecided: programs.some(({ result }) => result.undecided),
    incomparable: programs.filter(
      ({ result, isCompared }) => !isCompared || result.diff?.isCompared === false,
    ).length,
  };
}

/** `2 of 464 bits change (+1 −1), 3 rules changed in text only`; `text differs, meaning is equal (proved)` */
export function firstLine(totals: Totals, programs: number): string {
  const { bits, gained, lost, both, restated, declarations, undecided, incomparable } = totals;
  if (programs === 0) return "no rules differ";
  const changed = gained + lost + both;
  const marks = [
    ...(gained > 0 ? [`+${gained}`] : []),
    ...(lost > 0 ? [`−${lost}`] : []),
    ...(both > 0 ? [`~${both}`] : []),
  ].join(" ");
  const parts = [
    ...(changed > 0
      ? [`${changed} of ${counted(bits, "bit")} ${changed === 1 ? "changes" : "change"} (${marks})`]
      : []),
    ...(changed > 0 && restated > 0 ? [`${counted(restated, "rule")} changed in text only`] : []),
    ...(declarations > 0 ? [`${counted(declarations, "declaration")} changed`] : []),
    ...(undecided ? ["a limit was reached, so not everything is decided"] : []),
    ...(incomparable > 0 ? [`${counted(incomparable, "program")} could not be compared`] : []),
  ];
  const isEqual = changed === 0 && !undecided && incomparable === 0;
  return [...(isEqual ? ["text differs, meaning is equal (proved)"] : []), ...parts].join(", ");
}
