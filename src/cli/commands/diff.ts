/** `caprules diff`: compares rule files by meaning. */

import { Option, type Command } from "commander";

import type { DiffOptions } from "../../review/diff.ts";
import type { Hosts } from "../../review/compare/hosts.ts";
import { FORMATS, type DiffFormat } from "../diff-formats.ts";
import type { AcceptOptions } from "../diff/accept-options.ts";
import type { Sides } from "../../review/programs/side.ts";
import type { FailOn } from "../diff/end-comparison.ts";
import type { OverLayouts, ReadHosts } from "../diff/read-hosts.ts";
import type { ProgramResult } from "../../review/programs/program-result.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { countNames } from "../names-without-bit.ts";
import { printDiagnostics } from "../print.ts";
import { collect, type Verb } from "../verb.ts";

const FAIL_ON = ["any", "gained", "lost", "promises"] as const;

interface GivenOptions extends AcceptOptions {
  readonly hosts?: readonly string[];
  readonly format: DiffFormat;
  readonly failOn: readonly FailOn[];
  readonly json?: true;
}

interface DiffVerbOptions extends GivenOptions {
  /** True if the user passed `--fail-on`. */
  readonly isFailOnGiven: boolean;
}

export const diffVerb: Verb = (program, run) =>
  program
    .command("diff")
    .summary("compare two versions of rules by meaning")
    .description(
      "Compares rules by meaning: two files, two folders, or states of a git repository.\nOne revision alone: compares the commit where this branch left it with the working tree. REV..REV: compares the two.",
    )
    .argument("<old>", "a file, a folder, a revision, or REV..REV")
    .argument("[new]", "a file, a folder or a revision (default: the working tree)")
    .option("--assume <expr>", "compare only cases in which this holds; may be repeated", collect)
    .option("--set <old=new>", "compare sets of different names; may be repeated", collect)
    .option(
      "--hosts <[name=]glob>",
      "list on which of these CPUID dumps each change can occur",
      collect,
    )
    .addOption(
      new Option("--format <format>", "the output format").choices(FORMATS).default("text"),
    )
    .addOption(
      new Option(
        "--fail-on <list>",
        "changes that end in exit code 1: gained, lost (by the guest; a changed role is both), promises, any, or none",
      )
        .argParser(readFailOn)
        .default(["any"], "any"),
    )
    .option("--accept", "accept all changes, in caprules.accepted.json; needs -m")
    .option("-m, --message <why>", "the reason for accepting the changes")
    .option("--prune-accepted", "remove acceptances of changes that are no longer made")
    .option("--json", "the same as --format json")
    .addHelpText(
      "after",
      "\nExamples:\n  caprules diff main                         this branch and uncommitted changes\n  caprules diff v1..v2 --format markdown\n  caprules diff v1..v2 --format html > change.html\n  caprules diff HEAD rules/cpu.rules         one file\n  caprules diff old.rules new.rules --assume 'vendor == intel'\n  caprules diff main --hosts 'dumps/*'       on which machines a change occurs\n  caprules diff main --accept -m 'why'       accept these changes\n\nAccepted changes do not fail. Compare with the same base as the gate does, and commit caprules.accepted.json:\na change passes only in accepted cases, and only until the old side has the acceptance as well.\n\nExit codes: 0 no change for the guest except accepted ones, 1 changes (--fail-on), 2 could not run, 3 undecided",
    )
    .action((old: string, fresh: string | undefined, options: GivenOptions, command: Command) => {
      const isFailOnGiven = command.getOptionValueSource("failOn") === "cli";
      const args = fresh === undefined ? [old] : [old, fresh];
      return run((io) => runDiff(args, { ...options, isFailOnGiven }, io));
    });

/** Parses `gained,promises`; the result is empty for `none`. */
function readFailOn(text: string): readonly FailOn[] {
  if (text === "none") return [];
  return text.split(",").map((name) => {
    const known = FAIL_ON.find((each) => each === name);
    if (known !== undefined) return known;
    throw new UsageError(
      `\`--fail-on ${text}\` names \`${name}\``,
      `write none, or some of ${FAIL_ON.join(",")}`,
    );
  });
}

