/** Reads the options of `caprules diff` that change the file of accepted changes. */

import { UsageError } from "../exit.ts";
import { acceptCommand, pruneCommand, type ComparedOptions } from "./accept-command.ts";
import type { Sides } from "../../review/programs/side.ts";

export interface AcceptOptions extends ComparedOptions {
  readonly accept?: true;
  readonly message?: string;
  readonly pruneAccepted?: true;
}

/** The changes to write to the file after the comparison. */
export interface Accepting {
  /** The root of the new side, absolute. */
  readonly root: string;
  /** The reason for accepting the changes; undefined to accept nothing. */
  readonly because: string | undefined;
  readonly prunes: boolean;
}

/**
 * Undefined if nothing is to be written.
 * @throws UsageError if the reason is missing, or if the new side has no folder to write to.
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
    throw new UsageError("`-m` gives the reason of an accepted change", "add --accept");
  }
  if (prunes && assume.length > 0) {
    throw new UsageError(
      "`--assume` compares only some cases, so no acceptance is known to be stale",
      "leave out --assume, or --prune-accepted",
    );
  }
  if (!accept && !prunes) return undefined;
  const { root, title } = sides.new;
  if (root === undefined) {
    const command = (accept ? acceptCommand : pruneCommand)(sides, options);
    throw new UsageError(
      `the new side, ${title}, is a commit, but acceptances are written to a file`,
      command === undefined
        ? "compare a revision with the working tree"
        : `compare with the working tree: ${command}`,
    );
  }
  return { root, because: message, prunes };
}
