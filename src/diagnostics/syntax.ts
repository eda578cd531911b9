// CR01xx: what is wrong with the text of a rule file. Codes are permanent: append, never renumber or reuse.

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

type NoParameters = Record<string, never>;

/** The text does not match the grammar. */
export const unexpectedText: DiagnosticKind<{
  expected: string;
  found: string;
  /** The most likely intention, as advice. */
  hint: string | undefined;
}> = defineDiagnostic({
  code: "CR0101",
  severity: "error",
  message: ({ expected, found }) => `expected ${expected}, found ${found}`,
  help: ({ hint }) => hint,
  explanation:
    "The text does not match the grammar. Only this statement is skipped; all others are checked.",
  example: "XSAVE = host &\n",
});

/** `(`, `{` or `[` without its counterpart. */
export const unclosedBracket: DiagnosticKind<{ bracket: string; closer: string }> =
  defineDiagnostic({
    code: "CR0102",
    severity: "error",
    message: ({ bracket }) => `\`${bracket}\` is never closed`,
    help: ({ closer }) => `add the missing \`${closer}\``,
    explanation:
      "Each opening bracket needs its closing one. Indentation decides where the bracket was most likely meant to end.",
    example: "XSAVE = host & (guest | XSAVES\nMOVBE = guest\n",
  });

/** `)`, `}` or `]` that closes nothing. */
export const strayBracket: DiagnosticKind<{ bracket: string }> = defineDiagnostic({
  code: "CR0103",
  severity: "error",
  message: ({ bracket }) => `\`${bracket}\` closes nothing`,
  help: () => "remove it, or add the bracket that it should close",
  explanation: "A closing bracket stands where no bracket of its kind is open.",
  example: "XSAVE = host & guest)\n",
});

/** A block's header ends without a `{`. */
export const missingBrace: DiagnosticKind<{ keyword: string }> = defineDiagnostic({
  code: "CR0104",
  severity: "error",
  message: ({ keyword }) => `expected \`{\` at the end of this \`${keyword}\``,
  explanation: "`layout`, `caps`, `when` and `test` hold their statements between `{` and `}`.",
  example: "when host.XSAVE\n  MOVBE = guest\n}\n",
});

/** A keyword in the place of a name. */
export const keywordAsName: DiagnosticKind<{ keyword: string }> = defineDiagnostic({
  code: "CR0105",
  severity: "error",
  message: ({ keyword }) => `\`${keyword}\` is a keyword; choose another name`,
  explanation: "Keywords are reserved everywhere, except as aliases of bits.",
  example: "class set = guest\n",
});

/** `A, B` */
export const commaInList: DiagnosticKind<NoParameters> = defineDiagnostic({
  code: "CR0106",
  severity: "error",
  message: () => "`,` is not part of the language: the items of a list are separated by spaces",
  help: () => "write a space",
  explanation:
    "Lists of bits, sets, values and aliases need no separator but a space or a line break.",
  example: "emulated: MOVBE, RDPID\n",
});

/** `&&`, `||`, `=>` */
export const foreignOperator: DiagnosticKind<{ written: string; meant: string }> = defineDiagnostic(
  {
    code: "CR0107",
    severity: "error",
    message: ({ written, meant }) => `write \`${meant}\` instead of \`${written}\``,
    explanation:
      'There is one kind of value, a bit, so there is one `&`, one `|`, and `->` for "implies".',
    example: "XSAVE = host && guest\n",
  },
);

/** NUL, ESC and the like. */
export const controlCharacter: DiagnosticKind<{ codePoint: number }> = defineDiagnostic({
  code: "CR0108",
  severity: "error",
  message: ({ codePoint }) => `control character ${unicodeName(codePoint)}`,
  help: () => "remove it; a rule file is plain text",
  explanation:
    "Control characters other than tabs and line breaks are invisible to a reviewer, and can mean that the file is not text at all.",
  example: "XSAVE = host\u0000 & guest\n",
});

/** A character that no token starts with. */
export const unknownCharacter: DiagnosticKind<{ character: string }> = defineDiagnostic({
  code: "CR0109",
  severity: "error",
  message: ({ character }) =>
    `unexpected character \`${character}\` (${unicodeName(character.codePointAt(0) ?? 0)})`,
  help: ({ character }) => characterHelp.get(character),
  explanation: "The character has no meaning in a rule file outside of comments and texts.",
  example: "XSAVE = host + guest\n",
});

/** A text that does not end on its line. */
export const unclosedText: DiagnosticKind<NoParameters> = defineDiagnostic({
  code: "CR0110",
  severity: "error",
  message: () => 'this text has no closing `"`',
  help: () => "a text ends on the line on which it starts",
  explanation: "Texts stand in double quotes, on one line.",
  example: 'MOVBE = guest because "executed in software\n',
});

