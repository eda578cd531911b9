/** Changes of a program that someone has looked at and means: what may change, and why. */

import type { OneDirection, RoleChange } from "../compare/change.ts";

/**
 * The bit may change in this direction wherever the condition holds. One that changes in both directions is accepted in
 * each on its own.
 */
export interface AcceptableBit {
  readonly kind: "bit";
  readonly set: string;
  /** As `recordedBit` names it. */
  readonly bit: string;
  readonly direction: OneDirection;
  /** An expression of the rule language over inputs, flags and enumerations of either program. */
  readonly condition: string;
}

/** The capability set may be on one side only, or have another role now. */
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
  /** Each once. */
  readonly because: readonly string[];
  /** When the value changes although no one has accepted that, as an expression; undefined if it never does. */
  readonly except: string | undefined;
  /** False if `except` is cut, or only says that it is too long. */
  readonly isWhole: boolean;
  /** The directions in which it does. */
  readonly open: readonly OneDirection[];
}

/** An accepted change that says nothing, because its condition cannot be read. */
export interface UnreadableChange {
  readonly accepted: AcceptedChange;
  /** Why, in words. */
  readonly problem: string;
}
