/** Connects the process to `run`: arguments and streams in, exit code out. */

import { EXIT, failureOf } from "./exit.ts";
import { chooseColors, type Io, type Output } from "./io.ts";
import { thisMachine } from "./machine.ts";
import { systemReason } from "./read-file.ts";
import { run } from "./run.ts";

export async function runProcess(): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2), processIo());
  } catch (error) {
    reportBug(error);
  }
}

function processIo(): Io {
  return {
    cwd: process.cwd(),
    stdout: output(() => process.stdout),
    stderr: output(() => process.stderr),
    readStandardInput,
    machine: thisMachine(),
  };
}

/** Opens a stream on first use: opening takes milliseconds, and most runs need only one. */
function output(open: () => NodeJS.WriteStream): Output {
  let opened: NodeJS.WriteStream | undefined;
  const stream = (): NodeJS.WriteStream => (opened ??= endingWithIt(open()));
  return {
    get paint() {
      return chooseColors(process.env, stream().isTTY);
    },
    write: (text) => {
      stream().write(text);
    },
  };
}

/**
 * Ends the process if the stream fails. A closed pipe, as in `caprules eval cpu.rules | head -1`,
 * is not reported; other errors, such as a full disk, are.
 */
function endingWithIt(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    if (stream === process.stdout) {
      process.stderr.write(`error: cannot write standard output: ${systemReason(error)}\n`);
    }
    process.exit(EXIT.couldNotRun);
  });
}

async function readStandardInput(limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array); // no encoding is set, so chunks are bytes
    chunks.push(bytes);
    length += bytes.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks);
}

function reportBug(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ""] = message.replace(/^caprules bug: /, "").split("\n");
  process.stderr.write(`caprules bug: ${line} (set CAPRULES_DEBUG=1 for more)\n`);
  if (process.env["CAPRULES_DEBUG"] === "1" && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ""}\n`);
  }
  process.exitCode = failureOf(process.argv.slice(2));
}
