/**
 * `caprules explain`: explains when a bit is on, why it is on or off in one case, when a condition
 * holds, or what a code means.
 */

import { readdirSync } from "node:fs";

import { type Diagnostic, isError } from "../../diagnostics/diagnostic.ts";
import { diagnosticJson } from "../../diagnostics/diagnostic-json.ts";
import { openProgram, type Program } from "../../program/program.ts";
import type { Explanation } from "../../explain/explain-bit.ts";
import type { Possibility } from "../../explain/possibility.ts";
import { declaredInputs } from "../../evaluate/evaluate.ts";
import { HOST } from "../bitmap-inputs.ts";
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
import { openRuleFiles, STANDARD_INPUT, type RuleFiles } from "../read-rule-file.ts";
import { isRuleFile } from "../../names/rule-file.ts";
import { showExplanation } from "../show-explanation.ts";
import type { JsonOption, Verb } from "../verb.ts";

export const explainVerb: Verb = (program, run) =>
  addQuestionOptions(
    program
      .command("explain")
      .summary("when and why a bit is on, when a condition holds, what a diagnostic means")
      .description(
        "For a bit: explains why it is on or off for this machine, or for other inputs, and the smallest change\nthat flips it; or prints its formula over the inputs. For a condition: tells whether and when it can hold.\nFor the code of a diagnostic: explains its meaning.",
      )
      .argument(
        "<bit|condition|code>",
        "as in `vcpu.XSAVES`, `vcpu.XSAVES & !guest.XSAVES` or `CR0301`",
      )
      .argument("[file]", "a rule file; needed unless the folder has exactly one"),
  )
    .option(
      "--formula",
      "print when a bit is on in all cases; the default if the rules have no input `host`",
    )
    .addHelpText(
      "after",
      `${SOURCES_HELP}\n\nExamples:\n  caprules explain XSAVES cpu.rules\n  caprules explain XSAVES cpu.rules --formula\n  caprules explain XSAVES cpu.rules --host all --guest all,-XSAVE\n  caprules explain 'XSAVES & !guest.XSAVES' cpu.rules\n  caprules explain CR0301`,
    )
    .action((what: string, file: string | undefined, options: ExplainOptions) =>
      run((io) => runExplain(what, file, options, io)),
    );

interface ExplainOptions extends QuestionOptions {
  readonly formula?: true;
}

async function runExplain(
  first: string,
  second: string | undefined,
  options: ExplainOptions,
  io: Io,
): Promise<ExitCode> {
  if (/^CR\d+$/i.test(first) && second === undefined) {
    const { explainCode } = await import("../explain-code.ts");
    return explainCode(first.toUpperCase(), options, io);
  }
  const isSwapped = isProgram(first) && second !== undefined && !isProgram(second);
  const bit = isSwapped ? second : first;
  const file = isSwapped ? first : second;
  if (isProgram(bit)) {
    throw new UsageError(`which bit of \`${bit}\`?`, `write \`caprules explain BIT ${bit}\``);
  }
  const source = await openRuleFiles([file ?? onlyRuleFile(bit, io)], io);
  const { host, guest, input, given } = options;
  const hasInputs = [host, guest, input, given].some((each) => each !== undefined);
  if (isCondition(bit)) {
    if (hasInputs) {
      throw new UsageError("a condition is looked at in all cases", "leave the inputs out");
    }
    return explainInGeneral(await conditionAnswer(source, bit, io), options, io);
  }
  if (options.formula === true && hasInputs) {
    throw new UsageError("a formula is for all cases", "leave the inputs out, or `--formula`");
  }
  const program = openProgram(source);
  const isGeneral = options.formula === true || (!hasInputs && !readsThisMachine(program));
  return isGeneral
    ? explainInGeneral(await formulaAnswer(program, bit, io), options, io)
    : explainBit(bit, source, program, options, io);
}

/**
 * True if the program has an input `host`, which defaults to this machine. Also true for rules with
 * errors, which give no general answer either.
 */
function readsThisMachine(program: Program): boolean {
  const { inputs, diagnostics } = declaredInputs(program);
  return diagnostics.some(isError) || inputs.some(({ name }) => name === HOST);
}

/** True if the text has a character that no name of a bit has. */
function isCondition(what: string): boolean {
  return /[\s!~&|^()?=>]/.test(what);
}

interface GeneralAnswer {
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly string[];
  readonly exitCode: ExitCode;
  /** Absent if there are errors. */
  readonly text: string | undefined;
  readonly json: object;
}

async function formulaAnswer(program: Program, bit: string, io: Io): Promise<GeneralAnswer> {
  const { explainFormula } = await import("../../explain/explain-formula.ts");
  const { showFormula } = await import("../show-formula.ts");
  const { formula, ...answer } = await explainFormula(program, bit);
  const text = formula && showFormula(formula, io.stdout.paint);
  return { ...answer, exitCode: exitCodeFor(answer.diagnostics), text, json: { formula } };
}

async function conditionAnswer(source: RuleFiles, text: string, io: Io): Promise<GeneralAnswer> {
  const { explainCondition } = await import("../../explain/explain-condition.ts");
  const { showPossibility } = await import("../show-formula.ts");
  const { possibility, ...answer } = await explainCondition(source, text);
  // Errors in the condition or in the rules both mean that there is no answer.
  const exitCode = exitCodeFor(answer.diagnostics);
  return {
    ...answer,
    exitCode: exitCode === EXIT.findings ? EXIT.couldNotRun : exitCode,
    text: possibility && showPossibility(possibility, io.stdout.paint),
    json: { condition: possibility && possibilityJson(possibility) },
  };
}

function explainInGeneral(answer: GeneralAnswer, { json }: JsonOption, io: Io): ExitCode {
  const { diagnostics, problems, exitCode, text } = answer;
  if (problems[0] !== undefined) throw new UsageError(problems[0]);
  if (json) {
    const ok = exitCode === EXIT.fine;
    printJson(io, { ok, diagnostics: diagnostics.map(diagnosticJson), ...answer.json });
  } else {
    printDiagnostics(io, diagnostics);
    if (text !== undefined) io.stdout.write(text);
  }
  return exitCode;
}

function possibilityJson({ example, ...possibility }: Possibility): object {
  if (example === undefined) return possibility;
  const { bit, when, isWhole, case: given, values } = example;
  return { ...possibility, example: { bit, when, isWhole, case: given, values } };
}

async function explainBit(
  bit: string,
  source: RuleFiles,
  program: Program,
  options: QuestionOptions,
  io: Io,
): Promise<ExitCode> {
  const { explain } = await import("../../explain/explain.ts");
  const question = await readQuestion(source, program, options, io);
  const { explanation, diagnostics, problems } =
    question.inputs === undefined
      ? { explanation: undefined, diagnostics: [], problems: [] }
      : await explain(program, question.inputs, bit);
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

function isProgram(argument: string): boolean {
  return isRuleFile(argument) || argument === STANDARD_INPUT;
}

function onlyRuleFile(bit: string, { cwd }: Io): string {
  const files = readdirSync(cwd).filter(isRuleFile).sort();
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
