/** The words in the header of a `caps` block that state the set's role. They are names everywhere else. */

import type { IToken } from "chevrotain";

import { SET_ROLES, type SetRole } from "./syntax-tree.ts";
import * as t from "./tokens.ts";

/** The role that a word states; undefined for any other word. */
export function roleOf({ tokenType, image }: IToken): SetRole | undefined {
  return tokenType === t.Name ? SET_ROLES.find((role) => role === image) : undefined;
}
