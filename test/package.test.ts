/** The files that `npm pack` publishes. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

test("the package has the manuals, and nothing that fits one machine only", () => {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = spawnSync("npm", args, { cwd: ROOT, encoding: "utf8" });
  const [{ files }] = JSON.parse(stdout) as [Packed];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "README.md",
      "CHANGELOG.md",
      "action.yml",
      "grammar/LANGUAGE.md",
      "rules/x86.rules",
      "src/review/README.md",
      "src/codegen/typescript/README.md",
    ]),
  );
  expect(paths.filter((path) => /\.compiled$|\.ts$|^test\//.test(path))).toEqual(
    paths.filter((path) => path.endsWith(".d.ts")),
  );
});
