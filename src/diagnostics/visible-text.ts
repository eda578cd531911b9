/**
 * Makes text from outside safe for a terminal: it cannot move the cursor, or colour, hide or
 * reorder output.
 */

/** Control characters, bidirectional and other format characters, line separators, halves of surrogate pairs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Replaces tabs by four spaces and other invisible characters by escapes such as `\x1b` and
 * `\u202e`.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => (character === "\t" ? TAB : escape(character)));
}

const TAB = "    ";

function escape(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const digits = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return codePoint <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}

/**
 * Like `visibleText`, for a line of prose with user text: also cuts very long words and very long
 * lines.
 */
export function visibleProse(text: string): string {
  const readable = text.replace(/\S{201,}/g, (word) => `${word.slice(0, LONGEST_WORD)}…`);
  return visibleText(
    readable.length > LONGEST_PROSE ? `${readable.slice(0, LONGEST_PROSE)}…` : readable,
  );
}

/** In UTF-16 units. */
const LONGEST_WORD = 200;
const LONGEST_PROSE = 4000;

/** The number of terminal columns of a text that `visibleText` returned. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!ZERO_WIDTH.test(character)) width += DOUBLE_WIDTH.test(character) ? 2 : 1;
  }
  return width;
}

const ZERO_WIDTH = /^\p{M}$/u;

/** East Asian wide characters and emoji, by their blocks. */
const DOUBLE_WIDTH =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
