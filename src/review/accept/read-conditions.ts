/**
 * Reads conditions against two compared programs: each atom is looked up in the new program, else
 * in the old one.
 */

import type { Program } from "../../program/program.ts";
import { isError } from "../../diagnostics/diagnostic.ts";
import { FALSE, type Diagram } from "../../bdd/bdd.ts";
import { definitely } from "../../base/unreachable.ts";
import type { BothSides } from "../compare/both-sides.ts";
import { openWithTrees } from "../../expression/with-expressions.ts";
import { readExpression } from "../../expression/read-expression.ts";
import { lowerClaim, type Meaning } from "../../meaning/lower.ts";
import { bitmapReads } from "../../model/expressions.ts";
import type { Expr, ThisBit } from "../../model/model.ts";
import type { Expression, SyntaxTree } from "../../../grammar/syntax-tree.ts";
import { newValues, type NewValue } from "./new-values.ts";
import { atomTexts, lowerAtoms, unknownAtom } from "./condition-atoms.ts";

export interface ReadConditions {
  /**
   * The programs, with the atoms added to their assertions, so that the atoms are lowered over the
   * same variables.
   */
  readonly programs: BothSides<Program>;
  /** The conditions, by their text. */
  readonly conditions: ReadonlyMap<string, ReadCondition>;
}

export type ReadCondition =
  | {
      readonly kind: "read";
      /**
       * The cases in which the condition holds.
       * @param meanings the meanings of `programs`, lowered together.
       * @param thisBit the bit that a bare bitmap stands for, in each program that has it.
       * @throws LimitExceeded when a diagram grows beyond the limits.
       */
      readonly lower: (
        meanings: BothSides<Meaning>,
        thisBit: BothSides<ThisBit | undefined>,
      ) => Diagram;
    }
  | { readonly kind: "unreadable"; readonly problem: string };

export function readConditions(
  programs: BothSides<Program>,
  texts: Iterable<string>,
): ReadConditions {
  const parsed = new Map([...new Set(texts)].map((text) => [text, parseCondition(text)]));
  const atoms = new Map(
    [...parsed.values()]
      .flatMap((each) => (typeof each === "string" ? [] : atomTexts(each)))
      // Each atom is a file of its own: diagnostics at the same place of one file would be merged.
      .map((text, place) => [text, readExpression(text, `${ACCEPTED} ${place}`, "assert").tree]),
  );
  const fresh = resolveAtoms(programs.new, atoms);
  const lost = new Map([...atoms].filter(([text]) => fresh.problems.has(text)));
  const old = resolveAtoms(programs.old, lost);
  const claims = new Map([
    ...[...old.claims].map(([text, claim]): [string, Claim] => [text, { side: "old", claim }]),
    ...[...fresh.claims].map(([text, claim]): [string, Claim] => [text, { side: "new", claim }]),
  ]);
  const added = newValues({ old: old.program.model, new: fresh.program.model });
  const read = (condition: Expression | string): ReadCondition => {
    if (typeof condition === "string") return { kind: "unreadable", problem: condition };
    const unknown = unknownAtom(condition, (text) => claims.has(text));
    if (unknown === undefined) return { kind: "read", lower: lowering(condition, claims, added) };
    return { kind: "unreadable", problem: fresh.problems.get(unknown) ?? "" };
  };
  return {
    programs: { old: old.program, new: fresh.program },
    conditions: new Map([...parsed].map(([text, condition]) => [text, read(condition)])),
  };
}

/** The name of the virtual file of an atom. */
const ACCEPTED = "<accepted>";

/** An atom, and the side whose names it uses. */
interface Claim {
  readonly side: keyof BothSides<unknown>;
  readonly claim: Expr;
}

/** The expression, or the problem in words. */
function parseCondition(text: string): Expression | string {
  const { tree, diagnostics, problem } = readExpression(text, ACCEPTED, "assert");
  const [statement] = tree.statements;
  const wrong = problem ?? diagnostics[0]?.message;
  if (wrong !== undefined) return wrong;
  return statement?.kind === "assert" ? statement.claim : "the expression is empty";
}

