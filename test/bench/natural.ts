/** Measures whether hard programs are decided, and the time and memory of whole processes. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spread } from "./measure.ts";
import { naturalPrograms, type NaturalProgram, type ProcessTarget } from "./natural-programs.ts";
import { printHeading, printRemark, printValue } from "./print.ts";
import { CLI, peakMegabytes, REPORT_MEMORY } from "./processes.ts";

/** A process that takes longer is ended; its program counts as not decided. */
const MOST_MILLISECONDS = 120_000;

export function benchNatural(): void {
  const folder = mkdtempSync(join(tmpdir(), "caprules-bench-"));
  try {
    for (const program of naturalPrograms()) benchProgram(folder, program);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function benchProgram(
  folder: string,
  { name, text, check, build, mostCode }: NaturalProgram,
): void {
  printHeading(`hard to decide: ${name}`);
  writeFileSync(join(folder, "hard.rules"), text);
  const output = join(folder, "hard.ts");
  rmSync(output, { force: true });
  runCommand(folder, ["check"], check);
  runCommand(folder, ["build", "-o", output], build);
  if (!existsSync(output)) return;
  const target = mostCode === undefined ? {} : { most: mostCode };
  printValue("code", spread([statSync(output).size / 1000]), "kB", target);
}

function runCommand(folder: string, command: readonly string[], target?: ProcessTarget): void {
  const [verb = ""] = command;
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", REPORT_MEMORY, CLI, ...command, "hard.rules"],
    { cwd: folder, encoding: "utf8", timeout: MOST_MILLISECONDS },
  );
  const seconds = (performance.now() - start) / 1e3;
  const [time, memory] =
    target === undefined ? [{}, {}] : [{ most: target.seconds }, { most: target.megabytes }];
  printRemark(verb, verdictOf(status));
  printValue(`${verb}, time`, spread([seconds]), "s", time);
  if (status !== null) printValue(`${verb}, memory`, spread([peakMegabytes(stderr)]), "MB", memory);
}

/** The verdict by exit code; 0 and 1 are answers. */
function verdictOf(status: number | null): string {
  switch (status) {
    case null:
      return `NOT DECIDED within ${MOST_MILLISECONDS / 1000} s`;
    case 0:
    case 1:
      return "decided";
    case 3:
      return "UNDECIDED";
    default:
      return `FAILED with exit code ${status}`;
  }
}
