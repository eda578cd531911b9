/**
 * A program of rule files, opened. Each part of it is computed when it is first asked for, and once, so that any number
 * of questions about one program load, check and lower it once.
 */

import { LimitExceeded } from "../base/limit.ts";
import { once } from "../base/once.ts";
import type { Check, Finding } from "../checks/finding.ts";
import { checks } from "../checks/index.ts";
import { describeLimit } from "../diagnostics/describe-limit.ts";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { lintValues } from "../lints/lint-values.ts";
import { lowerModel, vocabularyOf, type Meaning } from "../meaning/lower.ts";
import { buildModel } from "../model/build-model.ts";
import type { Model } from "../model/model.ts";
import { load, type LoadedFile, type LoadedProgram } from "../names/load.ts";
import type { ParseFile } from "../names/parse-file.ts";
import { inSomeOrder } from "./in-some-order.ts";
import type { RuleSource } from "./source.ts";

export interface Program {
  /** Names of the files that the program starts from, in order. */
  readonly entry: readonly string[];
  /** The loaded files, with what is wrong with reading and parsing them. */
  readonly loaded: LoadedProgram;
  readonly files: readonly LoadedFile[];
  /** Has what could be understood; complete only if no mistake is an error. */
  readonly model: Model;
  /** Diagnostics of everything that needs no proof: files, syntax, names. */
  readonly mistakes: readonly Diagnostic[];
  /** Warnings that need no proof. Only `check` reports them. */
  readonly lints: readonly Diagnostic[];
  /** Undefined if an error or a limit prevents it. */
  readonly meaning: Meaning | undefined;
  /** The mistakes, then what the checks on which every verdict rests have found. */
  readonly findings: readonly Finding[];
}

/** Opens a program. A mistake in its files is a diagnostic of the result, so nothing is thrown for it. */
export function openProgram({ entry, readFile, parseFile }: RuleSource): Program {
  return programOf(entry, () => load(entry, readFile, parseFile), checks);
}

/** Opens a program whose files are loaded. @param wanted the only checks that its findings come from. */
export function openLoaded(
  entry: readonly string[],
  loaded: LoadedProgram,
  wanted: readonly Check[] = checks,
): Program {
  return programOf(entry, () => loaded, wanted);
}

/**
 * Opens a program unless it is open already.
 * @param parseFile parses files for a source that has no parser of its own.
 */
export function asProgram(given: Program | RuleSource, parseFile?: ParseFile): Program {
  if (!("readFile" in given)) return given;
  return openProgram(parseFile === undefined ? given : { parseFile, ...given });
}

function programOf(
  entry: readonly string[],
  loadFiles: () => LoadedProgram,
  wanted: readonly Check[],
): Program {
  const loaded = once(loadFiles);
  const built = once(() => buildModel(loaded().files));
  const mistakes = once(() => [...loaded().diagnostics, ...built().diagnostics]);
  const proved = once(() =>
    mistakes().some(isError) ? NOT_PROVED : prove(built().model, new Set(entry), wanted),
  );
  const lints = once(() => [...lintValues(loaded().files), ...built().lints]);
  const findings = once(() => [
    ...mistakes().map((diagnostic) => ({ diagnostic })),
    ...proved().findings,
  ]);
  return {
    entry,
    get loaded() {
      return loaded();
    },
    get files() {
      return loaded().files;
    },
    get model() {
      return built().model;
    },
    get mistakes() {
      return mistakes();
    },
    get lints() {
      return lints();
    },
    get meaning() {
      return proved().meaning;
    },
    get findings() {
      return findings();
    },
  };
}

type Proved = Pick<Program, "meaning" | "findings">;

const NOT_PROVED: Proved = { meaning: undefined, findings: [] };

function prove(model: Model, roots: ReadonlySet<string>, wanted: readonly Check[]): Proved {
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
