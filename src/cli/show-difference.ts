/** Shows how a generated file differs from the expected text, as a short unified diff. */

import type { Paint } from "../diagnostics/paint.ts";
import { visibleText } from "../diagnostics/visible-text.ts";
import type { GeneratedFile } from "./generated-file.ts";

/** The number of lines to show, and of changed lines after which the search stops. */
const MOST_LINES = 40;
const MOST_CHANGES = 2000;

export async function showDifference(
  { name, oldText }: GeneratedFile,
  newText: string,
  paint: Paint,
): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const patch = createTwoFilesPatch(name, `${name} (as the rules say)`, oldText, newText, "", "", {
    context: 2,
    maxEditLength: MOST_CHANGES,
    headerOptions: FILE_HEADERS_ONLY,
  });
  if (patch === undefined) return "(too different to be shown line by line)\n";
  const lines = patch.trimEnd().split("\n");
  const shown = lines.slice(0, MOST_LINES).map((line) => coloredLine(line, paint));
  const more = lines.length - MOST_LINES;
  if (more > 0) shown.push(`... and ${more} more lines`);
  return `${shown.join("\n")}\n`;
}

/** A line of a unified diff, coloured and safe for a terminal. */
export function coloredLine(patchLine: string, paint: Paint): string {
  const line = visibleText(patchLine);
  if (line.startsWith("@@")) return paint.blue(line);
  if (line.startsWith("+")) return paint.green(line);
  return line.startsWith("-") ? paint.red(line) : line;
}
