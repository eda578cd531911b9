/** A described comparison: the one value that all output formats are functions of. */

import { counted } from "../../base/words.ts";
import type { BothSides } from "../compare/both-sides.ts";
import type { Acceptances } from "../programs/acceptances.ts";
import { idleAcceptances, type IdleAcceptances } from "../programs/idle-acceptances.ts";
import type { Sides } from "../programs/side.ts";
import { countsLine } from "./counts-line.ts";
import { headlineOf } from "./headline.ts";
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
  /** The first line: the changes that the guest sees, or else the verdict, which is `summary`. */
  readonly headline: string;
  /** The verdict in one line, as counts. */
  readonly summary: string;
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
  const summary = countsLine(totals, programs.length) + whereAll(assumed);
  const idle = idleAcceptances(acceptances, programs, sides.covers);
  return {
    titles: { old: sides.old.title, new: sides.new.title },
    programs,
    unchanged,
    totals,
    headline: headlineOf(programs, totals, assumed) ?? summary,
    summary,
    assumed,
    // If only some cases are compared, acceptances of other cases are not stale.
    idle: assumed.length > 0 ? { ...idle, stale: [] } : idle,
    hosts,
  };
}

/** `, where vendor == amd and guest.AVX`; empty if every case is compared. */
function whereAll(assumed: readonly string[]): string {
  return assumed.length === 0 ? "" : `, where ${assumed.join(" and ")}`;
}

/** The first lines of a comparison: the headline, and the counts unless they are the headline. */
export function verdictLines({ headline, summary }: Review): readonly [string, ...string[]] {
  return headline === summary ? [summary] : [headline, summary];
}

/** `Unchanged: 3 other programs`; undefined if there is no other program. */
export function unchangedText({ programs, unchanged }: Review): string | undefined {
  return unchanged === 0 || programs.length === 0
    ? undefined
    : `Unchanged: ${counted(unchanged, "other program")}`;
}
