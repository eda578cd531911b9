/** Runs the real git in a folder of a test. */

import { spawnSync, type SpawnSyncReturns } from "node:child_process";

import { expect } from "vitest";

import type { Folder } from "./run-in-folder.ts";

const SETTINGS = ["user.name=A", "user.email=a@example.org", "commit.gpgsign=false"];

/** Runs git, which must succeed, and returns its output. */
export function git(folder: Folder, ...args: readonly string[]): string {
  const { status, stdout, stderr } = tryGit(folder, ...args);
  expect(status, stderr).toBe(0);
  return stdout;
}

export function tryGit(folder: Folder, ...args: readonly string[]): SpawnSyncReturns<string> {
  const settings = SETTINGS.flatMap((each) => ["-c", each]);
  return spawnSync("git", [...settings, ...args], { cwd: folder.path, encoding: "utf8" });
}
