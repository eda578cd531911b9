/** Ugly files and what becomes of them, for readers to judge. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { formatFile } from "../../../grammar/format/format-file.ts";
import { parse } from "../../../grammar/parse.ts";
import { assertGolden } from "../../harness/golden.ts";

const FOLDER = join(import.meta.dirname, "golden");
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".before.rules"))
  .map((name) => name.replace(".before.rules", ""));

test.each(names)("%s", (name) => {
  const file = `${name}.before.rules`;
  const { tree, diagnostics } = parse({
    name: file,
    text: readFileSync(join(FOLDER, file), "utf8"),
  });
  expect(diagnostics).toEqual([]);
  assertGolden(formatFile(tree), `grammar/format/golden/${name}.after.rules`);
});
