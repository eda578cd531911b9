/** Prints diagnostics, counts and JSON documents. */

import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { counted } from "../base/words.ts";
import { renderDiagnostics } from "../diagnostics/render.ts";
import type { Io } from "./io.ts";

/** Prints diagnostics to standard error, with a last line that counts them. */
export function printDiagnostics(io: Io, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const frames = renderDiagnostics(diagnostics, io.stderr.paint);
  io.stderr.write(`${frames}\n${countProblems(diagnostics)}\n`);
}

/** `2 errors, 1 warning`; `0 problems` */
export function countProblems(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(isError).length;
  const warnings = diagnostics.length - errors;
  const parts = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  return parts.length === 0 ? "0 problems" : parts.join(", ");
}

export function printLine(io: Io, line: string): void {
  io.stdout.write(`${line}\n`);
}

/** Prints one document to standard output. Escapes control characters as `\u` sequences. */
export function printJson(io: Io, value: unknown): void {
  const text = JSON.stringify(value, undefined, 2).replace(UNSAFE_IN_JSON, (character) =>
    Array.from({ length: character.length }, (_, unit) => unicodeEscape(character, unit)).join(""),
  );
  io.stdout.write(`${text}\n`);
}

/**
 * `JSON.stringify` escapes only characters below U+0020, so all line breaks in its result are
 * formatting.
 */
const UNSAFE_IN_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

function unicodeEscape(text: string, unit: number): string {
  return `\\u${text.charCodeAt(unit).toString(16).padStart(4, "0")}`;
}
