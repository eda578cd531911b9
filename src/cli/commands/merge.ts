/** `caprules git merge`: the merge driver of rule files. */

import { InvalidArgumentError, type Command } from "commander";

import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import type { Runner } from "../verb.ts";

interface MergeOptions {
  readonly path?: string;
  readonly markerSize: number;
}

interface Arguments extends MergeOptions {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** @param command a command that has its name already. */
export function declareMerge(command: Command, run: Runner): Command {
  return command
    .summary("merge two versions of a rule file, for git")
    .description(
      "Merges the changes from BASE to OURS and to THEIRS into the file OURS. Texts are merged as git does, then judged\nby meaning: a bit that the branches change in different ways is a conflict even if the text merges.\ncaprules.accepted.json gets all acceptances that either branch added and neither removed.\n`caprules git setup` makes git call this command.",
    )
    .argument("<base>", "the file before both changes")
    .argument("<ours>", "the file in this branch; the result is written here")
    .argument("<theirs>", "the file in the other branch")
    .option("--path <path>", "the file's path in the repository (default: OURS)")
    .option("--marker-size <n>", "length of conflict markers", readSize, 7)
    .addHelpText(
      "after",
      "\nExample:\n  caprules git merge base.rules ours.rules theirs.rules\n\nExit codes: 0 merged, 1 conflict, 129 could not run",
    )
    .action((base: string, ours: string, theirs: string, options: MergeOptions) =>
      run((io) => merge({ base, ours, theirs, ...options }, io)),
    );
}

function readSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size > 0 && size <= 1000) return size;
  throw new InvalidArgumentError("It is no length.");
}

async function merge(args: Arguments, io: Io): Promise<ExitCode> {
  const { runMerge } = await import("../merge/run-merge.ts");
  return runMerge({ ...args, path: args.path ?? args.ours }, io);
}
