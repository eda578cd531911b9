import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The commands of README.md that are shown with what they print: `    $ caprules …`, then its output. */
const shown = readFileSync(join(ROOT, "README.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("    "))
  .join("\n")
  .split(/^ {4}\$ caprules /m)
  .slice(1)
  .map((text) => {
    const [command = "", ...lines] = text.split("\n");
    // What else is indented follows after the next heading, and is no output of a command.
    return { command, output: lines.map((line) => `${line.slice(4)}\n`).join("") };
  });

test.each(shown)("README shows what `caprules $command` prints", async ({ command, output }) => {
  const args = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  const folder = folderWith();
  const inner = relative(folder.path, ROOT);
  const { stdout, stderr } = await folder.run(
    args.map((each) => each ?? ""),
    { inner },
  );
  expect(stderr).toBe("");
  expect(output.startsWith(stdout)).toBe(true);
});

test("README shows some commands with their output", () => {
  expect(shown.length).toBeGreaterThan(1);
});
