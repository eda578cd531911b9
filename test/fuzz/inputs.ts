/** Makes one input of a fuzz run from its seed. */

import type { Corpus } from "./corpus.ts";
import { randomOf, type Random } from "./random.ts";

export interface FuzzInput {
  readonly kind: "rules" | "dump";
  readonly text: string;
  /** For rules: also compile them and run their tests, which takes longer. */
  readonly isCompiled: boolean;
}

export function makeInput(seed: number, corpus: Corpus): FuzzInput {
  const random = randomOf(seed);
  const isDump = random.below(4) === 0;
  const text = makeText(random, isDump ? corpus.dumps : corpus.rules, corpus);
  return { kind: isDump ? "dump" : "rules", text, isCompiled: random.below(12) === 0 };
}

function makeText(random: Random, texts: Corpus["rules"], corpus: Corpus): string {
  switch (random.below(16)) {
    case 0:
      return randomBytes(random);
    case 1:
      return tokenSoup(random, corpus);
    case 2:
      return deepNesting(random);
    case 3:
      return hugeList(random);
    default: {
      // Every other time the first, which uses all of the format.
      const start = random.below(2) === 0 ? texts[0] : random.pick(texts);
      return mutate(random, start, corpus);
    }
  }
}

function randomBytes(random: Random): string {
  const length = random.below(2) === 0 ? random.below(200) : random.below(20_000);
  const bytes = Uint8Array.from({ length }, () => random.below(256));
  return new TextDecoder(random.below(2) === 0 ? "utf-8" : "latin1").decode(bytes);
}

function tokenSoup(random: Random, { tokens }: Corpus): string {
  const separators: readonly [string, ...string[]] = [" ", " ", " ", "", "\n", "\n  ", "\t"];
  const length = random.below(400);
  return Array.from({ length }, () => random.pick(tokens) + random.pick(separators)).join("");
}

const NESTS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ["(", ")"],
  ["!", ""],
  ["a ? ", " : a"],
  ["a -> ", ""],
  ["a & (", ")"],
  ["when a { ", " }"],
  ["caps c: x86 { ", " }"],
  ["{", "}"],
  ["[", "]"],
  ["<a>", "</a>"],
  ['{"a":', "}"],
  ["a.", ""],
  ["a[", "]"],
  ["~!", ""],
];

const BEFORE_NESTS: readonly [string, ...string[]] = [
  "",
  "XSAVE = ",
  "default = ",
  "caps c: x86 { default = ",
  "assert ",
  "when ",
  '{"entries": ',
];

function deepNesting(random: Random): string {
  const depth = random.pick([3, 60, 200, 2_000, 100_000]);
  const [open, close] = random.pick(NESTS);
  const isClosed = random.below(2) === 0;
  const core = random.pick(["a", "guest", "", "XSAVE = guest", "1"]);
  const text = open.repeat(depth) + core + (isClosed ? close.repeat(depth) : "");
  return random.pick(BEFORE_NESTS) + text;
}

function hugeList(random: Random): string {
  const length = random.pick([50, 1_000, 20_000]);
  const number = (place: number): string => String(place);
  const makers: readonly [(place: number) => string, ...((place: number) => string)[]] = [
    (place) => `${place === 0 ? "emulated: " : ""}B${number(place)} `,
    () => "XSAVE = guest\n",
    (place) => `${place === 0 ? "default = guest" : ""} & guest`,
    (place) => `${place === 0 ? "default = guest" : ""} | CPUID_1_ECX[${number(place % 32)}]`,
    (place) => `when f${number(place)} { XSAVE = guest }\n`,
    (place) => `flag f${number(place)}\n`,
    (place) => `class c${number(place)} = c${number(place + 1)}\n`,
    (place) => `set s${number(place + 1)}: s${number(place)}\n`,
    (place) =>
      `CPUID_1_ECX[${number(place % 32)}] requires CPUID_1_ECX[${number((place + 1) % 32)}]\n`,
    (place) => `${place === 0 ? "enum e: " : ""}v${number(place)} `,
    (place) => `caps c${number(place + 1)} extends c${number(place)} { XSAVE = guest }\n`,
    (place) => `${place === 0 ? "layout l {" : ""} word W${number(place)} { 0 B }\n`,
    (place) => `assert cpu.XSAVE -> guest.XSAVE | host.CPUID_1_ECX[${number(place % 32)}]\n`,
    (place) => `use "f${number(place)}.rules"\n`,
    () => '"',
    () => "\\",
    () => "#\n",
    () => "\n",
    (place) => `processor : ${number(place)}\nflags : fpu vme\n`,
    (place) =>
      `   0x${place.toString(16)} 0x00: eax=0x00000000 ebx=0x0 ecx=0x00000000 edx=0x00000000\n`,
    (place) => `${place === 0 ? '{"entries":[' : ","}[${number(place)},0,0,0,0,0]`,
    (place) => `${place === 0 ? "<cpudata arch='x86'>" : ""}<cpuid eax_in='0x1' eax='0x0'/>`,
  ];
  const make = random.pick(makers);
  return Array.from({ length }, (_, place) => make(place)).join("");
}

/** One to eight small changes. */
function mutate(random: Random, start: string, corpus: Corpus): string {
  let text = start;
  for (let count = 1 + random.below(8); count > 0; count--) {
    text = random.pick([changeCharacters, changeTokens, changeLines])(random, text, corpus);
  }
  return text;
}

const ODD_CHARACTERS: readonly [string, ...string[]] = [
  "\0",
  "\r",
  "\t",
  "\n",
  " ",
  '"',
  "\\",
  "#",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  ".",
  ":",
  "=",
  "&",
  "\u2028",
  "\uFEFF",
  "\uD800",
  "é",
  "😀",
  "0x",
  "9999999999999999999999",
  "__proto__",
  "constructor",
  "*/",
  "`${",
  "</script>",
  "\u001b[31m",
  "-",
  "?",
  "!",
  "~",
  "^",
  "|",
  ";",
  ",",
  "<",
  ">",
  "'",
  "&#0;",
  "&amp;",
  "<![CDATA[",
  "<!--",
  "e309",
  "-1",
  "null",
];

function changeCharacters(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const end = at + 1 + random.below(3);
  const character = random.pick(ODD_CHARACTERS);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + character + text.slice(at);
    case 2:
      return text.slice(0, at) + character + text.slice(end);
    default:
      return random.below(8) === 0 ? text.slice(0, at) : text.slice(0, end) + text.slice(at);
  }
}

function changeTokens(random: Random, text: string, { tokens }: Corpus): string {
  return changeParts(random, text.split(/(?<=\W)|(?=\W)/), random.pick(tokens)).join("");
}

function changeLines(random: Random, text: string, { tokens }: Corpus): string {
  return changeParts(random, text.split("\n"), random.pick(tokens)).join("\n");
}

/** Deletes, duplicates, swaps, inserts, or replaces one. */
function changeParts(random: Random, parts: readonly string[], other: string): readonly string[] {
  const at = random.below(parts.length);
  const to = random.below(parts.length);
  const [here = "", there = ""] = [parts[at], parts[to]];
  switch (random.below(5)) {
    case 0:
      return parts.toSpliced(at, 1);
    case 1:
      return parts.toSpliced(to, 0, here);
    case 2:
      return parts.with(at, there).with(to, here);
    case 3:
      return parts.toSpliced(at, 0, other);
    default:
      return parts.toSpliced(at, 1, there);
  }
}
