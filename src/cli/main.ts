#!/usr/bin/env node
/** The first file of the command: it loads the others only if Node is new enough for them. */

import process from "node:process";

const OLDEST_NODE = [20, 19] as const;

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

if (isTooOld(process.versions.node)) {
  const wanted = OLDEST_NODE.join(".");
  process.stderr.write(`caprules needs Node ${wanted} or newer; this is ${process.version}\n`);
  process.exitCode = 2;
} else {
  const { runProcess } = await import("./run-process.ts");
  await runProcess();
}
