/** Reports and replaces operators and commas of other languages. */

import type { IToken, TokenType } from "chevrotain";

import { commaInList, foreignOperator } from "../src/diagnostics/syntax.ts";
import type { Findings } from "./findings.ts";
import * as t from "./tokens.ts";

const meant: ReadonlyMap<TokenType, { readonly type: TokenType; readonly image: string }> = new Map(
  [
    [t.AndAnd, { type: t.And, image: "&" }],
    [t.OrOr, { type: t.Or, image: "|" }],
    [t.FatArrow, { type: t.Arrow, image: "->" }],
  ],
);

/** Reports each kind once for each statement, since a list with one comma usually has several. */
export function replaceForeignTokens(tokens: IToken[], findings: Findings): IToken[] {
  const isForeign = ({ tokenType }: IToken): boolean =>
    tokenType === t.Comma || meant.has(tokenType);
  if (!tokens.some(isForeign)) return tokens;

  const reported = new Set<TokenType>();
  return tokens.filter((token) => {
    const type = token.tokenType;
    if (type === t.End || type === t.LeftBrace) reported.clear();
    if (!isForeign(token)) return true;
    const operator = meant.get(type);
    if (!reported.has(type)) {
      reported.add(type);
      const [start, end] = [token.startOffset, t.endOf(token)];
      if (operator === undefined) findings.add(commaInList, start, end, {});
      else
        findings.add(foreignOperator, start, end, { written: token.image, meant: operator.image });
    }
    if (operator === undefined) return false;
    t.retype(token, operator.type);
    return true;
  });
}
