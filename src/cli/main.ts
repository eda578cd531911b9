#!/usr/bin/env node
/**
 * The first file of the command: it loads the others only if Node is new enough for them.
 *
 * Nothing in the command imports `node:process`, as that would open all three standard streams.
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
  // The file of the bundle that holds what every command needs.
  loadCompiled(join(__dirname, "core.cjs"));
  optimizeLater();
  void import("./run-process.ts").then(({ runProcess }) => runProcess());
}
