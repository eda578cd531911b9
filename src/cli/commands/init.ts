/** `caprules init`: writes a first rule file, and the npm scripts that build it. */

import { resolve } from "node:path";

import { test } from "../../compile.ts";
import { setNameOf } from "../../model/collect-sets.ts";
import { readFromMemory } from "../../names/read-file.ts";
import { EXIT, UsageError, type ExitCode } from "../exit.ts";
import { writeFile } from "../generated-file.ts";
import type { Io } from "../io.ts";
import { printJson, printLine } from "../print.ts";
import { readTextFile } from "../read-file.ts";
import { LARGEST_RULE_FILE } from "../read-rule-file.ts";
import { ATTRIBUTES_LINE, starterRules, starterScripts } from "../starter.ts";
import { JSON_OPTION, type JsonOption, type Verb } from "../verb.ts";

export const initVerb: Verb = (program, run) =>
  program
    .command("init")
    .summary("write a first rule file")
    .description(
      "Writes NAME.rules, a line in .gitattributes, and npm scripts into an existing package.json.\nExisting content is kept.",
    )
    .argument("[name]", "the name of the policy", "cpu")
    .option(...JSON_OPTION)
    .addHelpText("after", "\nExample:\n  caprules init && caprules check cpu.rules")
    .action((name: string, options: JsonOption) => run((io) => runInit(name, options, io)));

interface Step {
  readonly file: string;
  readonly done: "wrote" | "changed" | "kept";
  readonly what: string;
}

async function runInit(name: string, { json }: JsonOption, io: Io): Promise<ExitCode> {
  const rulesFile = `${name.replace(/\.rules$/, "")}.rules`;
  const rules = starterRules(setNameOf(rulesFile));
  await rejectUnusableName(rulesFile, rules);
  const steps = [
    await writeRules(rulesFile, rules, io),
    await addAttributes(io),
    ...(await addScripts(rulesFile, io)),
  ];
  if (json) printJson(io, { ok: true, steps });
  else {
    const width = Math.max(...steps.map(({ file }) => file.length));
    for (const { done, file, what } of steps) {
      printLine(io, `${done.padEnd(7)}  ${file.padEnd(width)}  ${what}`);
    }
    printLine(io, `Next: npx caprules check ${rulesFile}`);
  }
  return EXIT.fine;
}

async function rejectUnusableName(rulesFile: string, rules: string): Promise<void> {
  if (/^\w[\w.-]*$/.test(rulesFile)) {
    const { ok } = await test({
      entry: [rulesFile],
      readFile: readFromMemory({ [rulesFile]: rules }),
    });
    if (ok) return;
  }
  throw new UsageError(
    `\`${rulesFile}\` cannot be the name of a first rule file`,
    "choose a plain name, such as `cpu`",
  );
}

async function writeRules(file: string, text: string, io: Io): Promise<Step> {
  if (readExisting(file, io) !== undefined)
    return { file, done: "kept", what: "it is there already" };
  await writeFile(file, resolve(io.cwd, file), text);
  return { file, done: "wrote", what: "a default, two exceptions, two promises and tests" };
}

async function addAttributes(io: Io): Promise<Step> {
  const file = ".gitattributes";
  const what = "generated modules keep their line ends";
  const existing = readExisting(file, io);
  if (existing?.split(/\r?\n/).includes(ATTRIBUTES_LINE)) return { file, done: "kept", what };
  const before = existing === undefined || existing === "" ? "" : `${existing.trimEnd()}\n`;
  await writeFile(file, resolve(io.cwd, file), `${before}${ATTRIBUTES_LINE}\n`);
  return { file, done: existing === undefined ? "wrote" : "changed", what };
}

async function addScripts(rulesFile: string, io: Io): Promise<readonly Step[]> {
  const file = "package.json";
  const existing = readExisting(file, io);
  if (existing === undefined) return [];
  const manifest = parseObject(existing);
  const scripts = manifest?.["scripts"] ?? {};
  if (manifest === undefined || !isObject(scripts)) {
    return [{ file, done: "kept", what: "it is not as expected, so no scripts were added" }];
  }
  const missing = Object.entries(starterScripts(rulesFile)).filter(
    ([script]) => !Object.hasOwn(scripts, script),
  );
  if (missing.length === 0) return [{ file, done: "kept", what: "it has the scripts already" }];
  const changed = { ...manifest, scripts: { ...scripts, ...Object.fromEntries(missing) } };
  const indent = /^([ \t]+)"/m.exec(existing)?.[1] ?? "  ";
  await writeFile(file, resolve(io.cwd, file), `${JSON.stringify(changed, undefined, indent)}\n`);
  const names = missing.map(([script]) => script).join(", ");
  return [{ file, done: "changed", what: `scripts: ${names}` }];
}

/** The text of an existing file; undefined if there is none. */
function readExisting(file: string, { cwd }: Io): string | undefined {
  const content = readTextFile(resolve(cwd, file), LARGEST_RULE_FILE);
  if (content.kind === "text") return content.text;
  if (content.kind === "missing") return undefined;
  throw new UsageError(`\`${file}\` exists, but it is not a text file`);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
