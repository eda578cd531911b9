/**
 * HTML and SVG in which no text can be anything but text.
 *
 * Everything that ends up in a page passes through `markup`, which escapes what it is given; `trusted` is
 * for what caprules itself says.
 */

import { visibleText } from "../diagnostics/visible-text.ts";

/** Text of a page that is markup already. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Part[];

/** The template is markup, its parts are text. The items of a list are joined without a separator. */
export function markup(fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = fixed.map((piece, index) => piece + partText(parts[index] ?? ""));
  return { markup: text.join("") };
}

/** Our own text as it is. Never for anything that comes from rule files or the command line. */
export function trusted(text: string): Markup {
  return { markup: text };
}

export const NOTHING: Markup = trusted("");

function partText(part: Part): string {
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  return "markup" in part ? part.markup : part.map(partText).join("");
}

/** Fit for text and for attributes in either quotes; what is invisible is shown as an escape. */
export function escapeMarkup(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that can stand in a `<script>`: neither it nor a comment can end or begin inside. */
export function scriptJson(value: unknown): Markup {
  const json = JSON.stringify(value).replace(/[<>&]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return trusted(json);
}
