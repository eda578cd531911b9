/** Keeps the mutants that no test notices, one YAML file a folder, with reasons that people write. */

import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import process from "node:process";

import type { MutantResult } from "@stryker-mutator/api/core";
import { format } from "prettier";
import { parse, stringify } from "yaml";

import type { Folder } from "./folders.ts";

/** A mutant that survives. All but its reason is written by a run. */
interface Survivor {
  /** Its file and line, which moves. */
  readonly at: string;
  /** The line as it stands in the file: with what it becomes it is how a reason is found again. */
  readonly code: string;
  readonly becomes: string;
  /** Empty until someone has looked at it. */
  readonly reason: string;
}

interface RecordOfFolder {
  /** Noticed by a test, or by the clock. */
  readonly killed: number;
  readonly survived: number;
  /** In what is computed once, when the file is loaded: not tried. */
  readonly static: number;
  readonly survivors: readonly Survivor[];
}

export interface Verdict {
  /** From 0 to 1, of all that were tried. */
  readonly score: number;
  readonly withoutReason: number;
}

/**
 * Writes `survivors/FOLDER.yaml` anew. Reasons that were in it stay with the same mutation of the same line.
 * @param isWhole says that all files of the folder were mutated. Of a part nothing is written.
 */
export async function recordSurvivors(
  folder: Folder,
  mutants: readonly MutantResult[],
  isWhole: boolean,
): Promise<Verdict> {
  const file = `test/mutate/survivors/${folder.path.replaceAll("/", "-")}.yaml`;
  const reasons = reasonsIn(file);
  const survivors = mutants
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map((mutant) => survivorOf(mutant, reasons))
    .sort((a, b) => a.at.localeCompare(b.at, "en", { numeric: true }));
  const count = (...statuses: string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const record: RecordOfFolder = {
    killed: count("Killed", "Timeout"),
    survived: survivors.length,
    static: count("Ignored"),
    survivors,
  };
  if (isWhole)
    writeFileSync(file, await format(stringify(record), { parser: "yaml", printWidth: 100 }));
  const unexplained = survivors.filter(({ reason }) => reason === "");
  for (const { at, code, becomes } of unexplained) console.log(`${at}: ${code}\n    → ${becomes}`);
  return {
    score: record.killed / Math.max(1, record.killed + record.survived),
    withoutReason: unexplained.length,
  };
}

function reasonsIn(file: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return new Map();
  }
  // We wrote it.
  const { survivors } = parse(text) as RecordOfFolder;
  return new Map(survivors.map((each) => [keyOf(each), each.reason]));
}

function keyOf({ at, code, becomes }: Omit<Survivor, "reason">): string {
  return [at.replace(/:\d+$/, ""), code, becomes].join("\n");
}

function survivorOf(mutant: MutantResult, reasons: ReadonlyMap<string, string>): Survivor {
  const { fileName, location, replacement } = mutant;
  const { start, end } = location;
  const path = relative(process.cwd(), fileName);
  const lines = readFileSync(fileName, "utf8").split("\n");
  const first = lines[start.line - 1] ?? "";
  const last = lines[end.line - 1] ?? "";
  const mutated = first.slice(0, start.column - 1) + replacement + last.slice(end.column - 1);
  const identity = {
    at: `${path}:${start.line}`,
    code: first.trim(),
    becomes: mutated.replace(/\s+/g, " ").trim(),
  };
  return { ...identity, reason: reasons.get(keyOf(identity)) ?? "" };
}
