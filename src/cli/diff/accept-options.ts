/** What the options of `caprules diff` ask of what was accepted. */

import { UsageError } from "../exit.ts";
import { acceptCommand, pruneCommand, type ComparedOptions } from "./accept-command.ts";
import type { Sides } from "../../review/programs/side.ts";

export interface AcceptOptions extends ComparedOptions {
  readonly accept?: true;
  readonly message?: string;
  readonly pruneAccepted?: true;
}

/** What is to be written after the comparison. */
export interface Accepting {
  /** Of the new side, absolute. */
  readonly root: string;
  /** Why what changes is meant; undefined where it is not accepted. */
  readonly because: string | undefined;
  readonly prunes: boolean;
}

/**
 * Undefined if nothing is to be written.
 * @throws UsageError if it is not said why, or there is no place to write it to.
 */
export function readAcceptOptions(options: AcceptOptions, sides: Sides): Accepting | undefined {
  const { accept = false, pruneAccepted: prunes = false, message, assume = [] } = options;
  if (accept && (message === undefined || message.trim() === "")) {
    throw new UsageError(
      message === undefined ? "`--accept` needs a reason" : "the reason of `--accept` is empty",
      'say why the change is meant: --accept -m "why"',
    );
  }
  if (!accept && message !== undefined) {
    throw new UsageError("`-m` gives the reason of a change that is accepted", "add --accept");
  }
  if (prunes && assume.length > 0) {
    throw new UsageError(
      "with `--assume` not every case is looked at, so nothing is known to be stale",
      "leave out --assume, or --prune-accepted",
    );
  }
  if (!accept && !prunes) return undefined;
  const { root, title } = sides.new;
  if (root === undefined) {
    const command = (accept ? acceptCommand : pruneCommand)(sides, options);
    throw new UsageError(
      `the new side, ${title}, is a commit, and what is accepted is written to a file`,
      command === undefined
        ? "compare a revision with the working tree"
        : `compare with the working tree: ${command}`,
    );
  }
  return { root, because: message, prunes };
}
