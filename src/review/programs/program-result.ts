/** The result of comparing one program of two sides. */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import type { OneDirection } from "../compare/change.ts";
import type { DiffResult } from "../diff.ts";

/** A program and its differences. */
export interface ProgramResult {
  readonly name: string;
  /** The name of the program's file in the old side, if it differs. */
  readonly oldName: string | undefined;
  /** The name relative to the root of its side, which does not depend on the current folder. */
  readonly file: string;
  readonly change: "changed" | "added" | "removed";
  /** The acceptance of an added or removed program; undefined if there is none. */
  readonly accepted: ChangeAcceptance | undefined;
  /**
   * For a program on one side only: whether the guest gains or loses, by the roles of its sets. A program that was moved
   * to where nothing compares it counts as both, because its rules may say anything now.
   */
  readonly forGuest: readonly OneDirection[];
  /** For a removed program: the file that has its rules now, where nothing compares them. */
  readonly movedTo: string | undefined;
  readonly result: DiffResult;
}
