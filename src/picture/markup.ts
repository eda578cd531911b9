/**
 * Builds HTML and SVG without injection. All text of a page passes through `markup`, which escapes
 * it. `trusted` is for constant text of caprules itself.
 */

import { visibleText } from "../diagnostics/visible-text.ts";

/** Escaped markup. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Part[];

/**
 * A template tag: the template is markup, and its parts are escaped as text. The items of a list
 * are joined without a separator.
 */
export function markup(fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = fixed.map((piece, index) => piece + partText(parts[index] ?? ""));
  return { markup: text.join("") };
}

/**
 * Marks text as markup without escaping it. Never use it for text from rule files or the command
 * line.
 */
export function trusted(text: string): Markup {
  return { markup: text };
}

export const NOTHING: Markup = trusted("");

function partText(part: Part): string {
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(partText).join("");
}

/**
 * Escapes text for elements and for attributes in either quotes. Invisible characters become
 * visible escapes.
 */
export function escapeMarkup(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that is safe inside a `<script>`: it cannot end the script or start a comment. */
export function scriptJson(value: unknown): Markup {
  const json = JSON.stringify(value).replace(/[<>&]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return trusted(json);
}
