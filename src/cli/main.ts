#!/usr/bin/env node
/**
 * The entry point of the command. It loads the other files only if Node is new enough for them. No
 * file of the command imports `node:process`, which would open all three standard streams.
 */

import { join } from "node:path";

import { loadCompiled } from "./load-compiled.ts";
import { optimizeLater } from "./optimize-later.ts";

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
  // The file of the bundle that every command needs.
  loadCompiled(join(__dirname, "core.cjs"));
  optimizeLater();
  void import("./run-process.ts").then(({ runProcess }) => runProcess());
}
