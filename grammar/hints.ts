/** Guesses the intention behind unexpected text. */

import type { IToken, TokenType } from "chevrotain";

import { nearestKeyword, nearestName } from "../src/base/nearest-name.ts";
import { foreignWordHint } from "../src/diagnostics/foreign-words.ts";
import { roleOf } from "./role-words.ts";
import { SET_ROLES } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

/** A token that the grammar does not allow in its place. */
export interface Unexpected {
  /** The expected tokens in the user's words. */
  readonly expected: string;
  readonly found: IToken;
  /** The tokens of the statement before the unexpected one. */
  readonly statement: readonly IToken[];
  /** The tokens that may start the statement. */
  readonly starts: ReadonlySet<TokenType>;
}

/** Advice; undefined if the intention is unknown. */
export function hintFor(unexpected: Unexpected): string | undefined {
  return (
    hintForEquals(unexpected) ??
    hintForRole(unexpected) ??
    hintForWord(unexpected) ??
    hintForKeyword(unexpected) ??
    hintForLastWord(unexpected)
  );
}

/** `caps vcpu: x86 denid {`, `caps vcpu denied: x86 {` */
function hintForRole({ found, statement }: Unexpected): string | undefined {
  const isName = found.tokenType === t.Name;
  const [first] = statement;
  if (first?.tokenType !== t.Caps) return undefined;
  const words = statement.slice(namedBy(statement));
  const stated = words.find((token) => roleOf(token) !== undefined);
  if (stated !== undefined && isName) return "a set has one role";
  const misplaced = stated ?? (roleOf(found) === undefined ? undefined : found);
  if (misplaced !== undefined) {
    return `write \`${misplaced.image}\` behind the layout or the base, before the description`;
  }
  const meant = isName && statement.length > 1 ? nearestName(found.image, SET_ROLES) : undefined;
  return meant === undefined
    ? undefined
    : `did you mean \`${meant}\` instead of \`${found.image}\`?`;
}

/** `caps vcpu: x86 hidden {` */
function hintForLastWord({ found, statement }: Unexpected): string | undefined {
  const isHeader = statement[0]?.tokenType === t.Caps && namedBy(statement) === statement.length;
  if (!isHeader || statement.length < 4 || found.tokenType !== t.Name) return undefined;
  return `the role of a set is one of ${SET_ROLES.map((role) => `\`${role}\``).join(", ")}`;
}

/** The number of tokens that name a set and its layout or base: `caps vcpu`, `caps vcpu: x86`. */
function namedBy([, , sign]: readonly IToken[]): number {
  return sign?.tokenType === t.Colon || sign?.tokenType === t.Extends ? 4 : 2;
}

/** Tokens that are followed by an expression. */
const expressionStarts: ReadonlySet<TokenType> = new Set([
  t.Equal,
  t.Also,
  t.Requires,
  t.When,
  t.Assume,
  t.Assert,
]);

function hintForEquals({ found, statement }: Unexpected): string | undefined {
  const isInExpression = statement.some(({ tokenType }) => expressionStarts.has(tokenType));
  const previous = statement.at(-1)?.tokenType;
  const isComparison = previous === t.Name && isInExpression;
  if (found.tokenType === t.Equal && isComparison) {
    return "to compare an enum, write `==` or `in (…)`";
  }
  const isTarget = previous === t.Name && !isInExpression;
  return found.tokenType === t.EqualEqual && isTarget ? "a rule is written with `=`" : undefined;
}

/** `host and guest`, `not host` */
function hintForWord({ found, statement }: Unexpected): string | undefined {
  const names = [found, ...statement.slice(-1)].filter(({ tokenType }) => tokenType === t.Name);
  return names.map(({ image }) => foreignWordHint(image)).find((hint) => hint !== undefined);
}

/** Keywords that stand within a statement, after a name. */
const laterKeywords = t.keywordsAmong(new Set([t.Also, t.Requires, t.Because, t.Extends]));

function hintForKeyword({ found, statement, starts }: Unexpected): string | undefined {
  const [first, ...others] = [...statement, found];
  if (first.tokenType !== t.Name) return meantBy(others, laterKeywords);
  // Before one of these the word is a name.
  const [second] = others;
  const isName = second?.tokenType === t.Equal || second?.tokenType === t.Colon;
  const start = isName ? undefined : meantBy([first], t.keywordsAmong(starts));
  return start ?? meantBy(others, laterKeywords);
}

function meantBy(tokens: readonly IToken[], keywords: readonly string[]): string | undefined {
  for (const { tokenType, image } of tokens) {
    const keyword = tokenType === t.Name ? nearestKeyword(image, keywords) : undefined;
    if (keyword !== undefined) return `did you mean \`${keyword}\` instead of \`${image}\`?`;
  }
  return undefined;
}
