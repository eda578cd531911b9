/** `caprules diff`: what several programs have in common is told once. */

import { expect, test } from "vitest";

import { folderWith, type Folder } from "./run-in-folder.ts";
import { LAYOUT, NEW, OLD } from "./xsaves-rules.ts";

const ROOT = 'use "cpu.rules"\n';

/** Two sides with programs that use one changed file. The third program changes in its own way, too. */
function sides(fresh: string): Folder {
  const other = 'use "cpu.rules"\ncaps other: tiny { default = host }\n';
  return folderWith({
    "old/layout.rules": LAYOUT,
    "old/cpu.rules": OLD,
    "old/a.rules": ROOT,
    "old/b.rules": `${ROOT}# also\n`,
    "old/c.rules": other,
    "new/layout.rules": LAYOUT,
    "new/cpu.rules": fresh,
    "new/a.rules": ROOT,
    "new/b.rules": `${ROOT}# also\n`,
    "new/c.rules": other.replace("= host", "= guest"),
  });
}

test("text: a program that says the same is one line", async () => {
  const { stdout } = await sides(NEW).run(["diff", "old", "new"]);
  // XSAVES and what follows from it, AVX.
  expect(stdout).toContain("\nalso in b.rules: the same 2 changes\n");
  // Programs a and c are told in full.
  expect(stdout.match(/ {2}\+ XSAVES\n/g)).toHaveLength(2);
});

test("Markdown and HTML: a program that says the same is one line", async () => {
  const { run } = sides(NEW);
  const of = async (format: string): Promise<string> =>
    (await run(["diff", "old", "new", "--format", format])).stdout;
  const markdown = await of("markdown");
  expect(markdown).toContain("\nalso in b.rules: the same 2 changes\n");
  expect(markdown.match(/<details>/g)).toHaveLength(2);
  const html = await of("html");
  expect(html).toContain("<li>also in b.rules: the same 2 changes</li>");
  expect(html).not.toContain("<h2>b.rules:vcpu");
});

test("JSON has every program in full", async () => {
  const { stdout } = await sides(NEW).run(["diff", "old", "new", "--json"]);
  const { sets } = JSON.parse(stdout) as { sets: { program: string; name: string }[] };
  expect(sets.filter(({ name }) => name === "vcpu").map(({ program }) => program)).toEqual([
    "a.rules",
    "b.rules",
    "c.rules",
  ]);
});

test("an error in a shared file is printed once, and so is what two programs say of it", async () => {
  const { run } = sides(NEW.replace("XSAVES = host", "NOSUCH = host"));
  const { stderr, exitCode } = await run(["diff", "old", "new"]);
  expect(stderr.match(/NOSUCH/g)?.length).toBe((stderr.match(/error\[/g)?.length ?? 0) * 2);
  expect(stderr.match(/error\[/g)).toHaveLength(1);
  expect(stderr).toContain("In new:\n");
  expect(exitCode).toBe(1);
  const { stdout } = await run(["diff", "old", "new", "--format", "markdown"]);
  expect(stdout).toContain("also in b.rules, c.rules: the same 1 error\n");
});
