/** `caprules eval`: lists the bits that are on for given inputs, and the rule of each exception. */

import type { EvaluatedSet } from "../../evaluate/evaluate-sets.ts";
import { openProgram } from "../../program/program.ts";
import { evaluate } from "../../evaluate/evaluate.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import { exitCodeFor } from "../check-outcome.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { rejectMissing } from "../given.ts";
import type { Io } from "../io.ts";
import { describeNamesWithoutBit } from "../names-without-bit.ts";
import { printDiagnostics, printJson } from "../print.ts";
import {
  addQuestionOptions,
  describeQuestion,
  readQuestion,
  SOURCES_HELP,
  type QuestionOptions,
} from "../question.ts";
import { openRuleFiles } from "../read-rule-file.ts";
import { showEvaluation } from "../show-evaluation.ts";
import type { Verb } from "../verb.ts";

interface EvalOptions extends QuestionOptions {
  readonly all?: true;
  readonly replay?: true;
}

export const evalVerb: Verb = (program, run) =>
  addQuestionOptions(
    program
      .command("eval")
      .summary("list the bits that are on, for this machine or for any CPUID")
      .description(
        "Prints the bits that are on, and the bits that differ from the inputs, with the rule and its reason.\nA bit is compared with the inputs whose same bit is read by its rules, or by the default that they replace.\nA bit that depends on unknown inputs is neither on nor off: it is listed as not known.",
      )
      .argument("<file>", "a rule file; `-` is standard input"),
  )
    .option("--all", "show every leaf and every bit")
    .option("--replay", "run the generated code on the same inputs too, and compare")
    .addHelpText(
      "after",
      `${SOURCES_HELP}\n\nExamples:\n  caprules eval cpu.rules\n  caprules eval cpu.rules --guest host,-AVX512F\n  cpuid -1 -r | caprules eval cpu.rules --host - --guest +XSAVE,+XSAVES`,
    )
    .action((file: string, options: EvalOptions) => run((io) => runEval(file, options, io)));

async function runEval(file: string, options: EvalOptions, io: Io): Promise<ExitCode> {
  const source = await openRuleFiles([file], io);
  const program = openProgram(source);
  const question = await readQuestion(source, program, options, io);
  if (question.inputs !== undefined) rejectMissing(question.enums, question.given);
  const { sets, diagnostics, problems } =
    question.inputs === undefined
      ? { sets: [], diagnostics: [], problems: [] }
      : await evaluate(program, question.inputs, { replay: options.replay === true });
  if (problems[0] !== undefined) throw new UsageError(problems[0]);
  const all = [...question.diagnostics, ...diagnostics];
  if (options.json) {
    printJson(io, {
      ok: exitCodeFor(all) === EXIT.fine,
      diagnostics: all.map(diagnosticJson),
      inputs: question.sources,
      given: question.given,
      sets: sets.map(setJson),
    });
  } else {
    printDiagnostics(io, all);
    if (sets.length > 0) {
      const { paint, write } = io.stdout;
      write(`${describeQuestion(question)}\n`);
      for (const line of describeNamesWithoutBit(question.sources)) write(`${line}\n`);
      write(sets.map((set) => showEvaluation(set, options.all === true, paint)).join(""));
      if (options.replay === true) write("\nThe generated code, run on the same inputs, agrees.\n");
    }
  }
  return exitCodeFor(all);
}

function setJson({ name, words, dependingWords, bits }: EvaluatedSet): object {
  return { name, words: [...words], dependingWords: [...dependingWords], bits };
}
