/** Loads the two programs of a comparison, and reports the problems that prevent it. */

import { sortedIn } from "../program/check-result.ts";
import { asProgram, type Program } from "../program/program.ts";
import { type Diagnostic, isError } from "../diagnostics/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { RuleSource } from "../program/source.ts";
import { onBothSides, type BothSides } from "./compare/both-sides.ts";
import type { DeclarationChange } from "./compare/change.ts";
import { compareDeclarations } from "./compare/compare-declarations.ts";
import { pairedSets } from "./compare/paired-sets.ts";
import { compareRoles } from "./compare/roles.ts";
import { parse } from "../../grammar/parse.ts";
import { openWithTrees } from "../expression/with-expressions.ts";
import { readExpression, type ReadExpression } from "../expression/read-expression.ts";
import { setNameOf } from "../model/collect-sets.ts";
import type { Assumption, Model } from "../model/model.ts";
import { rememberParses } from "../names/parse-file.ts";

/** The name of the virtual file that holds the assumptions of a comparison. */
const ASSUMED = "<assume>";

export interface LoadedSources {
  readonly programs: BothSides<Program>;
  /** Problems of the assumptions, in words. */
  readonly problems: readonly string[];
}

/** @param assume expressions to add to the new program as assumptions. */
export function loadSources(
  sources: BothSides<Program | RuleSource>,
  assume: readonly string[],
): LoadedSources {
  const assumptions = assume.map((text) => readExpression(text, ASSUMED, "assume"));
  const parseFile = rememberParses();
  const programs = onBothSides(sources, (each) => asProgram(each, parseFile));
  return {
    programs: { old: programs.old, new: withAssumptions(programs.new, assumptions) },
    problems: assumptions.flatMap(({ problem }) =>
      problem === undefined ? [] : [`the assumption: ${problem}`],
    ),
  };
}

function withAssumptions(program: Program, assumptions: readonly ReadExpression[]): Program {
  if (assumptions.length === 0) return program;
  const text = assumptions.map(({ tree }) => `${tree.source.text}\n`).join("");
  const { tree, diagnostics } = parse({ name: ASSUMED, text });
  return openWithTrees(program, [tree], { diagnostics });
}

/** The new program's assumptions that were added to restrict the compared cases. */
export function askedAssumptions({ assumptions }: Model): ReadonlySet<Assumption> {
  return new Set(assumptions.filter(({ span }) => span.source.name === ASSUMED));
}

/** True if the finding points at an added assumption, and not only at the rules. */
export function isAboutAsked({ span, related }: Diagnostic): boolean {
  return [span, ...related.map((each) => each.span)].some((each) => each?.source.name === ASSUMED);
}

export function errorsIn(program: Program): readonly Diagnostic[] {
  return sortedIn(program, program.mistakes.filter(isError));
}

/** The old and the new name of a set that is named after its file, if the file was renamed. */
export function renamedWithFiles(
  programs: BothSides<Program>,
): readonly (readonly [string, string])[] {
  const [old, fresh] = (["old", "new"] as const).map((side) => {
    const file = programs[side].files.find(({ name }) => name === programs[side].entry[0]);
    return file?.isImplicitSet === true ? setNameOf(file.name) : undefined;
  });
  return old === undefined || fresh === undefined ? [] : [[old, fresh]];
}

/** Describes sets of `renamed` that do not exist. */
export function unknownSets(
  { old, new: fresh }: BothSides<Program>,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  const lacks = ({ model: { sets } }: Program, name: string): boolean =>
    sets.every((set) => set.name !== name);
  return [...renamed].flatMap(([before, after]) => [
    ...(lacks(old, before) ? [`the old side has no capability set \`${before}\``] : []),
    ...(lacks(fresh, after) ? [`the new side has no capability set \`${after}\``] : []),
  ]);
}

/**
 * Compares the declarations of two programs. A renamed set is neither added nor removed.
 * @param models the models of the programs, possibly with additions.
 */
export function compareSources(
  programs: BothSides<Program>,
  models: BothSides<Program>,
  renamed: ReadonlyMap<string, string>,
): readonly DeclarationChange[] {
  const sets = new Set([...renamed.keys(), ...renamed.values()]);
  const { old, new: fresh } = statedModels(programs, models);
  const declarations = compareDeclarations(old, fresh).filter(
    ({ kind, name }) => kind !== "capability set" || !sets.has(name),
  );
  return [...declarations, ...compareRoles(pairedSets(old, fresh, renamed))];
}

/**
 * The models of the programs without additions.
 * @param models the models of the programs, possibly with additions.
 */
export function statedModels(
  programs: BothSides<Program>,
  models: BothSides<Program>,
): BothSides<Model> {
  return {
    old: statedIn(programs.old, models.old.model),
    new: statedIn(programs.new, models.new.model),
  };
}

/**
 * The model without additions: added assumptions and acceptances are not declarations of the
 * program.
 */
function statedIn({ files }: Program, model: Model): Model {
  const stated = files.filter(({ name }) => name !== ASSUMED);
  const sources = new Set(stated.map(({ tree }) => tree.source));
  const isStated = ({ span }: { readonly span: Span }): boolean => sources.has(span.source);
  return {
    ...model,
    assumptions: model.assumptions.filter(isStated),
    assertions: model.assertions.filter(isStated),
  };
}
