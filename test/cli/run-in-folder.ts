/** Runs the command in this process, in a folder of its own. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { onTestFinished } from "vitest";

import { chooseColors } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Folder {
  readonly path: string;
  readonly read: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => void;
  /** In `inner`, a path relative to the folder, or in the folder itself. */
  readonly run: (
    args: readonly string[],
    options?: { readonly standardInput?: string; readonly inner?: string },
  ) => Promise<Outcome>;
}

/** Removed when the test that made it ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), "caprules-test-"));
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  });
  const write: Folder["write"] = (name, content) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    path,
    write,
    read: (name) => readFileSync(join(path, name), "utf8"),
    run: (args, { standardInput = "", inner = "." } = {}) =>
      runIn(join(path, inner), args, standardInput),
  };
}

async function runIn(
  cwd: string,
  args: readonly string[],
  standardInput: string,
): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written) => ({
    paint: chooseColors({}, false),
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exitCode = await run(args, {
    cwd,
    stdout: output("stdout"),
    stderr: output("stderr"),
    readStandardInput: () => Promise.resolve(Buffer.from(standardInput)),
  });
  return { exitCode, ...written };
}
