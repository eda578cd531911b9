/**
 * Makes sentences of grammar.ebnf, so that a production that is added to the grammar is in every random file.
 *
 * Some rules are only in the comments of the grammar, such as which names are words of the language. They are applied
 * afterwards.
 */

import { readFileSync } from "node:fs";

import { productionsOfText } from "../grammar/ebnf.ts";
import type { Tape } from "./random-tape.ts";

/** Stands where a statement ends. All other words of a sentence are texts of tokens. */
export const END = "\n";

const ebnf = readFileSync(new URL("../../grammar/grammar.ebnf", import.meta.url), "utf8");
const productions = productionsOfText(ebnf);

type Term =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "optional" | "repeated"; readonly inner: Term }
  | { readonly kind: "choice" | "sequence"; readonly parts: readonly Term[] };

const terms = new Map(Object.entries(productions).map(([name, text]) => [name, readTerm(text)]));

/** The words of a file. The shorter the tape, the shorter the file. */
export function makeSentence(tape: Tape): readonly string[] {
  const words: string[] = [];
  produce("file", tape, words);
  return words;
}

function produce(name: string, tape: Tape, words: string[]): void {
  const from = words.length;
  if (name === "allowance") {
    words.push("allow", "CR0603", makeText(tape));
    return;
  }
  if (name === "leafBits" || name === "application") keepPlainName(words);
  // Rules are most of the grammar, but one of nine kinds of statements.
  const isRule = name === "statement" && tape.once(2);
  expand(terms.get(isRule ? "ruleStatement" : name) ?? fail(name), tape, words);
  if (name === "question") finishQuestion(words, from);
  if (name === "caps") nameRole(tape, words, from);
  if (name === "alias" && tape.once(4)) words.splice(from, 1, tape.pick(["word", "in", "0a"]));
}

function expand(term: Term, tape: Tape, words: string[]): void {
  switch (term.kind) {
    case "word":
      if (terms.has(term.word)) produce(term.word, tape, words);
      else words.push(makeToken(term.word, tape));
      return;
    case "optional":
      if (tape.once(3)) expand(term.inner, tape, words);
      return;
    case "repeated":
      for (let count = tape.below(5); count > 0; count--) expand(term.inner, tape, words);
      return;
    case "choice":
      expand(tape.pick(term.parts), tape, words);
      return;
    case "sequence":
      for (const part of term.parts) expand(part, tape, words);
  }
}

const NAMES =
  "A B host vcpu XSAVE AVX512_VPOPCNTDQ 3DNOW tdp allow is internal CPUID_8000_0001_EDX";

function makeToken(word: string, tape: Tape): string {
  switch (word) {
    case "NAME":
      return tape.pick(NAMES.split(" "));
    case "NUMBER":
      return tape.pick(["0", "7", "31", "007", "0x7", "0x0D", "0x80000001"]);
    case "TEXT":
      return makeText(tape);
    case "END":
      return END;
    default:
      return word.slice(1, -1);
  }
}

const PHRASES = ["a reason", "", "# no comment", '\\"quoted\\" {', "back\\\\slash", "…", "; a  b"];

function makeText(tape: Tape): string {
  return `"${tape.list(1, 8, () => tape.pick(PHRASES)).join(" ")}"`;
}

/** Shortens the path at the end of the words to its first name. */
function keepPlainName(words: string[]): void {
  const isSign = (at: number): boolean => [".", "[", "]"].includes(words[at] ?? "");
  let start = words.length - 1;
  while (start > 0 && (isSign(start) || isSign(start - 1))) start--;
  words.splice(start + 1);
}

function finishQuestion(words: string[], from: number): void {
  const question = words.splice(from);
  const [first = ""] = question;
  if (first === "has") keepPlainName(words);
  else if (["==", "!=", "in"].includes(first)) {
    if (words.at(-1) === "]" || words.at(-4) === ".") keepPlainName(words);
  } else question[0] = "is";
  words.push(...question);
}

function nameRole(tape: Tape, words: string[], from: number): void {
  const end = words.indexOf("{", from);
  for (let at = from + 2; at < end; at++) {
    const isRole = /^\w/.test(words[at] ?? "") && /^\w/.test(words[at - 1] ?? "");
    if (isRole && words[at] !== "extends" && words[at - 1] !== "extends") {
      words[at] = tape.pick(["exposed", "denied", "internal"]);
    }
  }
}

function readTerm(text: string): Term {
  const words = text.split(" ");
  let next = 0;
  const readChoice = (closer: string | undefined): Term => {
    const parts = [readSequence(closer)];
    while (words[next] === "|") {
      next++;
      parts.push(readSequence(closer));
    }
    next++;
    return parts.length === 1 ? (parts[0] ?? fail(text)) : { kind: "choice", parts };
  };
  const readSequence = (closer: string | undefined): Term => {
    const parts: Term[] = [];
    while (words[next] !== closer && words[next] !== "|") {
      const word = words[next++] ?? fail(text);
      if (word === "[") parts.push({ kind: "optional", inner: readChoice("]") });
      else if (word === "{") parts.push({ kind: "repeated", inner: readChoice("}") });
      else if (word === "(") parts.push(readChoice(")"));
      else parts.push({ kind: "word", word });
    }
    return { kind: "sequence", parts };
  };
  return readChoice(undefined);
}

function fail(what: string): never {
  throw new Error(`no production ${what}`);
}
