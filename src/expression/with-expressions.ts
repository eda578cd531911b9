/** Analyzes a program together with expressions that are not part of its files. */

import { sortedIn } from "../program/check-result.ts";
import { openLoaded, type Program } from "../program/program.ts";
import { type Diagnostic, isError } from "../diagnostics/diagnostic.ts";
import type { Check } from "../checks/finding.ts";
import { checkConflictingConditions } from "../checks/conflicting-conditions.ts";
import { checkContradictoryAssumptions } from "../checks/contradictory-assumptions.ts";
import type { Meaning } from "../meaning/lower.ts";
import type { Assertion, CapabilitySet, Model } from "../model/model.ts";
import type { LoadedFile } from "../names/load.ts";
import type { SyntaxTree } from "../../grammar/syntax-tree.ts";
import { readExpression, type ReadExpression } from "./read-expression.ts";

export interface GivenExpressions {
  readonly claims: readonly string[];
  /** Expressions that are assumed in addition to the program's assumptions. */
  readonly assumptions: readonly string[];
}

export interface ProgramWithExpressions {
  /** Errors only, sorted: those of the program; if there are none, those of the expressions. */
  readonly diagnostics: readonly Diagnostic[];
  /** Problems of an expression as a whole, in words. */
  readonly problems: readonly string[];
  /** Absent if there are diagnostics or problems. */
  readonly value:
    | {
        readonly model: Model;
        readonly meaning: Meaning;
        /** In order of the texts. */
        readonly claims: readonly Assertion[];
      }
    | undefined;
}

/**
 * The checks whose findings would make a proof worthless. Other mistakes in the rules do not affect
 * proofs.
 */
const needed = [checkContradictoryAssumptions, checkConflictingConditions];

/**
 * An expression has the meaning that it would have in an `assert` or `assume` outside of all
 * capability sets. If the program has one set, the set's bits may also be named bare.
 */
export function openWithExpressions(
  program: Program,
  given: GivenExpressions,
): ProgramWithExpressions {
  const claims = readAll(given.claims, "assert", "<expression>");
  const assumptions = readAll(given.assumptions, "assume", "<assumption>");
  const read = [...assumptions, ...claims];
  const problems = read.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) return { diagnostics: [], problems, value: undefined };

  const trees = claims.map(({ tree }) => tree);
  const assumed = assumptions.map(({ tree }) => tree);
  const diagnostics = read.flatMap((each) => each.diagnostics);
  const openWith = (added: readonly SyntaxTree[]): Program =>
    openWithTrees(program, [...assumed, ...added], { diagnostics, wanted: needed });
  const outside = openWith(trees);
  const [set, ...others] = outside.model.sets;
  const isLost = trees.some(({ source }) =>
    errorsOf(outside).some(({ span }) => span?.source === source),
  );
  const isRetried = isLost && set !== undefined && others.length === 0;
  return result(isRetried ? openWith(trees.map((tree) => inSet(tree, set))) : outside, trees);
}

function readAll(
  texts: readonly string[],
  keyword: "assert" | "assume",
  name: string,
): readonly ReadExpression[] {
  return texts.map((text) => readExpression(text, name, keyword));
}

export interface TreesOptions {
  /** Diagnostics of the trees. */
  readonly diagnostics?: readonly Diagnostic[];
  /** The only checks that findings come from; all checks if absent. */
  readonly wanted?: readonly Check[];
}

/** Opens a program anew, with trees that stand in none of its files. */
export function openWithTrees(
  { entry, loaded }: Program,
  trees: readonly SyntaxTree[],
  { diagnostics = [], wanted }: TreesOptions = {},
): Program {
  const files = [...loaded.files, ...trees.map(fileOfExpression)];
  return openLoaded(entry, { files, diagnostics: [...loaded.diagnostics, ...diagnostics] }, wanted);
}

/** Wraps the expression's tree as a file of the program. */
function fileOfExpression(tree: SyntaxTree): LoadedFile {
  return {
    name: tree.source.name,
    tree,
    uses: [],
    isRoot: false,
    isBundled: false,
    isImplicitSet: false,
    takesPrelude: false,
  };
}

/**
 * Wraps the statement in a block that re-opens the set, so that the set's bits may be named bare.
 */
function inSet(tree: SyntaxTree, { name }: CapabilitySet): SyntaxTree {
  const span = { source: tree.source, start: 0, end: tree.source.text.length };
  const statements = tree.statements.filter((each) => each.kind === "assert");
  return { ...tree, statements: [{ kind: "caps", name: { text: name, span }, statements, span }] };
}

function result(program: Program, trees: readonly SyntaxTree[]): ProgramWithExpressions {
  const { model, meaning } = program;
  const diagnostics = sortedIn(program, errorsOf(program));
  const bySource = new Map(model.assertions.map((each) => [each.span.source, each]));
  const claims = trees.flatMap(({ source }) => bySource.get(source) ?? []);
  const isComplete = meaning !== undefined && diagnostics.length === 0;
  return { diagnostics, problems: [], value: isComplete ? { model, meaning, claims } : undefined };
}

function errorsOf({ findings }: Program): readonly Diagnostic[] {
  return findings.map(({ diagnostic }) => diagnostic).filter(isError);
}
