/**
 * Parses rule files and remembers the results, since two versions of a program share most files.
 */

import { addToList } from "../base/add-to-list.ts";
import type { SourceText } from "../base/source-text.ts";
import { parse, type ParseResult } from "../../grammar/parse.ts";

export type ParseFile = (source: SourceText) => ParseResult;

/** Results are remembered as long as the returned function exists. */
export function rememberParses(): ParseFile {
  const byName = new Map<string, ParseResult[]>();
  return (source) => {
    const known = byName.get(source.name)?.find(({ tree }) => tree.source.text === source.text);
    if (known !== undefined) return known;
    const parsed = parse(source);
    addToList(byName, source.name, parsed);
    return parsed;
  };
}
