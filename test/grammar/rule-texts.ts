/** Rule texts that have no mistakes, for tests of what is made of their trees. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "../../grammar/parse.ts";
import type { SyntaxTree } from "../../grammar/syntax-tree.ts";

const RULES = join(import.meta.dirname, "../../rules");

/** The rule files of this repository. */
export const ruleFiles: readonly { readonly name: string; readonly text: string }[] = readdirSync(
  RULES,
  { recursive: true, encoding: "utf8" },
)
  .filter((name) => name.endsWith(".rules"))
  .map((name) => ({ name, text: readFileSync(join(RULES, name), "utf8") }));

/** @throws if the text has mistakes. */
export function parsed(text: string): SyntaxTree {
  const { tree, diagnostics } = parse({ name: "test.rules", text });
  if (diagnostics.length > 0) throw new Error(`${diagnostics[0]?.message ?? ""} in\n${text}`);
  return tree;
}