/** A backslash before something else than `"` or `\`. */
export const unknownEscape: DiagnosticKind<{ escape: string }> = defineDiagnostic({
  code: "CR0111",
  severity: "error",
  message: ({ escape }) => `\`${escape}\` is not an escape`,
  help: () => 'the escapes are `\\"` and `\\\\`',
  explanation:
    'In a text, `\\"` stands for a quote and `\\\\` for a backslash; there are no others.',
  example: 'MOVBE = guest because "on two\\nlines"\n',
});

/** A number that JavaScript cannot hold exactly. */
export const numberTooLarge: DiagnosticKind<{ digits: string }> = defineDiagnostic({
  code: "CR0112",
  severity: "error",
  message: ({ digits }) => `the number \`${digits}\` is too large`,
  help: () => `the largest is ${Number.MAX_SAFE_INTEGER}`,
  explanation:
    "Numbers are CPUID functions, indices and bit positions; none needs more than 53 bits.",
  example: "CPUID_1_ECX[99999999999999999999] = guest\n",
});

/** Nesting beyond the limit of the compiler. */
export const nestingTooDeep: DiagnosticKind<{ limit: number }> = defineDiagnostic({
  code: "CR0113",
  severity: "error",
  message: ({ limit }) => `nested more than ${limit} levels deep`,
  help: () => "give parts of it a name with `class`",
  explanation:
    "Parentheses, `!`, `->`, `? :` and blocks may be nested 200 levels deep, all taken together.",
  example: `XSAVE = ${"!".repeat(201)}host\n`,
});

/** A file beyond the size limit. */
export const fileTooLarge: DiagnosticKind<{ limit: number }> = defineDiagnostic({
  code: "CR0114",
  severity: "error",
  message: ({ limit }) => `the file is larger than ${limit / (1024 * 1024)} MiB`,
  help: () => "split it, and put the parts together with `use`",
  explanation: "A file of more than 16 MiB (in UTF-16 units) is not read at all.",
  example: "",
});

/** The list of mistakes was cut. */
export const tooManyMistakes: DiagnosticKind<{ shown: number }> = defineDiagnostic({
  code: "CR0115",
  severity: "error",
  message: ({ shown }) => `more than ${shown} mistakes; the others are left out`,
  explanation: "After 100 mistakes the rest of a file is skipped: it is probably not a rule file.",
  example: "",
});

/** `override` before a statement that cannot be overridden. */
export const misplacedOverride: DiagnosticKind<{ keyword: string }> = defineDiagnostic({
  code: "CR0116",
  severity: "error",
  message: ({ keyword }) => `\`override\` cannot stand before \`${keyword}\``,
  help: () => "only rules, `default`, `unnamed` and applied classes can be overridden",
  explanation:
    "`override` replaces rules of bits, and defaults, that a capability set inherits or states in another block.",
  example: "override class absent = none\nabsent: RDPID\n",
});

/** A statement in a block that does not allow it. */
export const misplacedStatement: DiagnosticKind<{ keyword: string; place: string }> =
  defineDiagnostic({
    code: "CR0117",
    severity: "error",
    message: ({ keyword, place }) => `\`${keyword}\` can only stand ${place}`,
    explanation:
      "Declarations of the file stand outside of blocks; `leaf` and `word` in a layout; `given` and `expect` in a test; `because` at the end of a rule or first in a `when`.",
    example: "when host.XSAVE {\n  flag tdp\n}\n",
  });

/** `a.b = …` for a class, `a.b has LEAF` and the like. */
export const plainNameNeeded: DiagnosticKind<{ path: string; role: string }> = defineDiagnostic({
  code: "CR0118",
  severity: "error",
  message: ({ path, role }) => `expected the plain name of ${role}, found \`${path}\``,
  explanation: "Bitmaps, enums and classes have names without a `.` or an index.",
  example: "host.XSAVE: MOVBE\n",
});

/** All kinds, in order of their codes. */
export const syntaxDiagnostics: readonly DiagnosticKind<never>[] = [
  unexpectedText,
  unclosedBracket,
  strayBracket,
  missingBrace,
  keywordAsName,
  commaInList,
  foreignOperator,
  controlCharacter,
  unknownCharacter,
  unclosedText,
  unknownEscape,
  numberTooLarge,
  nestingTooDeep,
  fileTooLarge,
  tooManyMistakes,
  misplacedOverride,
  misplacedStatement,
  plainNameNeeded,
];

const characterHelp: ReadonlyMap<string, string> = new Map([
  ["'", 'texts stand in double quotes, `"`'],
  ["/", "a comment starts with `#`"],
  ["+", "write `|` for a union"],
  ["-", "names have no `-`; write `_`, or `->` for an implication, or `& !` for a difference"],
  ["\u00a0", "this is a no-break space; write a plain one"],
]);

function unicodeName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
