/** Loads the two programs of a comparison, and says what stands in its way before anything is compared. */

import { isError, type LoadedModel } from "../analyze.ts";
import type { Span } from "../base/span.ts";
import type { RuleSource } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import { onBothSides, type BothSides } from "./compare/both-sides.ts";
import type { DeclarationChange } from "./compare/change.ts";
import { compareDeclarations } from "./compare/compare-declarations.ts";
import { pairedSets } from "./compare/paired-sets.ts";
import { compareRoles } from "./compare/roles.ts";
import { readExpression, type ReadExpression } from "../expression/read-expression.ts";
import { setNameOf } from "../model/collect-sets.ts";
import type { Assumption, Model } from "../model/model.ts";
import { load, type LoadedProgram } from "../names/load.ts";
import { rememberParses } from "../names/parse-file.ts";

/** The virtual file that holds what is assumed. */
const ASSUMED = "<assume>";

export interface LoadedSources {
  readonly programs: BothSides<LoadedProgram>;
  /** What is wrong with what is assumed, in words. */
  readonly problems: readonly string[];
}

/** @param assume is added to the new program. */
export function loadSources(
  { old, new: fresh }: BothSides<RuleSource>,
  assume: readonly string[],
): LoadedSources {
  const assumptions = assume.map((text) => readExpression(text, ASSUMED, "assume"));
  const parseOnce = rememberParses();
  const sources = { old, new: withAssumptions(fresh, assumptions) };
  return {
    programs: onBothSides(sources, ({ entry, readFile, parseFile = parseOnce }) =>
      load(entry, readFile, parseFile),
    ),
    problems: assumptions.flatMap(({ problem }) =>
      problem === undefined ? [] : [`what is assumed: ${problem}`],
    ),
  };
}

function withAssumptions(source: RuleSource, assumptions: readonly ReadExpression[]): RuleSource {
  if (assumptions.length === 0) return source;
  const text = assumptions.map(({ tree }) => `${tree.source.text}\n`).join("");
  return {
    ...source,
    entry: [...source.entry, ASSUMED],
    readFile: (name) => (name === ASSUMED ? { kind: "text", text } : source.readFile(name)),
  };
}

/** Of the new program's assumptions, those that only say which cases are looked at. */
export function askedAssumptions({ assumptions }: Model): ReadonlySet<Assumption> {
  return new Set(assumptions.filter(({ span }) => span.source.name === ASSUMED));
}

/** True if the finding points at an assumption that was made on request, and not at the rules alone. */
export function isAboutAsked({ span, related }: Diagnostic): boolean {
  return [span, ...related.map((each) => each.span)].some((each) => each?.source.name === ASSUMED);
}

export function errorsIn({ files, diagnostics }: LoadedModel): readonly Diagnostic[] {
  return sortDiagnostics(
    diagnostics.filter(isError),
    files.map(({ name }) => name),
  );
}

/** Sets that are named after files, where these have two names; the old name first. */
export function renamedWithFiles(
  models: BothSides<LoadedModel>,
  sources: BothSides<RuleSource>,
): readonly (readonly [string, string])[] {
  const [old, fresh] = (["old", "new"] as const).map((side) => {
    const file = models[side].files.find(({ name }) => name === sources[side].entry[0]);
    return file?.isImplicitSet === true ? setNameOf(file.name) : undefined;
  });
  return old === undefined || fresh === undefined ? [] : [[old, fresh]];
}

/** Of sets that are said to have another name, those that are not there, in words. */
export function unknownSets(
  { old, new: fresh }: BothSides<LoadedModel>,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  const lacks = ({ model: { sets } }: LoadedModel, name: string): boolean =>
    sets.every((set) => set.name !== name);
  return [...renamed].flatMap(([before, after]) => [
    ...(lacks(old, before) ? [`the old side has no capability set \`${before}\``] : []),
    ...(lacks(fresh, after) ? [`the new side has no capability set \`${after}\``] : []),
  ]);
}

/**
 * What the programs themselves declare otherwise. A set under another name is neither new nor gone.
 * @param models of the programs, to which more may have been added since.
 */
export function compareSources(
  programs: BothSides<LoadedProgram>,
  models: BothSides<LoadedModel>,
  renamed: ReadonlyMap<string, string>,
): readonly DeclarationChange[] {
  const sets = new Set([...renamed.keys(), ...renamed.values()]);
  const { old, new: fresh } = statedModels(programs, models);
  const declarations = compareDeclarations(old, fresh).filter(
    ({ kind, name }) => kind !== "capability set" || !sets.has(name),
  );
  return [...declarations, ...compareRoles(pairedSets(old, fresh, renamed))];
}

/** The models of the programs themselves. @param models to which more may have been added since. */
export function statedModels(
  programs: BothSides<LoadedProgram>,
  models: BothSides<LoadedModel>,
): BothSides<Model> {
  return {
    old: statedIn(programs.old, models.old.model),
    new: statedIn(programs.new, models.new.model),
  };
}

/** The model without what is asked of it: neither what is assumed on request nor what was accepted is a declaration. */
function statedIn({ files }: LoadedProgram, model: Model): Model {
  const stated = files.filter(({ name }) => name !== ASSUMED);
  const sources = new Set(stated.map(({ tree }) => tree.source));
  const isStated = ({ span }: { readonly span: Span }): boolean => sources.has(span.source);
  return {
    ...model,
    assumptions: model.assumptions.filter(isStated),
    assertions: model.assertions.filter(isStated),
  };
}
