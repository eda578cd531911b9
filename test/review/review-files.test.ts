/** The library reviews folders in memory as the command reviews folders on the disk. */

import { expect, test } from "vitest";

import {
  reviewAnnotations,
  reviewFiles,
  reviewJson,
  reviewMarkdown,
  reviewPage,
  reviewSarif,
  reviewText,
  type Review,
} from "../../src/index.ts";
import { version } from "../../src/cli/version.ts";
import { folderWith } from "../cli/run-in-folder.ts";

const LAYOUT = "layout tiny { word W { 0 A  1 B  2 C } }\ninput host: tiny\ninput guest: tiny\n";

function rules(own: string): string {
  return `use "layout.rules"\ncaps vcpu: tiny {\n  default = host & guest\n${own}}\n`;
}

const OLD = {
  "layout.rules": LAYOUT,
  "amd/cpu.rules": `use "../layout.rules"\ncaps amd: tiny { default = host }\n`,
  "cpu.rules": rules("  A = none\n"),
  "same.rules": rules(""),
  "gone.rules": rules("  C = none\n"),
};

const NEW = {
  ...OLD,
  "cpu.rules": rules("  A = host\n  B requires A\n"),
  "gone.rules": rules("  C = none\n").replace("default", "defualt"),
  "caprules.accepted.json": `{ "version": 1, "acceptances": [ { "because": "why", "changes": [
    { "program": "cpu.rules", "set": "vcpu", "bits": ["A"], "direction": "gained", "condition": "host.A" },
    { "program": "cpu.rules", "set": "vcpu", "bits": ["C"], "direction": "lost", "condition": "host.A" } ] } ] }`,
};

async function reviewed(): Promise<Review> {
  const { review, problem } = await reviewFiles({
    old: { title: "a", files: OLD },
    new: { title: "b", files: NEW },
  });
  if (review === undefined) throw new Error(problem);
  return review;
}

test("a review has what a maintainer would find by hand", async () => {
  const { programs, totals, unchanged } = await reviewed();
  expect(programs.map(({ file, change }) => `${file} ${change}`).sort()).toEqual([
    "cpu.rules changed",
    "gone.rules changed",
  ]);
  expect(unchanged).toBe(2);
  // A is on where the host has it; B now waits for it. One program has an error.
  expect([totals.gained, totals.lost, totals.incomparable]).toEqual([1, 1, 1]);
  // That A is gained is accepted, that B is lost is not, and that C is lost does not happen.
  expect([totals.accepted, totals.open.lost]).toEqual([1, 1]);
});

const FORMATS: readonly (readonly [string, (review: Review) => unknown])[] = [
  ["text", (review) => reviewText(review)],
  ["markdown", (review) => reviewMarkdown(review)],
  ["github", (review) => reviewAnnotations(review)],
  ["html", (review) => reviewPage(review)],
  ["json", (review) => reviewJson(review)],
  ["sarif", (review) => reviewSarif(review, version)],
];

test.each(FORMATS)("in %s it is what the command prints", async (format, show) => {
  const onDisk = (side: string, files: object): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${side}/${name}`, text]));
  const folder = folderWith({ ...onDisk("a", OLD), ...onDisk("b", NEW) });
  const { stdout } = await folder.run(["diff", "a", "b", "--format", format]);
  const shown = await show(await reviewed());
  if (typeof shown === "string") expect(shown).toBe(stdout);
  else expect(JSON.parse(JSON.stringify(shown))).toEqual(JSON.parse(stdout));
});

test("a broken file of acceptances, and a set that no program has, are problems in words", async () => {
  const side = (files: Readonly<Record<string, string>>) => ({ title: "b", files });
  const broken = await reviewFiles({
    old: side(OLD),
    new: side({ ...OLD, "caprules.accepted.json": "{" }),
  });
  expect(broken.review).toBeUndefined();
  expect(broken.problem).toContain("caprules.accepted.json of b:1:1: ");
  const renamed = new Map([["nobody", "vcpu"]]);
  const unknown = await reviewFiles({ old: side(OLD), new: side(NEW) }, { renamed });
  expect(unknown.problem).toBe("the old side has no capability set `nobody`");
});
