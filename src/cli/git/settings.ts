/** Reads and writes the configuration of one repository only. */

import { UsageError } from "../exit.ts";
import type { Repository } from "./repository.ts";
import { runGit } from "./run-git.ts";

/** Undefined if the key has no value or several values. */
export function readSetting({ cwd }: Repository, key: string): string | undefined {
  const { status, stdout } = runGit(cwd, ["config", "--local", "-z", "--get-all", key]);
  const [value, ...others] = stdout.toString().split("\0").slice(0, -1);
  return status === 0 && others.length === 0 ? value : undefined;
}

/** @throws UsageError if git cannot write it. */
export function writeSetting({ cwd }: Repository, key: string, value: string): void {
  const { status, stderr } = runGit(cwd, ["config", "--local", "--replace-all", key, value]);
  if (status === 0) return;
  throw new UsageError(`git cannot write its setting \`${key}\`: ${stderr.trim()}`);
}
