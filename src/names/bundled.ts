/** The rule files that come with caprules. */

import { parse } from "../../grammar/parse.ts";
import { unpackTree } from "../../grammar/packed-tree.ts";
import type { SyntaxTree } from "../../grammar/syntax-tree.ts";
import * as prelude from "../../rules/prelude.rules";
import * as x86 from "../../rules/x86.rules";

/** The prefix of a bundled file's name in a `use`. */
export const BUNDLED_PREFIX = "caprules:";

export const PRELUDE = "caprules:prelude.rules";

const files = new Map([
  [PRELUDE, prelude],
  ["caprules:x86.rules", x86],
]);

export const bundledNames: readonly string[] = [...files.keys()];

const trees = new Map<string, SyntaxTree>();

/**
 * The tree of a bundled file, by its full name. Always returns the same object. A test checks that
 * no bundled file has a mistake.
 */
export function bundledTree(name: string): SyntaxTree | undefined {
  const file = files.get(name);
  if (file === undefined) return undefined;
  let tree = trees.get(name);
  if (tree === undefined) {
    const source = { name, text: file.text };
    tree = file.packedTree === undefined ? parse(source).tree : unpackTree(source, file.packedTree);
    trees.set(name, tree);
  }
  return tree;
}
