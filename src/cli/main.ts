#!/usr/bin/env node
/** The process: its arguments and streams go to `run`, its exit code comes from there. */

import process from "node:process";

import { chooseColors, type Io, type Output } from "./io.ts";
import { EXIT } from "./exit.ts";

const OLDEST_NODE = [20, 19] as const;

async function main(): Promise<void> {
  if (isNodeTooOld(process.versions.node)) {
    const wanted = OLDEST_NODE.join(".");
    process.stderr.write(`caprules needs Node ${wanted} or newer; this is ${process.version}\n`);
    process.exitCode = EXIT.couldNotRun;
    return;
  }
  endQuietlyWhenNobodyReads(process.stdout);
  endQuietlyWhenNobodyReads(process.stderr);
  try {
    const { run } = await import("./run.ts");
    process.exitCode = await run(process.argv.slice(2), processIo());
  } catch (error) {
    reportBug(error);
  }
}

function isNodeTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

function processIo(): Io {
  return {
    cwd: process.cwd(),
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    readStandardInput,
  };
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    paint: chooseColors(process.env, stream.isTTY),
    write: (text) => {
      stream.write(text);
    },
  };
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

/** As in `caprules eval cpu.rules | head -1`. */
function endQuietlyWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

function reportBug(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ""] = message.replace(/^caprules bug: /, "").split("\n");
  process.stderr.write(`caprules bug: ${line} (set CAPRULES_DEBUG=1 for more)\n`);
  if (process.env["CAPRULES_DEBUG"] === "1" && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ""}\n`);
  }
  process.exitCode = EXIT.couldNotRun;
}

await main();
