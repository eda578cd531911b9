/** Reads the options of `eval` and `explain` that describe one case. */

import type { Command } from "commander";

import type { Program } from "../program/program.ts";
import type { RuleSource } from "../program/source.ts";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ProgramInputs } from "../evaluate/program-inputs.ts";
import type { Enumeration } from "../model/model.ts";
import { declaredInputs } from "../evaluate/evaluate.ts";
import { readBitmaps, type BitmapInputs } from "./bitmap-inputs.ts";
import { UsageError } from "./exit.ts";
import { readGiven, type Given } from "./given.ts";
import type { Io } from "./io.ts";
import { STANDARD_INPUT, STANDARD_INPUT_NAME } from "./read-rule-file.ts";
import { collect, JSON_OPTION, type JsonOption } from "./verb.ts";

export interface QuestionOptions extends JsonOption {
  readonly host?: string;
  readonly guest?: string;
  readonly input?: readonly string[];
  readonly given?: readonly string[];
}

export const SOURCES_HELP = `
SRC is a CPUID dump (/proc/cpuinfo, lscpu, \`cpuid -r\`, AIDA64, hwloc, libcpuid, \`xen-cpuid -p\`, libvirt XML,
QEMU JSON, QEMU feature-words, Firecracker JSON, caprules JSON), \`-\` for one on standard input, \`all\`, \`none\`,
or features: \`+XSAVE,+XSAVES\`, \`all,-AVX\`, \`host,-AVX512F,hle=off\`.
\`/dev/cpu/0/cpuid\` reads processor 0 of this machine.
Bits that a dump does not contain stay unknown: /proc/cpuinfo has no name for some bits, registers no word of the
kernel's own. A list of features, \`all\` and \`none\` determine every bit.
By default, \`host\` is this machine: its CPUID from /dev/cpu, and from /proc/cpuinfo the kernel's own words,
or all bits if /dev/cpu cannot be read. Every other input is \`all\`.`;

export function addQuestionOptions(command: Command): Command {
  return command
    .option("--host <src>", "the CPUID of input `host`", once("--host"))
    .option("--guest <src>", "the CPUID of input `guest`", once("--guest"))
    .option(
      "--input <name=src>",
      "the CPUID of any other input, or `NAME,NAME=SRC`; may be repeated",
      collect,
    )
    .option("--given <facts>", "flags that are on, and values: 'tdp; vendor = amd'", collect)
    .option(...JSON_OPTION);
}

/** Rejects a repeated option, of which otherwise the last would silently win. */
function once(option: string): (value: string, before: string | undefined) => string {
  return (value, before) => {
    if (before === undefined) return value;
    throw new UsageError(`\`${option}\` is given twice`);
  };
}

export interface Question {
  /** Undefined if there are errors. */
  readonly inputs: ProgramInputs | undefined;
  readonly sources: BitmapInputs["sources"];
  readonly given: Given;
  /** Enums that the rules declare. */
  readonly enums: readonly Enumeration[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param program the opened `source`. */
export async function readQuestion(
  source: RuleSource,
  program: Program,
  options: QuestionOptions,
  io: Io,
): Promise<Question> {
  const { inputs, flags, enums, diagnostics } = declaredInputs(program);
  if (diagnostics.some(isError)) {
    const given = { flags: [], values: {} };
    return { inputs: undefined, sources: [], given, enums, diagnostics };
  }
  const bySource = givenSources(options);
  rejectSharedInput(source, bySource);
  const given = readGiven(options.given ?? [], {
    flags,
    enums: [...enums, ...inputs.flatMap((input) => input.enums)],
  });
  const read = await readBitmaps(inputs, bySource, io);
  const bitmaps = read.bitmaps && Object.fromEntries(read.bitmaps);
  return {
    inputs: bitmaps && { bitmaps, ...given },
    sources: read.sources,
    given,
    enums,
    diagnostics: read.diagnostics,
  };
}

/** `host: CPUID of this machine; guest: all; tdp; vendor = amd` */
export function describeQuestion({ sources, given }: Question): string {
  return [
    ...sources.map(({ name, source }) => `${name}: ${source}`),
    ...given.flags,
    ...Object.entries(given.values).map(([name, value]) => `${name} = ${value}`),
  ].join("; ");
}

function givenSources({ host, guest, input = [] }: QuestionOptions): ReadonlyMap<string, string> {
  const pairs: readonly (readonly [string, string])[] = [
    ...(host === undefined ? [] : [["host", host] as const]),
    ...(guest === undefined ? [] : [["guest", guest] as const]),
    ...input.flatMap(splitPairs),
  ];
  const byName = new Map(pairs);
  if (byName.size < pairs.length) throw new UsageError("an input is given twice");
  return byName;
}

/**
 * Splits `raw,boot=FILE` into one pair for each input. Each input reads the file over its own
 * layout.
 */
function splitPairs(text: string): readonly (readonly [string, string])[] {
  const at = text.indexOf("=");
  const source = text.slice(at + 1);
  if (at > 0) {
    return text
      .slice(0, at)
      .split(",")
      .map((name) => [name.trim(), source] as const);
  }
  throw new UsageError(`\`--input ${text}\` has no \`=\``, "write `--input NAME=SRC`");
}

function rejectSharedInput({ entry }: RuleSource, sources: ReadonlyMap<string, string>): void {
  const readers = [...sources.values()].filter((each) => each === STANDARD_INPUT);
  if (readers.length + (entry.includes(STANDARD_INPUT_NAME) ? 1 : 0) > 1) {
    throw new UsageError("standard input can be read only once", "name files for the others");
  }
}
