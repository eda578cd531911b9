/** Changes of promises between two programs: assertions, tests and assumptions. */

import type { ReplayCase } from "../../replay/replay.ts";
import type { Place } from "../compare/claim-text.ts";

export type PromiseKind = "assert" | "test" | "assume";

/**
 * - `made`: only the new side has it. A new assumption counts only if it does not follow from the
 *   old side's assumptions.
 * - `withdrawn`: only the old side has it. An assertion is withdrawn only if no assertion of the
 *   new side implies it.
 * - `weakened`: an assertion of the new side replaces it and claims less, or a test expects
 *   something else.
 * - `broken`: the new side has it, and it fails there; the same promise did not fail before.
 * - `undecided`: a limit was reached, so it is not known whether it is any of these.
 */
export type PromiseChangeKind = "made" | "withdrawn" | "weakened" | "broken" | "undecided";

export interface PromiseChange extends Place {
  readonly kind: PromiseKind;
  readonly change: PromiseChangeKind;
  /** The claim, or the title of the test. */
  readonly text: string;
  /** The side that `file` and `line` refer to. */
  readonly side: "old" | "new";
  /** True if the new program promises less than the old one, or breaks the promise, or may do so. */
  readonly isFinding: boolean;
  /**
   * Facts, one line each: whether a withdrawn claim still holds, and the case in which a claim
   * fails.
   */
  readonly notes: readonly string[];
}

/** A promise that the new program does not keep, or that is undecided. */
export interface BrokenPromise {
  readonly promise: PromiseChange;
  /** A case of the new program in which the promise fails; undefined if that is undecided. */
  readonly witness: ReplayCase | undefined;
}

export interface PromiseChanges {
  readonly broken: readonly BrokenPromise[];
  readonly others: readonly PromiseChange[];
}