interface ResolvedAtoms {
  readonly program: Program;
  readonly claims: ReadonlyMap<string, Expr>;
  /** The problems of the others, in words. */
  readonly problems: ReadonlyMap<string, string>;
}

function resolveAtoms(program: Program, atoms: ReadonlyMap<string, SyntaxTree>): ResolvedAtoms {
  const withAtoms = (trees: Iterable<SyntaxTree>): Program => openWithTrees(program, [...trees]);
  const first = withAtoms(atoms.values());
  const problems = problemsOf(first, atoms);
  const good = new Map([...atoms].filter(([text]) => !problems.has(text)));
  const resolved = problems.size === 0 ? first : withAtoms(good.values());
  const bySource = new Map(resolved.model.assertions.map((each) => [each.span.source, each.claim]));
  const claims = [...good].map(([text, { source }]): [string, Expr] => [
    text,
    definitely(bySource.get(source), "an atom without a mistake is an assertion"),
  ]);
  return { program: resolved, claims: new Map(claims), problems };
}

function problemsOf(
  { model, mistakes }: Program,
  atoms: ReadonlyMap<string, SyntaxTree>,
): ReadonlyMap<string, string> {
  const errors = new Map(
    mistakes.filter(isError).map(({ span, message }) => [span?.source, message]),
  );
  const claims = new Map(model.assertions.map((each) => [each.span.source, each.claim]));
  return new Map(
    [...atoms].flatMap(([text, { source }]): [string, string][] => {
      const claim = claims.get(source);
      // The bits of a capability set follow from rules, which may change.
      const isOfSet = claim !== undefined && readsSets(claim);
      const problem = errors.get(source) ?? (isOfSet ? `\`${text}\` is no input` : undefined);
      return problem === undefined ? [] : [[text, problem]];
    }),
  );
}

function readsSets(claim: Expr): boolean {
  const { namedBits, thisBitmaps } = bitmapReads(claim);
  return [...thisBitmaps, ...namedBits.map(({ bitmap }) => bitmap)].some(
    ({ kind }) => kind === "caps",
  );
}

/** @param added values that the condition covers only if it names them. */
function lowering(
  condition: Expression,
  claims: ReadonlyMap<string, Claim>,
  added: readonly NewValue[],
): Extract<ReadCondition, { kind: "read" }>["lower"] {
  const named = new Set(
    atomTexts(condition).flatMap((text) => {
      const claim = claims.get(text)?.claim;
      if (claim?.kind !== "enum") return [];
      const { enumeration, values } = claim;
      return values.map((value) => `${enumeration.name} ${enumeration.values[value] ?? ""}`);
    }),
  );
  const unnamed = added.filter(
    ({ enumeration: { name, values }, position }) =>
      !named.has(`${name} ${values[position] ?? ""}`),
  );
  return (meanings, thisBit) => {
    const { bdd, atoms } = meanings.new;
    const cases = lowerCases(condition, claims, meanings, thisBit);
    return unnamed.reduce(
      (rest, { enumeration, position }) =>
        bdd.and(rest, bdd.not(atoms.enumIn(enumeration, [position]))),
      cases,
    );
  };
}

function lowerCases(
  condition: Expression,
  claims: ReadonlyMap<string, Claim>,
  ...[meanings, thisBit]: Parameters<Extract<ReadCondition, { kind: "read" }>["lower"]>
): Diagram {
  return lowerAtoms(meanings.new.bdd, condition, (text) => {
    const known = claims.get(text);
    // A list may name a value that no program has any more.
    if (known === undefined) return FALSE;
    const { side, claim } = known;
    const bit = thisBit[side];
    // A bit that a program does not have is off in all of its bitmaps.
    if (bit === undefined && bitmapReads(claim).namesThisBit) return FALSE;
    const { bdd, atoms } = meanings[side];
    return lowerClaim(bdd, atoms, claim, bit);
  });
}
