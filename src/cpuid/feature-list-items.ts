/** A list of features as its items: commas part them, and so does white space. */

import type { SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";

export interface ListItem {
  /** Empty where two commas have nothing between them. */
  readonly text: string;
  readonly span: Span;
}

/** A comma, a text of QEMU's that may have blanks in it, or any other item. */
const TOKEN = /,|(?:model|hv[-_]vendor)[-_]id=[^,]*|[^,\s]+/gi;

/** Between two commas there must be an item. */
export function splitList(source: SourceText): readonly ListItem[] {
  const items: ListItem[] = [];
  let isNameDue = true;
  for (const { 0: text, index: start } of source.text.matchAll(TOKEN)) {
    const span = { source, start, end: start + text.length };
    if (text !== ",") items.push({ text, span });
    else if (isNameDue) items.push({ text: "", span });
    isNameDue = text === ",";
  }
  const end = source.text.length;
  if (isNameDue) items.push({ text: "", span: { source, start: Math.max(0, end - 1), end } });
  return items;
}

/** `NAME`, `+NAME`, `-NAME` or `NAME=VALUE`. */
export interface Setting {
  readonly name: string;
  /** Undefined where the value is neither on nor off. */
  readonly isOn: boolean | undefined;
  /** The text behind the `=`; empty where there is none. */
  readonly value: string;
}

/** A sign and a value together say neither on nor off. */
export function parseSetting(text: string): Setting {
  const [, sign = "", name = "", value] = SETTING.exec(text) ?? [];
  if (value === undefined) return { name, isOn: sign !== "-", value: "" };
  return { name, isOn: sign === "" ? VALUES.get(value) : undefined, value };
}

const SETTING = /^([+-]?)([^=]*)(?:=(.*))?$/s;

/** As QEMU spells them. */
const VALUES: ReadonlyMap<string, boolean> = new Map([
  ...["on", "yes", "true", "y"].map((word) => [word, true] as const),
  ...["off", "no", "false", "n"].map((word) => [word, false] as const),
]);
