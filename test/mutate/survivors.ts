/** Keeps the mutants that no test notices, one YAML file a folder, with reasons that people write. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { format, resolveConfig } from "prettier";
import { parse, stringify } from "yaml";

import type { Mutant } from "./report.ts";

/** A mutant that survives. All but its reason is written by a run. */
interface Survivor {
  /** Its file and line, which moves. */
  readonly at: string;
  readonly code: string;
  readonly becomes: string;
  /** Empty until someone has looked at it. */
  readonly reason: string;
}

interface Counts {
  /** Noticed by a test, or by the clock. */
  readonly killed: number;
  readonly survived: number;
  /** In what runs once, when its file is loaded: not tried. */
  readonly static: number;
  /** Not tried because the run took a sample. */
  readonly leftOut?: number;
}

interface RecordOfFolder {
  /** The files that have been mutated; other files of the folder have not. */
  readonly files: Readonly<Record<string, Counts>>;
  readonly survivors: readonly Survivor[];
}

export interface Verdict {
  readonly killed: number;
  /** Killed and surviving mutants together. */
  readonly tried: number;
  readonly leftOut: number;
  readonly withoutReason: number;
}

/**
 * Writes to `survivors/FOLDER.yaml` what a run says of the files that it mutated. A reason stays with the
 * same change of the same text, and a survivor stays while a sample leaves it out.
 */
export async function recordSurvivors(
  folder: string,
  mutants: readonly Mutant[],
): Promise<Verdict> {
  const path = `test/mutate/survivors/${folder.replaceAll("/", "-")}.yaml`;
  const old = readRecord(path);
  const reasons = new Map(old.survivors.map((each) => [keyOf(each), each.reason]));
  const survivors = mutants.filter(hasSurvived).map((mutant) => survivorOf(mutant, reasons));
  const known = mutants
    .filter(isLeftOut)
    .map((mutant) => survivorOf(mutant, reasons))
    .filter((survivor) => reasons.has(keyOf(survivor)));

  const files = [...new Set(mutants.map(({ file }) => file))];
  const counts = files.map((file) => [file, countsOf(mutants, file)] as const);
  const record: RecordOfFolder = {
    files: Object.fromEntries([...Object.entries(old.files), ...counts]),
    survivors: [
      ...old.survivors.filter(({ at }) => !files.includes(fileOf(at))),
      ...survivors,
      ...known,
    ].sort((one, other) => one.at.localeCompare(other.at, "en", { numeric: true })),
  };
  const style = await resolveConfig(path);
  writeFileSync(path, await format(stringify(record), { ...style, parser: "yaml" }));

  const unexplained = survivors.filter(({ reason }) => reason === "");
  for (const { at, code, becomes } of unexplained)
    console.log(`${at}\n  - ${code}\n  + ${becomes}`);
  const killed = counts.reduce((sum, [, each]) => sum + each.killed, 0);
  return {
    killed,
    tried: killed + survivors.length,
    leftOut: mutants.filter(isLeftOut).length,
    withoutReason: unexplained.length,
  };
}

function readRecord(path: string): RecordOfFolder {
  if (!existsSync(path)) return { files: {}, survivors: [] };
  // We wrote it.
  return parse(readFileSync(path, "utf8")) as RecordOfFolder;
}

function countsOf(mutants: readonly Mutant[], file: string): Counts {
  const count = (is: (mutant: Mutant) => boolean): number =>
    mutants.filter((mutant) => mutant.file === file && is(mutant)).length;
  const leftOut = count(isLeftOut);
  return {
    killed: count(({ status }) => status === "Killed" || status === "Timeout"),
    survived: count(hasSurvived),
    static: count(({ status }) => status === "Ignored"),
    ...(leftOut > 0 && { leftOut }),
  };
}

function hasSurvived({ status }: Mutant): boolean {
  return status === "Survived" || status === "NoCoverage";
}

function isLeftOut({ status }: Mutant): boolean {
  return status === "CompileError";
}

function fileOf(at: string): string {
  return at.replace(/:\d+$/, "");
}

function keyOf({ at, code, becomes }: Omit<Survivor, "reason">): string {
  return [fileOf(at), code, becomes].join("\n");
}

function survivorOf(
  { file, line, code, becomes }: Mutant,
  reasons: ReadonlyMap<string, string>,
): Survivor {
  const identity = { at: `${file}:${line}`, code, becomes };
  return { ...identity, reason: reasons.get(keyOf(identity)) ?? "" };
}
