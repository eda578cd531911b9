/** Puts one input through the compiler or the CPUID readers, and says what must not have happened. */

import {
  check,
  compile,
  type Diagnostic,
  type Layout,
  readCpuid,
  type RuleSource,
  type Span,
  test,
  toBitmap,
} from "../../src/index.ts";
import { parse } from "../../grammar/parse.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { readFromMemory } from "../../src/names/read-file.ts";
import { openProgram } from "../../src/program/program.ts";
import type { FuzzInput } from "./inputs.ts";

/** Measured in processor time, since a machine under load takes longer by the clock. */
const MOST_MILLISECONDS = 2_000;

const plain = (text: string): string => text;
const paint = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain, blue: plain };

let x86: Layout | undefined;

/** Undefined where all is as it must be; the first line is the same for the same failure. */
export async function tryInput(input: FuzzInput): Promise<string | undefined> {
  const start = process.cpuUsage();
  try {
    const problem = input.kind === "rules" ? await tryRules(input) : await tryDump(input.text);
    if (problem !== undefined) return problem;
  } catch (error) {
    return error instanceof Error ? describeError(error) : `thrown: ${String(error)}`;
  }
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  return milliseconds > MOST_MILLISECONDS
    ? `too slow\nit took ${milliseconds.toFixed(0)} ms`
    : undefined;
}

/** The first line has the place where it was thrown, without what depends on the input. */
function describeError(error: Error): string {
  const place = error.stack?.split("\n").find((line) => /^\s+at /.test(line)) ?? "";
  return `${error.name} ${place.trim()}\n${error.stack ?? error.message}`;
}

async function tryRules({ text, isCompiled }: FuzzInput): Promise<string | undefined> {
  const source: RuleSource = {
    entry: ["cpu.rules"],
    readFile: readFromMemory({ "cpu.rules": text, "f1.rules": 'use "cpu.rules"\n' }),
  };
  const parsed = parse({ name: "cpu.rules", text });
  const checked = await check(source);
  const misplaced = findMisplaced([...parsed.diagnostics, ...checked.diagnostics]);
  if (misplaced !== undefined) return misplaced;
  if (parsed.diagnostics.length > 0 && checked.ok && parsed.diagnostics.some(isError)) {
    return "checked without an error that the parser reports";
  }
  if (!isCompiled) return undefined;

  const compiled = await compile(source);
  const tested = await test(source);
  const bug = compiled.diagnostics.find(({ code }) => code === "CR0499");
  if (bug !== undefined) return `a proof failed\n${bug.message}`;
  if (compiled.ok !== checked.ok && !compiled.undecided) return "compile and check disagree";
  if (compiled.ok && compiled.sets.length > 0 && compiled.code === undefined && !compiled.undecided)
    return "no errors, but no code";
  return findMisplaced(tested.diagnostics) ?? findUndefined(compiled.code ?? "");
}

async function tryDump(text: string): Promise<string | undefined> {
  const layout = (x86 ??= bundledLayout());
  const { reading, diagnostics } = await readCpuid({ name: "dump", text });
  const misplaced = findMisplaced(diagnostics);
  if (misplaced !== undefined) return misplaced;
  if ((reading === undefined) !== diagnostics.some(isError)) return "a reading and an error";
  if (reading === undefined) return undefined;
  const host = toBitmap(reading, layout, "host");
  const guest = toBitmap(reading, layout, "guest");
  return findMisplaced([...host.diagnostics, ...guest.diagnostics]);
}

function bundledLayout(): Layout {
  const readFile = readFromMemory({ "p.rules": "XSAVE = guest\n" });
  const [layout] = openProgram({ entry: ["p.rules"], readFile }).model.layouts;
  if (layout === undefined) throw new Error("the bundled layout is missing");
  return layout;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function findMisplaced(diagnostics: readonly Diagnostic[]): string | undefined {
  renderDiagnostics(diagnostics, paint);
  for (const { code, span, related } of diagnostics) {
    const spans = [...(span === undefined ? [] : [span]), ...related.map((each) => each.span)];
    if (!spans.every(isInside)) return `${code} is outside of its source`;
  }
  // No more are shown, and what to do about one is worked out only then.
  for (const { code, related, message, notes, help } of diagnostics.slice(0, 50)) {
    const words = [message, ...notes, help ?? "", ...related.map(({ label }) => label)].join("\n");
    if (/\bundefined\b|\bNaN\b|\[object /.test(words)) return `${code} says "undefined"\n${words}`;
  }
  return undefined;
}

function isInside({ source, start, end }: Span): boolean {
  return Number.isInteger(start) && 0 <= start && start <= end && end <= source.text.length;
}

/** Where emitted code may say `undefined`: in comparisons, in types, as a leaf's missing index. */
const KNOWN_UNDEFINED = /[!=]== undefined|index: undefined|\| undefined|\/\/.*|\/\*[^]*?\*\//g;

function findUndefined(code: string): string | undefined {
  const rest = code.replace(KNOWN_UNDEFINED, "");
  const line = rest.split("\n").find((each) => /\bundefined\b|\bNaN\b/.test(each));
  return line === undefined ? undefined : `the code says "undefined"\n${line}`;
}
