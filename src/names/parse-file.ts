/** Parses rule files, and no text of one name twice: of two versions of a program most files are the same. */

import { addToList } from "../base/add-to-list.ts";
import type { SourceText } from "../base/source-text.ts";
import { parse, type ParseResult } from "../../grammar/parse.ts";

export type ParseFile = (source: SourceText) => ParseResult;

/** For as long as the function that it returns is held. */
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
