/** Lays rule files out for readers, and holds the result against what was written. */

import { parse } from "../grammar/parse.ts";
import { saysTheSame } from "../grammar/same-tree.ts";
import type { SourceText } from "./base/source-text.ts";
import { diff, type DescribedDiff } from "./review/diff.ts";
import { report, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { formattingDiffers } from "./diagnostics/proofs.ts";
import type { ReadFile } from "./names/read-file.ts";

export interface FormatOptions {
  /** Columns of a line; 120 where it is absent. */
  readonly width?: number;
  /** Columns by which blocks are indented; 2 where it is absent. */
  readonly step?: number;
}

export interface FormatResult {
  /** Undefined if the file has syntax errors. */
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lays a rule file out. Tokens and comments stay as they are; the text has the same syntax tree as the source.
 *
 * A file with syntax errors is refused, since nobody knows how its text is meant.
 */
export async function format(
  source: SourceText,
  options: FormatOptions = {},
): Promise<FormatResult> {
  const { tree, diagnostics } = parse(source);
  if (diagnostics.length > 0) return { text: undefined, diagnostics };
  const { DEFAULT_FORMAT, formatFile } = await import("../grammar/format/format-file.ts");
  const text = formatFile(tree, { ...DEFAULT_FORMAT, ...options });
  const again = parse({ name: source.name, text });
  const isSame =
    again.diagnostics.length === 0 && saysTheSame(tree.statements, again.tree.statements);
  if (isSame) return { text, diagnostics: [] };
  return { text: undefined, diagnostics: [differs(source, "what the file says")] };
}

/**
 * Compares the program of a file with what it becomes, as diagrams.
 *
 * @param entry the name of the file.
 * @param readFile reads the files as they are.
 * @param text what the file is to become.
 * @returns what is wrong; nothing if both mean the same. A program with errors, or one that reaches a limit, has no diagrams
 * to compare: for it, nothing is claimed.
 */
export async function compareFormatted(
  entry: string,
  readFile: ReadFile,
  text: string,
): Promise<readonly Diagnostic[]> {
  const readFormatted: ReadFile = (name) =>
    name === entry ? { kind: "text", text } : readFile(name);
  const result = await diff(
    { entry: [entry], readFile },
    { entry: [entry], readFile: readFormatted },
  );
  if (result.diff?.isCompared !== true || !hasChanges(result.diff)) return [];
  const old = readFile(entry);
  const source = { name: entry, text: old.kind === "text" ? old.text : "" };
  return [differs(source, "what the rules mean")];
}

function hasChanges({ sets, declarations, promises }: DescribedDiff): boolean {
  return (
    sets.some(({ changes }) => changes.length > 0) || declarations.length > 0 || promises.length > 0
  );
}

function differs(source: SourceText, what: string): Diagnostic {
  return report(formattingDiffers, { source, start: 0, end: 0 }, { what });
}
