/** The command that accepts what a comparison shows, to be copied. */

import { visibleText } from "../../diagnostics/visible-text.ts";
import { quoteArgument } from "../shell.ts";
import type { Sides } from "../../review/programs/side.ts";

/** What of a command line decides what is compared. */
export interface ComparedOptions {
  readonly assume?: readonly string[];
  readonly set?: readonly string[];
}

/** Undefined where no command compares the same with files on the disk. */
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
  // What begins with a dash is an option, unless it stands behind two of them.
  const isPlain = args.every((each) => each === "-" || !each.startsWith("-"));
  const words = isPlain ? [...args, ...options] : [...options, "--", ...args];
  return visibleText(["npx caprules diff", ...words].join(" "));
}
