/** Runs git without a shell, so that names of branches and files may have any characters. */

import { spawnSync } from "node:child_process";

import { UsageError } from "../exit.ts";

export interface GitOutcome {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The largest output of one git command, in bytes. */
const MOST_OUTPUT = 256 * 1024 * 1024;

/** @throws UsageError if there is no git. */
export function runGit(cwd: string, args: readonly string[], input?: string): GitOutcome {
  const options = {
    cwd,
    // Callers match git's messages in English.
    env: { ...process.env, LC_ALL: "C" },
    maxBuffer: MOST_OUTPUT,
    ...(input === undefined ? {} : { input }),
  };
  const { status, stdout, stderr, error } = spawnSync("git", args, options);
  if (error !== undefined && "code" in error && error.code === "ENOENT") {
    throw new UsageError("git is not installed, or not on the PATH");
  }
  return { status: status ?? 255, stdout, stderr: String(stderr) };
}
