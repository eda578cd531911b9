/** Makes text that a user wrote harmless inside the comments of the generated module. */

/** Columns of a printed line; prettier's `printWidth` as well. */
export const LINE_WIDTH = 100;

// Characters that end a line, are invisible, or can control a terminal: control characters, line
// and paragraph separators, bidirectional overrides, zero-width marks and lone surrogates.
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/**
 * The text on one line, fit for `//`, `/*` and doc comments alike: what is invisible becomes `\uXXXX`,
 * and neither the comment nor an HTML script around it can end inside.
 */
export function escapeComment(text: string): string {
  return text
    .replace(INVISIBLE, unicodeEscape)
    .replaceAll("*/", "*\\/")
    .replace(/<(?=\/script|!--)/gi, "\\u003c");
}

/** Like {@link escapeComment}, for the start of a doc comment, where `@` would begin a tag. */
export function escapeDoc(text: string): string {
  return escapeComment(text).replace(/^\s*@/, "\\u0040");
}

/** A string literal of the text. */
export function stringLiteral(text: string): string {
  const quoted = JSON.stringify(text);
  return quoted.replace(INVISIBLE, unicodeEscape).replace(/<(?=\/script|!--)/gi, "\\u003c");
}

/** `//` lines of at most `width` columns where words allow it; later lines are indented. */
export function lineComment(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "//";
  for (const word of escapeComment(text).split(" ")) {
    if (line.length + 1 + word.length > width && canStartLine(word)) {
      lines.push(line);
      line = "//  ";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** A tool must not take a wrapped line for a directive such as `@ts-ignore` or `prettier-ignore`. */
function canStartLine(word: string): boolean {
  return /^["(`]?\w+[\])"`,.;:]*$/.test(word);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
