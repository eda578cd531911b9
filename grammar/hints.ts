/** Guesses what was meant where the grammar wants something else. */

import type { IToken, TokenType } from "chevrotain";

import { nearestKeyword } from "../src/base/nearest-name.ts";
import { foreignWordHint } from "../src/diagnostics/foreign-words.ts";
import * as t from "./tokens.ts";

/** A mistake: what stands there is not what the grammar wants. */
export interface Unexpected {
  /** In the user's words. */
  readonly expected: string;
  readonly found: IToken;
  /** The tokens before it in its statement. */
  readonly statement: readonly IToken[];
  /** What the statement may start with. */
  readonly starts: ReadonlySet<TokenType>;
}

/** Undefined where nothing is known to be meant. */
export function hintFor(unexpected: Unexpected): string | undefined {
  return hintForEquals(unexpected) ?? hintForWord(unexpected) ?? hintForKeyword(unexpected);
}

/** An expression follows them. */
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

/** Stand within a statement, after a name. */
const laterKeywords = t.keywordsAmong(new Set([t.Also, t.Requires, t.Because, t.Extends]));

function hintForKeyword({ found, statement, starts }: Unexpected): string | undefined {
  const [first, ...others] = [...statement, found];
  if (first.tokenType !== t.Name) return meantBy(others, laterKeywords);
  // Before these it is a name after all.
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
