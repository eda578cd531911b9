/** Builds the command, for copying, that accepts the changes of a comparison. */

import { visibleText } from "../../diagnostics/visible-text.ts";
import { quoteArgument } from "../shell.ts";
import type { Sides } from "../../review/programs/side.ts";

/** The options that affect what is compared. */
export interface ComparedOptions {
  readonly assume?: readonly string[];
  readonly set?: readonly string[];
}

/** Undefined if no command can compare the same old side with files on the disk. */
export function acceptCommand(sides: Sides, options: ComparedOptions): string | undefined {
  return commandOnDisk(sides, options, '--accept -m "why"');
}

export function pruneCommand(sides: Sides, options: ComparedOptions): string | undefined {
  return commandOnDisk(sides, options, "--prune-accepted");
}

function commandOnDisk(
  { onDisk }: Sides,
  { assume = [], set = [] }: ComparedOptions,
  action: string,
): string | undefined {
  const args = onDisk()?.map(quoteArgument);
  if (args === undefined) return undefined;
  const options = [
    ...set.flatMap((each) => ["--set", quoteArgument(each)]),
    ...assume.flatMap((each) => ["--assume", quoteArgument(each)]),
    action,
  ];
  // An argument that begins with a dash must follow `--`, or it would be an option.
  const isPlain = args.every((each) => each === "-" || !each.startsWith("-"));
  const words = isPlain ? [...args, ...options] : [...options, "--", ...args];
  return visibleText(["npx caprules diff", ...words].join(" "));
}
