/** Numbers of CPUID, as text and as values. */

import type { Span } from "../base/span.ts";
import { valueTooLarge } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";

const LARGEST_WORD = 0xffff_ffff;

/** The number that decimal digits, or `0x` and hexadecimal ones, stand for; undefined for other text. */
export function parseUnsigned(text: string): number | undefined {
  return /^(?:\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : undefined;
}

/**
 * The value, or undefined after reporting that it is too large. In the
 * dump it is called `what` and written as `text`.
 */
export function checkWord(
  value: number,
  { what, text, span }: { what: string; text: string; span: Span },
  findings: Findings,
): number | undefined {
  if (value <= LARGEST_WORD) return value;
  findings.add(report(valueTooLarge, span, { what, value: shorten(text) }));
  return undefined;
}

export function hexadecimal(value: number): string {
  return `0x${value.toString(16)}`;
}

/** `0x7.1`, as a layout writes an entry's address. */
export function entryLabel(entry: { readonly function: number; readonly index: number }): string {
  return `${hexadecimal(entry.function)}.${hexadecimal(entry.index).slice(2)}`;
}

/** Text of the dump that is fit for a message. */
export function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
