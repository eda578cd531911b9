// CR06xx: text that is allowed but probably not meant. Codes are permanent: append, never renumber
// or reuse.

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const unusedDeclaration: DiagnosticKind<{ kind: string; name: string }> = defineDiagnostic({
  code: "CR0601",
  severity: "warning",
  message: ({ kind, name }) => `${kind} \`${name}\` is never used`,
  help: () => "remove it, or apply it",
  explanation: "An unused class or set is either left over, or misspelt where it should be used.",
  example: `
    class risky = none
    RDPID = guest
  `,
});

/** The bits for which a statement has no effect: all of its bits, or some of its list. */
export interface IdleBits {
  /** The names of the bits. */
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
    "A condition is on or off itself, so a choice between `all` and `none` repeats it in more words.",
  example: `
    enum vendor: intel amd
    XSAVES = vendor == amd ? all : none
  `,
});

export const vacuousClaim: DiagnosticKind<{
  claim: string;
  /** True if the claim names bits of capability sets. */
  readsSets: boolean;
  /** A class in the claim that governs bits of a set. */
  question: { readonly className: string; readonly set: string } | undefined;
}> = defineDiagnostic({
  code: "CR0608",
  severity: "warning",
  message: ({ claim }) => `\`${claim}\` holds whatever the rules say`,
  help: ({ question, readsSets }) => {
    if (question !== undefined) {
      const { className, set } = question;
      return `\`${className}\` stands for its expression; write \`${set} is ${className}\` for the bits that it governs`;
    }
    return readsSets
      ? "it is true whatever the capability bits are: state a relation that the rules must establish"
      : "name bits of a capability set: inputs and assumptions alone decide it";
  },
  explanation:
    "A claim that is true of any values of the capability bits promises nothing about the rules, and would be proved after any change of them.",
  example: `
    hidden: MWAIT
    assert !hidden
  `,
});

export const noLint: DiagnosticKind<{ code: string }> = defineDiagnostic({
  code: "CR0609",
  severity: "warning",
  message: ({ code }) => `\`${code}\` is not a lint, so it cannot be allowed`,
  help: () => "write the code of a lint, such as `CR0603`",
  explanation:
    "`allow` silences lints, the warnings whose codes begin with CR06. Errors cannot be silenced.",
  example: `
    MOVBE = guest allow CR0301 "the patch comes first"
  `,
});

export const idleAllowance: DiagnosticKind<{ code: string }> = defineDiagnostic({
  code: "CR0610",
  severity: "warning",
  message: ({ code }) => `this \`allow\` silences nothing: \`${code}\` is not reported here`,
  help: () => "remove it",
  explanation:
    "The lint that this `allow` was written for is no longer reported. It would silence the next mistake of its kind.",
  example: `
    MOVBE = guest allow CR0603 "the vendor asks for it"
  `,
});

/** True for the code of a lint that a statement can allow. */
export function isLint(code: string): boolean {
  return allowable.some((lint) => lint.code === code);
}

const allowable: readonly DiagnosticKind<never>[] = [
  unusedDeclaration,
  deadRule,
  equalsDefault,
  noReason,
  shadowedBit,
  implicationAsValue,
  choiceOfConstants,
  vacuousClaim,
];

export const lintDiagnostics: readonly DiagnosticKind<never>[] = [
  ...allowable,
  noLint,
  idleAllowance,
];
