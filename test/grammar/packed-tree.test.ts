import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packTree, unpackTree } from "../../grammar/packed-tree.ts";
import { parse } from "../../grammar/parse.ts";

const RULES = join(import.meta.dirname, "../../rules");

test.each(["prelude.rules", "x86.rules", "cpu.rules"])("%s survives packing", (name) => {
  const source = { name, text: readFileSync(join(RULES, name), "utf8") };
  const { tree, diagnostics } = parse(source);
  expect(diagnostics).toEqual([]);
  const unpacked = unpackTree(source, packTree(tree));
  expect(unpacked).toEqual(tree);
  expect(unpacked.statements[0]?.span.source).toBe(source);
});
