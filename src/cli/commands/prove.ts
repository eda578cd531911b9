/**
 * `caprules prove`: proves that an expression holds in every case, or shows the smallest case in
 * which it does not.
 */

import type { ProveResult } from "../../prove/prove.ts";
import type { Proof } from "../../prove/prove-claim.ts";
import { exitCodeFor } from "../check-outcome.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { printDiagnostics, printJson } from "../print.ts";
import { openRuleFiles } from "../read-rule-file.ts";
import { isRuleFile } from "../../names/rule-file.ts";
import { collect, JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

export const proveVerb: Verb = (program, run) =>
  program
    .command("prove")
    .summary("prove that an expression holds in every case, or show one in which it does not")
    .description(
      'Proves an expression as if it were an `assert` in the rules: in every case that the assumptions allow,\nand for every bit if it names "this bit". The files are one program.',
    )
    .argument("<expression>", "as in `vcpu -> kvm | emulated` or `vcpu.AVX2 -> vcpu.AVX`")
    .argument("<file...>", "rule files; `-` is standard input")
    .option(
      "--assume <expression>",
      "consider only cases in which this holds; may be repeated",
      collect,
    )
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      "\nExit codes: 0 proved, 1 refuted, 2 could not run, 3 undecided\n\nExamples:\n  caprules prove 'AVX2 -> AVX' cpu.rules\n  caprules prove 'vcpu -> host' vcpu.rules --assume 'vendor == amd'",
    )
    .action((expression: string, files: string[], options: ProveVerbOptions) =>
      run((io) => runProve(expression, files, options, io)),
    );

interface ProveVerbOptions extends JsonOption {
  readonly assume?: readonly string[];
}

async function runProve(
  expression: string,
  files: readonly string[],
  { assume = [], json }: ProveVerbOptions,
  io: Io,
): Promise<ExitCode> {
  if (isRuleFile(expression)) {
    throw new UsageError(
      `\`${expression}\` is a rule file, not an expression`,
      "write the expression first: `caprules prove 'EXPRESSION' FILE`",
    );
  }
  const { prove } = await import("../../prove/prove.ts");
  const { proofJson, showProof } = await import("../show-proof.ts");
  const source = await openRuleFiles(files, io);
  const result = await prove(source, [expression], { assume });
  const [problem] = result.problems;
  if (problem !== undefined) {
    throw new UsageError(problem, "write one, such as `caprules prove 'AVX2 -> AVX' FILE`");
  }
  const [proof] = result.proofs;
  if (json) printJson(io, proofJson(result, proof, assume));
  else {
    printDiagnostics(io, result.diagnostics);
    if (proof !== undefined) io.stdout.write(showProof(proof, assume, io.stdout.paint));
  }
  return exitCodeOf(result, proof);
}

/** A refutation is an answer, so no other outcome has its exit code. */
function exitCodeOf({ diagnostics }: ProveResult, proof: Proof | undefined): ExitCode {
  switch (proof?.verdict) {
    case "proved":
      return EXIT.fine;
    case "refuted":
      return EXIT.findings;
    case "undecided":
      return EXIT.undecided;
    case undefined:
      return exitCodeFor(diagnostics) === EXIT.undecided ? EXIT.undecided : EXIT.couldNotRun;
  }
}
