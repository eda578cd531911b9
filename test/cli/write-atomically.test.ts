import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { writeAtomically } from "../../src/cli/write-atomically.ts";
import { folderWith } from "./run-in-folder.ts";

test("folders are made, and nothing but the file is left in them", async () => {
  const { path } = folderWith();
  await writeAtomically(join(path, "a/b/c.ts"), "text");
  expect(readdirSync(join(path, "a/b"))).toEqual(["c.ts"]);
  expect(readFileSync(join(path, "a/b/c.ts"), "utf8")).toBe("text");
});

test("a link stays a link, and permissions stay what they are", async () => {
  const { path } = folderWith({ "real.ts": "old" });
  chmodSync(join(path, "real.ts"), 0o604);
  symlinkSync("real.ts", join(path, "link.ts"));
  await writeAtomically(join(path, "link.ts"), "new");
  expect(lstatSync(join(path, "link.ts")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(path, "real.ts"), "utf8")).toBe("new");
  expect(statSync(join(path, "real.ts")).mode & 0o777).toBe(0o604);
});

test("a failure leaves no temporary file behind", async () => {
  const { path } = folderWith();
  mkdirSync(join(path, "taken.ts/inside"), { recursive: true });
  await expect(writeAtomically(join(path, "taken.ts"), "text")).rejects.toThrow();
  expect(readdirSync(path)).toEqual(["taken.ts"]);
});

test("many writers at once leave the text of one of them", async () => {
  const { path } = folderWith();
  const texts = Array.from({ length: 20 }, (_, number) => String(number).repeat(10_000));
  await Promise.all(texts.map((text) => writeAtomically(join(path, "file.ts"), text)));
  expect(texts).toContain(readFileSync(join(path, "file.ts"), "utf8"));
  expect(readdirSync(path)).toEqual(["file.ts"]);
});
