/** Keeps the mutants that no test notices, one YAML file a folder, with reasons that people write. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { format } from "prettier";
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

interface RecordOfFolder {
  /** Noticed by a test, or by the clock. */
  readonly killed: number;
  readonly survived: number;
  /** In what runs once, when its file is loaded: not tried. */
  readonly static: number;
  readonly survivors: readonly Survivor[];
}

export interface Verdict {
  /** From 0 to 1, of all that were tried. */
  readonly score: number;
  readonly withoutReason: number;
}

/**
 * Writes `survivors/FOLDER.yaml` anew. Reasons that were in it stay with the same change of the same text.
 * @param isWhole says that all files of the folder were mutated. Of a part nothing is written.
 */
export async function recordSurvivors(
  folder: string,
  mutants: readonly Mutant[],
  isWhole: boolean,
): Promise<Verdict> {
  const file = `test/mutate/survivors/${folder.replaceAll("/", "-")}.yaml`;
  const reasons = reasonsIn(file);
  const count = (...statuses: readonly string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const survivors = mutants
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map((mutant) => survivorOf(mutant, reasons))
    .sort((one, other) => one.at.localeCompare(other.at, "en", { numeric: true }));
  const record: RecordOfFolder = {
    killed: count("Killed", "Timeout"),
    survived: survivors.length,
    static: count("Ignored"),
    survivors,
  };
  if (isWhole) writeFileSync(file, await format(stringify(record), { parser: "yaml" }));
  const unexplained = survivors.filter(({ reason }) => reason === "");
  for (const { at, code, becomes } of unexplained)
    console.log(`${at}\n  - ${code}\n  + ${becomes}`);
  return {
    score: record.killed / Math.max(1, record.killed + record.survived),
    withoutReason: unexplained.length,
  };
}

function reasonsIn(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  // We wrote it.
  const { survivors } = parse(readFileSync(file, "utf8")) as RecordOfFolder;
  return new Map(survivors.map((each) => [keyOf(each), each.reason]));
}

function keyOf({ at, code, becomes }: Omit<Survivor, "reason">): string {
  return [at.replace(/:\d+$/, ""), code, becomes].join("\n");
}

function survivorOf(
  { file, line, code, becomes }: Mutant,
  reasons: ReadonlyMap<string, string>,
): Survivor {
  const identity = { at: `${file}:${line}`, code, becomes };
  return { ...identity, reason: reasons.get(keyOf(identity)) ?? "" };
}
