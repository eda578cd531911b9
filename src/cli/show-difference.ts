/** How a generated file differs from what it should be, as a short unified diff. */

import type { Paint } from "../diagnostics/paint.ts";
import { visibleText } from "../diagnostics/visible-text.ts";
import type { GeneratedFile } from "./generated-file.ts";

/** Lines of a diff that are shown, and changed lines after which none is looked for. */
const MOST_LINES = 40;
const MOST_CHANGES = 2000;

export async function showDifference(
  { name, oldText }: GeneratedFile,
  newText: string,
  paint: Paint,
): Promise<string> {
  const { createTwoFilesPatch } = await import("diff");
  const patch = createTwoFilesPatch(name, `${name} (as the rules say)`, oldText, newText, "", "", {
    context: 2,
    maxEditLength: MOST_CHANGES,
  });
  if (patch === undefined) return "(too different to be shown line by line)\n";
  // The first line is a rule that parts the files of a longer patch.
  const [, ...lines] = patch.trimEnd().split("\n");
  const shown = lines.slice(0, MOST_LINES).map((line) => coloredLine(line, paint));
  const more = lines.length - MOST_LINES;
  if (more > 0) shown.push(`... and ${more} more lines`);
  return `${shown.join("\n")}\n`;
}

/** A line of a unified diff, as a terminal may show it. */
export function coloredLine(patchLine: string, paint: Paint): string {
  const line = visibleText(patchLine);
  if (line.startsWith("@@")) return paint.blue(line);
  if (line.startsWith("+")) return paint.green(line);
  return line.startsWith("-") ? paint.red(line) : line;
}
