/** Prints a comparison in the chosen format. Each format is loaded on demand. */

import { appendFileSync } from "node:fs";

import type { Io } from "../io.ts";
import { counted, printJson } from "../print.ts";
import type { DiffFormat } from "../diff-formats.ts";
import type { AskedHosts } from "./show-json.ts";
import type { IdleAcceptances } from "./stale-acceptances.ts";
import type { Sides } from "./side.ts";
import type { ProgramResult, Totals } from "./totals.ts";

export interface Comparison {
  readonly results: readonly ProgramResult[];
  readonly sides: Pick<Sides, "old" | "new">;
  readonly totals: Totals;
  /** The summary line. */
  readonly line: string;
  readonly assume: readonly string[];
  /** The number of programs with the same files on both sides. */
  readonly unchanged: number;
  readonly idle: IdleAcceptances;
  /** Undefined without `--hosts`. */
  readonly hosts: AskedHosts | undefined;
}

export async function printComparison(
  io: Io,
  format: DiffFormat,
  { results, totals, line, assume, sides, unchanged, idle, hosts }: Comparison,
): Promise<void> {
  const summary = assume.length === 0 ? line : `${line}, where ${assume.join(" and ")}`;
  switch (format) {
    case "text": {
      const { showProgram } = await import("./show-text.ts");
      const programs = results.map((each) =>
        showProgram(each, results.length > 1, io.stdout.paint),
      );
      io.stdout.write(`${summary}\n${programs.join("")}`);
      if (unchanged > 0 && results.length > 0) {
        io.stdout.write(`\nUnchanged: ${counted(unchanged, "other program")}\n`);
      }
      return;
    }
    case "json": {
      const { diffJson } = await import("./show-json.ts");
      printJson(io, diffJson(results, { totals, summary, assumed: assume, idle, hosts }));
      return;
    }
    case "markdown": {
      const { showMarkdown } = await import("./show-markdown.ts");
      io.stdout.write(showMarkdown(results, summary, idle));
      return;
    }
    case "github": {
      const { showGithub } = await import("./show-github.ts");
      const { showMarkdown } = await import("./show-markdown.ts");
      io.stdout.write(`${showGithub(await inRoot(results, sides), idle)}${summary}\n`);
      const file = process.env["GITHUB_STEP_SUMMARY"];
      if (file !== undefined && file !== "") {
        appendFileSync(file, showMarkdown(results, summary, idle));
      }
      return;
    }
    case "sarif": {
      const { diffSarif } = await import("./show-sarif.ts");
      const request = { totals, summary, assumed: assume, idle };
      printJson(io, diffSarif(await inRoot(results, sides), request));
      return;
    }
    case "html": {
      const { showHtml } = await import("./show-html.ts");
      const titles = { old: sides.old.title, new: sides.new.title };
      const request = {
        programs: results,
        titles,
        summary: line,
        assumed: assume,
        unchanged,
        idle,
      };
      io.stdout.write(await showHtml(request));
    }
  }
}

async function inRoot(
  results: readonly ProgramResult[],
  sides: Comparison["sides"],
): Promise<readonly ProgramResult[]> {
  const { namedInRoot } = await import("./named-in-root.ts");
  return results.map((each) => namedInRoot(each, sides.new));
}
