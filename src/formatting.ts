/** Formats rule files, and compares the result with the original by meaning. */

import { parse } from "../grammar/parse.ts";
import { saysTheSame } from "../grammar/same-tree.ts";
import type { SourceText } from "./base/source-text.ts";
import { diff, type DescribedDiff } from "./review/diff.ts";
import { report, type Diagnostic } from "./diagnostics/diagnostic.ts";
import { formattingDiffers } from "./diagnostics/proofs.ts";
import type { ReadFile } from "./names/read-file.ts";

export interface FormatOptions {
  /** The line width in columns. Default: 120. */
  readonly width?: number;
  /** The indentation of blocks in columns. Default: 2. */
  readonly step?: number;
}

export interface FormatResult {
  /** Undefined if the file has syntax errors. */
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Formats a rule file. Tokens and comments are unchanged, and the text has the same syntax tree as
 * the source. A file with syntax errors is refused, since its meaning is unknown.
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
 * Compares the meaning of a program before and after formatting one file, as diagrams.
 * @param entry the name of the file.
 * @param readFile reads the original files.
 * @param text the formatted text of the file.
 * @returns diagnostics; empty if both mean the same. Also empty for a program that has errors or
 *   reaches a limit, which has no diagrams to compare.
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
