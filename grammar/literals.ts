/** Converts text tokens to their values. */

import type { IToken } from "chevrotain";

import { unknownEscape } from "../src/diagnostics/syntax.ts";
import type { Findings } from "./findings.ts";

const QUOTE = '"';

/** The text between the quotes. The closing quote may be missing. */
export function readText(token: IToken, findings: Findings): string {
  const { image } = token;
  if (!image.includes("\\")) return image.slice(1).replace(QUOTE, "");
  const body = /^"((?:[^"\\]|\\.)*)/u.exec(image)?.[1] ?? "";
  return body.replace(/\\(.)/gu, (escape: string, character: string, offset: number) => {
    if (character === QUOTE || character === "\\") return character;
    const start = token.startOffset + 1 + offset;
    findings.add(unknownEscape, start, start + escape.length, { escape });
    return character;
  });
}
