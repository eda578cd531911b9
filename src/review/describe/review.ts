/** A described comparison: the one value that all output formats are functions of. */

import { counted } from "../../base/words.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { Acceptances } from "../programs/acceptances.ts";
import { idleAcceptances, type IdleAcceptances } from "../programs/idle-acceptances.ts";
import type { Sides } from "../programs/side.ts";
import { firstLine } from "./first-line.ts";
import { totalsOf, type Totals } from "./totals.ts";
import type { ProgramResult } from "../programs/program-result.ts";

export interface Review {
  /** The sides in words: `main (1a2b3c4d5e)`, `the working tree`. */
  readonly titles: BothSides<string>;
  /** The programs that differ, or could not be compared. */
  readonly programs: readonly ProgramResult[];
  /** The number of other programs with the same files on both sides. */
  readonly unchanged: number;
  readonly totals: Totals;
  /** The verdict in one line. */
  readonly headline: string;
  /** The expressions that the compared cases have in common. */
  readonly assumed: readonly string[];
  readonly idle: IdleAcceptances;
  /** Undefined if no hosts were given. */
  readonly hosts: AskedHosts | undefined;
}

/** The dumps that someone asked about. */
export interface AskedHosts {
  /** The number of dumps that were read. */
  readonly of: number;
  /** Files that were not read, each with the reason if no diagnostic gives it. */
  readonly leftOut: readonly string[];
  /** Names of features that some host has but no layout. */
  readonly withoutBit: readonly string[];
}

export interface ReviewRequest {
  readonly sides: Pick<Sides, "covers"> & BothSides<{ readonly title: string }>;
  readonly programs: readonly ProgramResult[];
  readonly unchanged: number;
  readonly acceptances: Acceptances;
  readonly assumed: readonly string[];
  readonly hosts: AskedHosts | undefined;
}

export function describeReview({
  sides,
  programs,
  unchanged,
  acceptances,
  assumed,
  hosts,
}: ReviewRequest): Review {
  const totals = totalsOf(programs);
  const idle = idleAcceptances(acceptances, programs, sides.covers);
  return {
    titles: { old: sides.old.title, new: sides.new.title },
    programs,
    unchanged,
    totals,
    headline: firstLine(totals, programs.length),
    assumed,
    // If only some cases are compared, acceptances of other cases are not stale.
    idle: assumed.length > 0 ? { ...idle, stale: [] } : idle,
    hosts,
  };
}

/** The headline, and the cases to which it is restricted. */
export function summaryOf({ headline, assumed }: Review): string {
  return assumed.length === 0 ? headline : `${headline}, where ${assumed.join(" and ")}`;
}

/** `Unchanged: 3 other programs`; undefined if there is no other program. */
export function unchangedText({ programs, unchanged }: Review): string | undefined {
  return unchanged === 0 || programs.length === 0
    ? undefined
    : `Unchanged: ${counted(unchanged, "other program")}`;
}
