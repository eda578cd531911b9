/** What a comparison finds out about one program of two sides. */

import type { ChangeAcceptance } from "../accept/accepted-change.ts";
import type { OneDirection } from "../compare/change.ts";
import type { DiffResult } from "../diff.ts";

/** A program and what differs in it. */
export interface ProgramResult {
  readonly name: string;
  /** Of its file in the old side, where it is another one. */
  readonly oldName: string | undefined;
  /** The same, however it was given: relative to the root of its side. */
  readonly file: string;
  readonly change: "changed" | "added" | "removed";
  /** For a program on one side only; undefined if no one has accepted that. */
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
