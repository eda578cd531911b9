/** The pipeline up to the proofs: from rule files to a checked model and its meaning. */

import { LimitExceeded } from "./base/limit.ts";
import type { Check, Finding } from "./checks/finding.ts";
import { checks } from "./checks/index.ts";
import { describeLimit } from "./diagnostics/describe-limit.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { inSomeOrder } from "./in-some-order.ts";
import { lintValues } from "./lints/lint-values.ts";
import { lowerModel, vocabularyOf, type Meaning } from "./meaning/lower.ts";
import { buildModel } from "./model/build-model.ts";
import type { Model } from "./model/model.ts";
import { load, type LoadedFile, type LoadedProgram } from "./names/load.ts";
import type { ParseFile } from "./names/parse-file.ts";
import type { ReadFile } from "./names/read-file.ts";

export interface Analysis {
  readonly files: readonly LoadedFile[];
  readonly model: Model;
  /** Absent if an error prevents it. */
  readonly meaning: Meaning | undefined;
  readonly findings: readonly Finding[];
  /** Warnings that need no proof; only `check` says them. */
  readonly lints: readonly Diagnostic[];
}

/** A program before anything about it is proved. */
export interface LoadedModel {
  readonly files: readonly LoadedFile[];
  /** Complete only if no diagnostic is an error. */
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings that need no proof. */
  readonly lints: readonly Diagnostic[];
}

export function loadProgram(
  roots: readonly string[],
  readFile: ReadFile,
  parseFile?: ParseFile,
): LoadedModel {
  return modelProgram(load(roots, readFile, parseFile));
}

export function modelProgram({ files, diagnostics }: LoadedProgram): LoadedModel {
  const { model, diagnostics: mistakes, lints } = buildModel(files);
  return {
    files,
    model,
    diagnostics: [...diagnostics, ...mistakes],
    lints: [...lintValues(files), ...lints],
  };
}

/** @param onRequest checks to run in addition to those that every verdict requires. */
export function analyze(
  roots: readonly string[],
  readFile: ReadFile,
  onRequest: readonly Check[] = [],
): Analysis {
  const program = loadProgram(roots, readFile);
  return analyzeLoaded(program, new Set(roots), [...checks, ...onRequest]);
}

/** @param wanted the checks to run. */
export function analyzeLoaded(
  { files, model, diagnostics, lints }: LoadedModel,
  roots: ReadonlySet<string>,
  wanted: readonly Check[],
): Analysis {
  const proved = diagnostics.some(isError)
    ? { meaning: undefined, findings: [] }
    : prove(model, roots, wanted);
  return {
    files,
    model,
    meaning: proved.meaning,
    findings: [...diagnostics.map((diagnostic) => ({ diagnostic })), ...proved.findings],
    lints,
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
    return inSomeOrder((bdd, order) => {
      const meaning = lowerModel(bdd, model, vocabularyOf(model, order));
      return { meaning, findings: wanted.flatMap((check) => check({ model, meaning, roots })) };
    });
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    const diagnostic = describeLimit(error, "what the rules mean");
    return { meaning: undefined, findings: [{ diagnostic }] };
  }
}
