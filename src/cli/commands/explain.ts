/** `caprules explain`: why a bit is on or off, or what the code of a diagnostic means. */

import { readdirSync } from "node:fs";

import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import type { Explanation } from "../../explain/explain.ts";
import { explain } from "../../questions.ts";
import { exitCodeFor } from "../check-outcome.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { rejectMissing } from "../given.ts";
import type { Io } from "../io.ts";
import { printDiagnostics, printJson } from "../print.ts";
import {
  addQuestionOptions,
  readQuestion,
  SOURCES_HELP,
  type Question,
  type QuestionOptions,
} from "../question.ts";
import { openRuleFiles, STANDARD_INPUT } from "../read-rule-file.ts";
import { showExplanation } from "../show-explanation.ts";
import type { Verb } from "../verb.ts";

export const explainVerb: Verb = (program, run) =>
  addQuestionOptions(
    program
      .command("explain")
      .summary("why a bit is on or off, or what a diagnostic means")
      .description(
        "Says why a bit is on or off, and the smallest change of inputs that flips it;\nor what the code of a diagnostic means.",
      )
      .argument("<bit|code>", "a bit, as in `XSAVES` or `vcpu.XSAVES`, or a code, as in `CR0301`")
      .argument("[file]", "a rule file; needed unless the folder has exactly one"),
  )
    .addHelpText(
      "after",
      `${SOURCES_HELP}\n\nExamples:\n  caprules explain XSAVES cpu.rules\n  caprules explain XSAVES cpu.rules --host all --guest all,-XSAVE\n  caprules explain CR0301`,
    )
    .action((what: string, file: string | undefined, options: QuestionOptions) =>
      run((io) => runExplain(what, file, options, io)),
    );

async function runExplain(
  first: string,
  second: string | undefined,
  options: QuestionOptions,
  io: Io,
): Promise<ExitCode> {
  if (/^CR\d+$/i.test(first) && second === undefined) {
    const { explainCode } = await import("../explain-code.ts");
    return explainCode(first.toUpperCase(), options, io);
  }
  const isSwapped = isRuleFile(first) && second !== undefined && !isRuleFile(second);
  const bit = isSwapped ? second : first;
  const file = isSwapped ? first : second;
  if (isRuleFile(bit)) {
    throw new UsageError(`which bit of \`${bit}\`?`, `write \`caprules explain BIT ${bit}\``);
  }
  return explainBit(bit, file ?? onlyRuleFile(bit, io), options, io);
}

async function explainBit(
  bit: string,
  file: string,
  options: QuestionOptions,
  io: Io,
): Promise<ExitCode> {
  const source = await openRuleFiles([file], io);
  const question = await readQuestion(source, options, io);
  const { explanation, diagnostics, problems } =
    question.inputs === undefined
      ? { explanation: undefined, diagnostics: [], problems: [] }
      : await explain(source, question.inputs, bit);
  if (problems[0] !== undefined) throw new UsageError(problems[0]);
  if (explanation !== undefined) rejectMissing(enumsRead(explanation, question), question.given);
  const all = [...question.diagnostics, ...diagnostics];
  if (options.json) {
    const { sources: inputs, given } = question;
    const ok = exitCodeFor(all) === EXIT.fine;
    const json = explanation && explanationJson(explanation);
    printJson(io, { ok, diagnostics: all.map(diagnosticJson), inputs, given, explanation: json });
  } else {
    printDiagnostics(io, all);
    if (explanation !== undefined) {
      io.stdout.write(showExplanation(explanation, question, io.stdout.paint));
    }
  }
  return exitCodeFor(all);
}

function enumsRead({ reads }: Explanation, { enums }: Question): Question["enums"] {
  const read = new Set(reads.map(({ name }) => name));
  return enums.filter(({ name }) => read.has(name));
}

function explanationJson({ flip, ...explanation }: Explanation): object {
  return { ...explanation, flip: flip?.changes, flipRule: flip?.rule };
}

function isRuleFile(argument: string): boolean {
  return argument.endsWith(".rules") || argument === STANDARD_INPUT;
}

function onlyRuleFile(bit: string, { cwd }: Io): string {
  const files = readdirSync(cwd)
    .filter((name) => name.endsWith(".rules"))
    .sort();
  const [file, ...others] = files;
  if (file === undefined) {
    throw new UsageError(
      "there is no rule file here",
      `write \`caprules explain ${bit} FILE\`, or \`caprules init\` for a first one`,
    );
  }
  if (others.length === 0) return file;
  const choices = files.slice(0, 5).map((each) => `\`caprules explain ${bit} ${each}\``);
  throw new UsageError("which rule file?", `write ${choices.join(" or ")}`);
}
