/** `caprules` as its users start it: whole processes. */

import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareTimes, measureTimes, scale, spread } from "./measure.ts";
import { manyRules, namedBits, policyWithExceptions, withLayout } from "./policies.ts";
import { printHeading, printRatio, printValue } from "./print.ts";

const ROOT = process.cwd();
/** Built beside the benchmark, as it would be published. */
export const CLI: string = join(import.meta.dirname, "../product/cli.cjs");

const EFFORT = { rounds: 21, roundMilliseconds: 1 };

export function benchProcesses(): void {
  const folder = mkdtempSync(join(tmpdir(), "caprules-bench-"));
  try {
    benchStart(folder);
    benchBuild(folder);
    benchWholePolicy(folder);
    benchGrowth(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function benchStart(folder: string): void {
  const empty = join(folder, "empty.js");
  writeFileSync(empty, "");
  printHeading("check: rules/cpu.rules, as a process");
  const check = (): unknown => runNode([CLI, "check", "rules/cpu.rules"], ROOT);
  const bare = (): unknown => runNode([empty], ROOT);
  const { ratio, subject, baseline } = compareTimes(check, bare, EFFORT);
  printValue("bare node", baseline, "ms");
  printValue("check", subject, "ms");
  printRatio("check / bare node", ratio, { most: 1.8 });
}

function benchBuild(folder: string): void {
  const policy = policyWithExceptions(namedBits(768), 600);
  writeFileSync(join(folder, "many.rules"), withLayout(768, policy.rules));
  printHeading("build: 600 rules over 24 words, as a process");
  const build = (): unknown =>
    runNode([CLI, "build", "--force", "-o", "many.ts", "many.rules"], folder);
  const seconds = scale(measureTimes(build, 9), 1e-3);
  printValue("build", seconds, "s", { most: 1 });
}

/** KVM's policy of Linux 7.1.5: 17 sets, of 9 layouts. */
function benchWholePolicy(folder: string): void {
  const files = ["setup", "host", "vcpu", "consumers", "7.1.5"].map(
    (name) => `rules/kvm/${name}.rules`,
  );
  printHeading("KVM 7.1.5, as a process");
  const check = (): unknown => runNode([CLI, "check", "rules/kvm/7.1.5.rules"], ROOT);
  printValue("check", measureTimes(check, 9), "ms", { most: 250 });
  const diff = (): unknown =>
    runNode(
      [CLI, "diff", "rules/kvm/7.1.5.rules", "rules/kvm/next.rules", "--fail-on", "none"],
      ROOT,
    );
  printValue("diff, to the next version", measureTimes(diff, 9), "ms", { most: 400 });
  const measureTests = (option: string) => (): unknown =>
    runNode([CLI, "test", option, "rules/kvm/7.1.5.rules"], ROOT);
  const coverage = scale(measureTimes(measureTests("--coverage"), 5), 1e-3);
  printValue("test --coverage", coverage, "s", { most: 2 });
  const mutation = scale(measureTimes(measureTests("--mutate"), 5), 1e-3);
  printValue("test --mutate", mutation, "s", { most: 4 });
  const output = join(folder, "kvm.ts");
  const build = (): unknown => runNode([CLI, "build", "-o", output, ...files], ROOT);
  const seconds = scale(measureTimes(build, 9), 1e-3);
  printValue("build, with the proof of the code", seconds, "s", { most: 1.5 });
}

interface Cost {
  readonly rules: number;
  readonly seconds: number;
  readonly megabytes: number;
}

function benchGrowth(folder: string): void {
  printHeading("check: growth with the number of rules, as a process");
  const costs = [1_000, 10_000, 100_000].map((rules) => checkCost(folder, rules));
  costs.forEach(({ rules, seconds, megabytes }, step) => {
    const isLast = step === costs.length - 1;
    const [timeTarget, memoryTarget] = isLast ? [{ most: 5 }, { most: 1000 }] : [{}, {}];
    printValue(`${rules} rules, time`, spread([seconds]), "s", timeTarget);
    printValue(`${rules} rules, memory`, spread([megabytes]), "MB", memoryTarget);
    const before = costs[step - 1];
    if (before === undefined) return;
    const label = `${before.rules} → ${rules} rules`;
    printRatio(`${label}, time`, spread([seconds / before.seconds]), { most: 12 });
    printRatio(`${label}, memory`, spread([megabytes / before.megabytes]), { most: 12 });
  });
}

/** A module that makes a process print its peak memory, as `peakMegabytes` reads it. */
export const REPORT_MEMORY = `data:text/javascript,process.on("exit",()=>{console.error(process.resourceUsage().maxRSS)})`;

/** The fastest of three runs, which others on the machine disturbed least. */
function checkCost(folder: string, rules: number): Cost {
  writeFileSync(join(folder, "big.rules"), manyRules(rules));
  const runs = Array.from({ length: 3 }, () => {
    const start = performance.now();
    const errors = runNode(["--import", REPORT_MEMORY, CLI, "check", "big.rules"], folder);
    const seconds = (performance.now() - start) / 1e3;
    return { rules, seconds, megabytes: peakMegabytes(errors) };
  });
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

/** From what a process with `REPORT_MEMORY` printed as errors. */
export function peakMegabytes(errors: string): number {
  return Number(errors.trim().split("\n").at(-1)) / 1024;
}

/** Returns what the process printed as errors. */
function runNode(args: readonly string[], cwd: string): string {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stderr;
}
