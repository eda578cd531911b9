/** Runs the command in this process, in a folder of its own. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { onTestFinished } from "vitest";

import { chooseColors } from "../../src/cli/io.ts";
import type { Machine } from "../../src/cli/machine.ts";
import { run } from "../../src/cli/run.ts";
import { fakeMachine } from "./fake-machine.ts";

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly standardInput?: string;
  /** A path relative to the folder. */
  readonly inner?: string;
  /** Without it, nothing is known of the machine. */
  readonly machine?: Machine;
}

export interface Folder {
  readonly path: string;
  readonly read: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => void;
  /** In the folder itself, unless the options name an inner one. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Outcome>;
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
    run: (args, options = {}) => runIn(join(path, options.inner ?? "."), args, options),
  };
}

async function runIn(
  cwd: string,
  args: readonly string[],
  { standardInput = "", machine = fakeMachine() }: RunOptions,
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
    machine,
  });
  return { exitCode, ...written };
}
