import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { expect, test } from "vitest";

import { folderWith } from "./run-in-folder.ts";

const ROOT = join(import.meta.dirname, "../..");

const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The commands of README.md that are shown with what they print: `    $ caprules …`, then its output. */
const shown = README.split("\n")
  .filter((line) => line.startsWith("    "))
  .join("\n")
  .split(/^ {4}\$ caprules /m)
  .slice(1)
  .map((text) => {
    const [command = "", ...lines] = text.split("\n");
    // Other indented text follows after the next heading and is not the output of a command.
    return { command, output: lines.map((line) => `${line.slice(4)}\n`).join("") };
  });

test.each(shown)("README shows the output of `caprules $command`", async ({ command, output }) => {
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

test("README shows the output of `caprules check` for its first rules", async () => {
  const rules = block("rules", README);
  const { stdout, stderr } = await folderWith({ "cpu.rules": rules }).run(["check", "cpu.rules"]);
  expect(stdout + stderr).toBe(`${block("text", README)}\n1 error\n`);
});

test("README shows the output of `caprules diff`", async () => {
  const [, , shownDiff = ""] = README.split("```text\n");
  const emulated = `emulated: MOVBE  because "executed in software"\n`;
  const folder = folderWith({
    "old/cpu.rules": "default = host & guest\n",
    "new/cpu.rules": `default = host & guest\n${emulated}`,
  });
  const { stdout } = await folder.run(["diff", "old", "new"]);
  expect(stdout).toBe(shownDiff.split("```")[0]);
});

/** The first block of a language. */
function block(language: string, text: string): string {
  return text.split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";
}
