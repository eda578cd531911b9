/** Describes expected and found tokens in the user's words. */

import { EOF, type IParserErrorMessageProvider, type IToken } from "chevrotain";

import * as t from "./tokens.ts";

export function describeToken(token: IToken): string {
  switch (token.tokenType) {
    case EOF:
      return "the end of the file";
    case t.End:
      return "the end of the statement";
    case t.NumberToken:
      return `the number \`${token.image}\``;
    case t.Text:
      return "a text";
    default:
      if (token.image === "") return "the end of what is in brackets";
      return t.isKeyword(token) ? `the keyword \`${token.image}\`` : `\`${token.image}\``;
  }
}

/**
 * Makes chevrotain's error messages state only what was expected. The rest is added when the error
 * is reported.
 */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => {
    const label = expected.LABEL ?? expected.name;
    return label.replaceAll('"', "`");
  },
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? "something else",
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? "something else",
  buildNotAllInputParsedMessage: () => "the end of the file",
};