async function runDiff(
  args: readonly string[],
  options: DiffVerbOptions,
  io: Io,
): Promise<ExitCode> {
  const { openSides } = await import("../diff/sides.ts");
  const { readAcceptOptions } = await import("../diff/accept-options.ts");
  const { openAcceptances } = await import("../diff/acceptances.ts");
  const { comparePrograms } = await import("../../review/programs/compare-programs.ts");
  const { describeReview } = await import("../../review/describe/review.ts");
  const { printComparison } = await import("../diff/print-comparison.ts");
  const sides = await openSides(args, io);
  const accepting = readAcceptOptions(options, sides);
  const { hosts, leftOut: unread, overLayouts } = await readHostsOption(options, io);
  const acceptances = await openAcceptances(sides, io);
  const { results, unchanged, problem } = await comparePrograms(
    sides,
    { ...readOptions(options), hosts, asksOpen: accepting?.because !== undefined },
    acceptances,
  );
  if (problem !== undefined) throw new UsageError(problem);
  const format = options.json === true ? "json" : options.format;
  const { withoutBit, differing, ...misread } = overLayouts();
  printDiagnostics(io, misread.diagnostics);
  const leftOut = [...unread, ...misread.leftOut];
  // The JSON document contains the diagnostics.
  if (format !== "json") {
    printProblems(io, sides, results, hosts);
    if (hosts !== undefined && withoutBit.length > 0) {
      io.stderr.write(`note: ${countNames(withoutBit, "--hosts", hosts.inputs)}\n`);
    }
    if (differing.length > 0) {
      const names = differing.join(", ");
      io.stderr.write(
        `note: processors differ in ${names}; only features of all of them are used\n`,
      );
    }
  }
  const review = describeReview({
    sides,
    programs: results,
    unchanged,
    acceptances,
    assumed: options.assume ?? [],
    hosts: hosts && { of: hosts.names.length, leftOut, withoutBit },
  });
  await printComparison(io, format, review, sides.new);
  const { endComparison } = await import("../diff/end-comparison.ts");
  const code = await endComparison(io, {
    sides,
    acceptances,
    review,
    accepting,
    options,
    isGate: options.isFailOnGiven,
    isText: format === "text",
  });
  if (leftOut.length === 0) return code;
  io.stderr.write(`note: left out of --hosts: ${leftOut.join("; ")}\n`);
  return EXIT.couldNotRun;
}

function printProblems(
  io: Io,
  sides: Sides,
  results: readonly ProgramResult[],
  hosts: Hosts | undefined,
): void {
  for (const { diagnostics } of results.map(({ result }) => result)) {
    for (const side of ["old", "new"] as const) {
      const found = diagnostics[side];
      if (found.length > 0) io.stderr.write(`In ${sides[side].title}:\n`);
      printDiagnostics(io, found);
    }
  }
  if (hosts !== undefined && results.some(({ result }) => lacksHosts(result))) {
    io.stderr.write(
      `note: rules that change have no input \`${hosts.inputs.join("` or `")}\`: name theirs, as in --hosts NAME=GLOB\n`,
    );
  }
  for (const note of sides.notes) io.stderr.write(`note: ${note}\n`);
}

function noLayouts(): OverLayouts {
  return { withoutBit: [], diagnostics: [], leftOut: [], differing: [] };
}

/** Reports files that cannot be read; the others are used as hosts. */
async function readHostsOption(
  { hosts: patterns }: DiffVerbOptions,
  io: Io,
): Promise<Omit<ReadHosts, "diagnostics">> {
  if (patterns === undefined) return { hosts: undefined, leftOut: [], overLayouts: noLayouts };
  const { readHosts } = await import("../diff/read-hosts.ts");
  const { diagnostics, ...read } = await readHosts(patterns, io);
  printDiagnostics(io, diagnostics);
  if (read.hosts !== undefined) return read;
  throw new UsageError(
    `no dump of --hosts can be read: ${read.leftOut.join("; ")}`,
    "fix or exclude these files",
  );
}

function lacksHosts({ diff }: ProgramResult["result"]): boolean {
  return (
    diff?.sets.some(({ changes }) => changes.some(({ hosts }) => hosts === undefined)) === true
  );
}

function readOptions({ assume, set }: DiffVerbOptions): DiffOptions {
  const renamed = (set ?? []).map((each): [string, string] => {
    const [old, fresh, ...others] = each.split("=");
    if (
      old === undefined ||
      fresh === undefined ||
      old === "" ||
      fresh === "" ||
      others.length > 0
    ) {
      throw new UsageError(`\`--set ${each}\` does not name two sets`, "write --set OLD=NEW");
    }
    return [old, fresh];
  });
  return { assume: assume ?? [], renamed: new Map(renamed) };
}
