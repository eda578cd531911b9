/**
 * Parses JSON into values with positions, which `JSON.parse` does not give. Reads any number of
 * consecutive values, as in a log of QEMU's monitor.
 */

import type { SourceText } from "../base/source-text.ts";
import type { Span } from "../base/span.ts";
import { jsonSyntax } from "../diagnostics/cpuid.ts";
import { report } from "../diagnostics/diagnostic.ts";
import type { Findings } from "./findings.ts";

export type JsonValue =
  | { readonly kind: "null"; readonly span: Span }
  | { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "number"; readonly value: number; readonly span: Span }
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  | { readonly kind: "array"; readonly items: readonly JsonValue[]; readonly span: Span }
  | JsonObject;

export interface JsonObject {
  readonly kind: "object";
  /** In the order of the text, repeated names included. */
  readonly members: readonly JsonMember[];
  readonly span: Span;
}

export interface JsonMember {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: JsonValue;
}

/** Reports the first syntax error. The values before it are returned nevertheless. */
export function parseJson(source: SourceText, findings: Findings): readonly JsonValue[] {
  const reader = new JsonReader(source);
  const values: JsonValue[] = [];
  while (!reader.isAtEnd()) {
    const value = reader.readValue(0);
    if (value === undefined) break;
    values.push(value);
  }
  const { problem } = reader;
  if (problem !== undefined) findings.add(report(jsonSyntax, problem.span, problem));
  return values;
}

/** The value of the last member of that name, which is the one `JSON.parse` keeps. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (value?.kind !== "object") return undefined;
  return value.members.findLast((member) => member.name === name)?.value;
}

/** For messages: `a string`. */
export function describeJson(value: JsonValue): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "boolean":
      return String(value.value);
    case "number":
      return `the number ${value.value}`;
    case "string":
      return "a string";
    case "array":
      return `a list of ${value.items.length}`;
    case "object":
      return "an object";
  }
}

/** Far beyond any dump. The limits protect against text that is made to exhaust stack or memory. */
const DEEPEST_NESTING = 64;
const MOST_VALUES = 500_000;

const WHITE_SPACE = /[ \t\r\n\uFEFF]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;

class JsonReader {
  /** The reason why reading ended before the end of the text. */
  problem: { readonly problem: string; readonly span: Span } | undefined;
  readonly #source: SourceText;
  #offset = 0;
  #valueCount = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  isAtEnd(): boolean {
    return this.#next() === undefined;
  }

  /** Undefined after a problem. */
  readValue(depth: number): JsonValue | undefined {
    if (depth > DEEPEST_NESTING) {
      this.#fail("values are nested too deep");
      return undefined;
    }
    if (++this.#valueCount > MOST_VALUES) {
      this.#fail("there are too many values");
      return undefined;
    }
    const next = this.#next();
    if (next === "{") return this.#readObject(depth);
    if (next === "[") return this.#readArray(depth);
    if (next === '"') return this.#readString();
    return this.#readNumber() ?? this.#readConstant();
  }

  #readObject(depth: number): JsonValue | undefined {
    const start = this.#offset++;
    const members: JsonMember[] = [];
    if (this.#take("}")) return { kind: "object", members, span: this.#spanFrom(start) };
    do {
      if (this.#next() !== '"') {
        this.#fail("expected a name in quotes");
        return undefined;
      }
      const name = this.#readString();
      if (name === undefined) return undefined;
      if (!this.#take(":")) {
        this.#fail("expected `:`");
        return undefined;
      }
      const value = this.readValue(depth + 1);
      if (value === undefined) return undefined;
      members.push({ name: name.value, nameSpan: name.span, value });
    } while (this.#take(","));
    if (!this.#take("}")) {
      this.#fail("expected `,` or `}`");
      return undefined;
    }
    return { kind: "object", members, span: this.#spanFrom(start) };
  }

  #readArray(depth: number): JsonValue | undefined {
    const start = this.#offset++;
    const items: JsonValue[] = [];
    if (this.#take("]")) return { kind: "array", items, span: this.#spanFrom(start) };
    do {
      const value = this.readValue(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#take(","));
    if (!this.#take("]")) {
      this.#fail("expected `,` or `]`");
      return undefined;
    }
    return { kind: "array", items, span: this.#spanFrom(start) };
  }

  #readString(): (JsonValue & { readonly kind: "string" }) | undefined {
    const { text } = this.#source;
    const start = this.#offset;
    let end = start + 1;
    while (end < text.length && text[end] !== '"' && text[end] !== "\n") {
      end += text[end] === "\\" ? 2 : 1;
    }
    const value = text[end] === '"' ? decodeString(text.slice(start, end + 1)) : undefined;
    if (value === undefined) {
      this.#fail("this string has no end or a wrong escape");
      return undefined;
    }
    this.#offset = end + 1;
    return { kind: "string", value, span: this.#spanFrom(start) };
  }

  #readNumber(): JsonValue | undefined {
    const start = this.#offset;
    const text = this.#match(NUMBER);
    if (text === "") return undefined;
    return { kind: "number", value: Number(text), span: this.#spanFrom(start) };
  }

  #readConstant(): JsonValue | undefined {
    const start = this.#offset;
    const word = this.#match(WORD);
    const span = this.#spanFrom(start);
    if (word === "true" || word === "false") {
      return { kind: "boolean", value: word === "true", span };
    }
    if (word === "null") return { kind: "null", span };
    this.#offset = start;
    this.#fail("expected a value");
    return undefined;
  }

  /** The next character that is not white space, which is skipped. */
  #next(): string | undefined {
    this.#match(WHITE_SPACE);
    return this.#source.text[this.#offset];
  }

  #take(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#offset++;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#offset;
    const text = pattern.exec(this.#source.text)?.[0] ?? "";
    this.#offset += text.length;
    return text;
  }

  #spanFrom(start: number): Span {
    return { source: this.#source, start, end: this.#offset };
  }

  #fail(problem: string): void {
    const start = this.#offset;
    const isAtEnd = this.isAtEnd();
    const end = Math.min(start + 1, this.#source.text.length);
    const span = { source: this.#source, start: isAtEnd ? Math.max(0, end - 1) : start, end };
    const found = isAtEnd ? `${problem}, but the text ends here` : problem;
    this.problem ??= { problem: found, span };
  }
}

function decodeString(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
