/** Accepted changes of a program: what may change, and why. */

import type { OneDirection, RoleChange } from "../compare/change.ts";

/**
 * Accepts that the bit changes in this direction wherever the condition holds. A bit that changes
 * in both directions needs one acceptance for each.
 */
export interface AcceptableBit {
  readonly kind: "bit";
  readonly set: string;
  /** The bit's name, as `recordedBit` gives it. */
  readonly bit: string;
  readonly direction: OneDirection;
  /** An expression of the rule language over inputs, flags and enumerations of either program. */
  readonly condition: string;
}

/** Accepts that the capability set is added or removed, or changes its role. */
export interface AcceptableSet {
  readonly kind: "set";
  readonly set: string;
  readonly change: SetChange;
}

export type SetChange = "added" | "removed" | RoleChange;

export type AcceptableChange = AcceptableBit | AcceptableSet;

export type AcceptedBit = AcceptableBit & { readonly because: string };

export type AcceptedChange = AcceptedBit | (AcceptableSet & { readonly because: string });

/** The reasons for which a change was accepted, and the cases in which it was not. */
export interface ChangeAcceptance {
  /** The reasons, without duplicates. */
  readonly because: readonly string[];
  /**
   * The cases that change without being accepted, as an expression; undefined if there are none.
   */
  readonly except: string | undefined;
  /** False if `except` is cut, or only says that it is too long. */
  readonly isWhole: boolean;
  /** The directions in which the bit changes without being accepted. */
  readonly open: readonly OneDirection[];
}

/** An acceptance that has no effect because its condition cannot be read. */
export interface UnreadableChange {
  readonly accepted: AcceptedChange;
  /** The reason, in words. */
  readonly problem: string;
}
