/** The command as it is published: one bundle. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** @param name of the folder, one for each test file, because these run at the same time. */
export function buildCommand(name: string): { readonly folder: string; readonly command: string } {
  const folder = join(ROOT, "node_modules/.cache", name);
  const bundler = join(ROOT, "node_modules/.bin/tsdown");
  const options = ["--out-dir", folder, "--no-dts", "--log-level", "error"];
  const { status, stderr } = spawnSync(bundler, options, { cwd: ROOT, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return { folder, command: join(folder, "cli.cjs") };
}
