/** `caprules git`: the commands for showing and merging rule files in git. */

import type { Verb } from "../verb.ts";
import { declareGitSetup } from "./git-setup.ts";
import { declareMerge } from "./merge.ts";

export const gitVerb: Verb = (program, run) => {
  const git = program
    .command("git")
    .summary("show and merge rule files by meaning, in git")
    .description(
      "Connects git to caprules: `git diff` names blocks, `git merge` merges rules by meaning.",
    )
    .addHelpText("after", "\nExample:\n  caprules git setup")
    .configureHelp({ subcommandTerm: (command) => command.name() });
  declareGitSetup(git.command("setup"), run);
  declareMerge(git.command("merge"), run);
  return git;
};

/**
 * The names of these commands before `git` existed. Clones that were set up with them still call
 * them.
 */
export const gitSetupAlias: Verb = (program, run) =>
  declareGitSetup(program.command("git-setup", { hidden: true }), run);

export const mergeAlias: Verb = (program, run) =>
  declareMerge(program.command("merge", { hidden: true }), run);
