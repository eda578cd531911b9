// CR06xx: what is allowed but probably not meant. Codes are permanent: append, never renumber or reuse.

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const unusedDeclaration: DiagnosticKind<{ kind: string; name: string }> = defineDiagnostic({
  code: "CR0601",
  severity: "warning",
  message: ({ kind, name }) => `${kind} \`${name}\` is never used`,
  help: () => "remove it, or apply it",
  explanation: "A class or set that governs nothing is left over or misspelt where it is used.",
  example: `
    class risky = none
    RDPID = guest
  `,
});

/** What a statement does nothing for: all of its bits, or some of a list. */
export interface IdleBits {
  /** Their names. */
  readonly bits: string;
  readonly isWholeStatement: boolean;
}

export const deadRule: DiagnosticKind<IdleBits & { why: string }> = defineDiagnostic({
  code: "CR0602",
  severity: "warning",
  message: ({ bits, why }) => `this rule never governs ${bits}: ${why}`,
  help: ({ bits, isWholeStatement }) =>
    isWholeStatement
      ? "remove it, or correct the condition"
      : `take ${bits} out of its list, or correct the condition`,
  explanation: "In no case that the assumptions allow does the rule decide the value of the bit.",
  example: `
    flag tdp
    when tdp & !tdp { GBPAGES = host }
  `,
});

export const equalsDefault: DiagnosticKind<IdleBits> = defineDiagnostic({
  code: "CR0603",
  severity: "warning",
  message: ({ bits }) => `this rule changes nothing for ${bits}: without it the value is the same`,
  help: ({ bits, isWholeStatement }) =>
    isWholeStatement ? "remove it" : `take ${bits} out of its list; its other bits need it`,
  explanation:
    "A rule is an exception to a default. One that says the same as the default, in every case, misleads the reader.",
  example: `
    MOVBE = guest & host
  `,
});

export const noReason: DiagnosticKind<{ bits: string }> = defineDiagnostic({
  code: "CR0604",
  severity: "warning",
  message: ({ bits }) => `this exception gives no reason for ${bits}`,
  help: () => 'add `because "…"`',
  explanation:
    "The list of exceptions is what a reviewer reads. `caprules check --reasons` asks for this lint.",
  example: "",
});

export const shadowedBit: DiagnosticKind<{ name: string; kind: string; bit: string }> =
  defineDiagnostic({
    code: "CR0605",
    severity: "warning",
    message: ({ name, kind }) => `${kind} \`${name}\` hides the bit of that name`,
    help: ({ bit }) => `rename it; the bit can still be written \`${bit}\``,
    explanation: "Declared names win over bits in expressions.",
    example: `
      flag RDPID
      when RDPID { MOVBE = guest }
    `,
  });

export const implicationAsValue: DiagnosticKind<{ member: string | undefined }> = defineDiagnostic({
  code: "CR0606",
  severity: "warning",
  message: () => '`->` means "implies": the bit is on wherever the left side is off',
  help: ({ member }) => {
    const meant = "put the implication into parentheses if it is meant";
    return member === undefined
      ? `write \`&\` if both sides are needed; ${meant}`
      : `write \`${member}\` for that bit; ${meant}`;
  },
  explanation:
    "Implications state claims and what a bit requires. As the value of a bit, one gives the bit wherever its left side is off, which is rarely meant. Parentheses show that it is.",
  example: `
    XSAVES = host->XSAVE
  `,
});

export const choiceOfConstants: DiagnosticKind<{ plain: string }> = defineDiagnostic({
  code: "CR0607",
  severity: "warning",
  message: ({ plain }) => `this choice between constants is \`${plain}\``,
  help: ({ plain }) => `write \`${plain}\``,
  explanation:
    "A condition is on or off itself. To choose between `all` and `none` by it says the same in more words.",
  example: `
    enum vendor: intel amd
    XSAVES = vendor == amd ? all : none
  `,
});

export const lintDiagnostics: readonly DiagnosticKind<never>[] = [
  unusedDeclaration,
  deadRule,
  equalsDefault,
  noReason,
  shadowedBit,
  implicationAsValue,
  choiceOfConstants,
];
