/** The pipeline up to the proofs: from rule files to a checked model and its meaning. */

import { LimitExceeded } from "./base/limit.ts";
import { Bdd } from "./bdd/bdd.ts";
import type { Check, Finding } from "./checks/finding.ts";
import { checks } from "./checks/index.ts";
import { report, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { undecided } from "./diagnostics/proofs.ts";
import { lowerModel, type Meaning } from "./meaning/lower.ts";
import { buildModel } from "./model/build-model.ts";
import type { Model } from "./model/model.ts";
import { load, type LoadedFile, type LoadedProgram } from "./names/load.ts";
import type { ReadFile } from "./names/read-file.ts";

export interface Analysis {
  readonly files: readonly LoadedFile[];
  readonly model: Model;
  /** Absent where an error stands in the way of it. */
  readonly meaning: Meaning | undefined;
  readonly findings: readonly Finding[];
}

/** @param onRequest checks beyond those that always run. */
export function analyze(
  roots: readonly string[],
  readFile: ReadFile,
  onRequest: readonly Check[] = [],
): Analysis {
  return analyzeFiles(load(roots, readFile), new Set(roots), [...checks, ...onRequest]);
}

/** @param wanted the only checks that are run. */
export function analyzeFiles(
  loaded: LoadedProgram,
  roots: ReadonlySet<string>,
  wanted: readonly Check[],
): Analysis {
  const built = buildModel(loaded.files);
  const early = [...loaded.diagnostics, ...built.diagnostics];
  const proved = early.some(isError)
    ? { meaning: undefined, findings: [] }
    : prove(built.model, roots, wanted);
  return {
    files: loaded.files,
    model: built.model,
    meaning: proved.meaning,
    findings: [...early.map((diagnostic) => ({ diagnostic })), ...proved.findings],
  };
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function prove(
  model: Model,
  roots: ReadonlySet<string>,
  wanted: readonly Check[],
): Pick<Analysis, "meaning" | "findings"> {
  try {
    const meaning = lowerModel(new Bdd(), model);
    return { meaning, findings: wanted.flatMap((check) => check({ model, meaning, roots })) };
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    const diagnostic = report(undecided, error.span, {
      what: "what the rules mean",
      limit: error.message,
    });
    return { meaning: undefined, findings: [{ diagnostic }] };
  }
}
