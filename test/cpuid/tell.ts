/** Diagnostics as lines of text, for tests that look at every word of a message. */

import { spanText } from "../../src/base/span.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { places, readText } from "./read-text.ts";

/** `CR0716 1:13 «7» what is wrong`: code, line, column, the text of the place, message. */
export function tell(diagnostics: readonly Diagnostic[]): readonly string[] {
  const at = places(diagnostics);
  return diagnostics.map(({ message, span }, position) => {
    const text = span === undefined ? "" : ` «${spanText(span)}»`;
    return `${at[position] ?? ""}${text} ${message}`;
  });
}

/** All that is said of a text that is no dump. */
export async function toldOf(text: string): Promise<readonly string[]> {
  const { reading, diagnostics } = await readText(text);
  if (reading !== undefined) throw new Error("expected no reading");
  return tell(diagnostics);
}
