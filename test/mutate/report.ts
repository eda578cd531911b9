/** Reads what Stryker found out, from its report. */

import { readFileSync } from "node:fs";

export interface Mutant {
  readonly status:
    | "Killed"
    | "Timeout"
    | "Survived"
    | "NoCoverage"
    | "Ignored"
    /** Means that it is not in the sample (`sample.js`): vitest compiles every mutant. */
    | "CompileError"
    | (string & {});
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The lines of the file in which it is, without the space around. */
  readonly code: string;
  /** The same lines as it changes them. */
  readonly becomes: string;
}

/** The report of mutation testing tools: https://github.com/stryker-mutator/mutation-testing-elements */
interface Report {
  readonly files: Readonly<Record<string, { source: string; mutants: readonly ReportedMutant[] }>>;
}

/** Lines and columns are from 1, ends are exclusive. */
interface ReportedMutant {
  readonly status: string;
  readonly replacement?: string;
  readonly location: Readonly<Record<"start" | "end", { line: number; column: number }>>;
}

export function readMutants(path: string): readonly Mutant[] {
  // Stryker wrote it.
  const { files } = JSON.parse(readFileSync(path, "utf8")) as Report;
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants.map(({ status, replacement = "", location: { start, end } }) => {
      const before = lines[start.line - 1]?.slice(0, start.column - 1) ?? "";
      const after = lines[end.line - 1]?.slice(end.column - 1) ?? "";
      return {
        status,
        file,
        line: start.line,
        code: onOneLine(lines.slice(start.line - 1, end.line).join(" ")),
        becomes: onOneLine(before + replacement + after),
      };
    });
  });
}

/** Shortens a block to its two ends. */
function onOneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 200 ? line : `${line.slice(0, 120)} … ${line.slice(-60)}`;
}
