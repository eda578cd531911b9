// CR03xx: the rules that govern a bit. Codes are permanent: append, never renumber or reuse.

import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

/** The places of two statements about one bit. */
export type Duplicate = "in one block" | "in two blocks" | "two overrides" | "beside an also";

const DUPLICATE_HELP: Readonly<Record<Duplicate, string>> = {
  "in one block": "merge them, or put each under a `when` that excludes the other",
  "in two blocks": "write `override` where the rule replaces what the other block states",
  "two overrides": "keep one of the two: the blocks of a set have no order",
  "beside an also": "write `override` to replace the `also`, too, or state both in one block",
};

export const duplicateRule: DiagnosticKind<{ bits: string; why: Duplicate }> = defineDiagnostic({
  code: "CR0301",
  severity: "error",
  message: ({ bits, why }) =>
    why === "beside an also"
      ? `an \`also\` of another block would still add to this rule for ${bits}`
      : `${bits} has two rules`,
  help: ({ why }) => DUPLICATE_HELP[why],
  explanation:
    "Exactly one rule governs a bit, and order never matters. A class that lists the bit is a rule, too. In different blocks, a second rule needs `override`, under `when` or not; `also` and `requires` only add.",
  example: `
    GBPAGES = host
    GBPAGES = guest
  `,
});

export const duplicateDefault: DiagnosticKind<{ what: string }> = defineDiagnostic({
  code: "CR0302",
  severity: "error",
  message: ({ what }) => `${what} is given twice`,
  help: () => "keep one; a layer replaces an inherited one with `override`",
  explanation: "A capability set has one default, one `unnamed`, and one default for each leaf.",
  example: `
    default = host
    default = guest
  `,
});

export const noDefault: DiagnosticKind<{ set: string }> = defineDiagnostic({
  code: "CR0303",
  severity: "error",
  message: ({ set }) => `\`${set}\` has no default, and not every bit has a rule`,
  help: () => "write `default = …`, such as `default = none`",
  explanation:
    "Every bit of a set needs a rule or a default, including the bits that the layout does not name.",
  example: `
    layout tiny { word ONLY { 0 A } }
    input host: tiny
    caps vcpu: tiny { A = host }
  `,
});

export const overridesNothing: DiagnosticKind<{
  what: string;
  /** True if no bit of the statement has anything to override. */
  isAll: boolean;
}> = defineDiagnostic({
  code: "CR0304",
  severity: "error",
  message: ({ what }) => `this overrides nothing: ${what}`,
  help: ({ isAll }) =>
    isAll ? "remove the word `override`" : "state these in a rule of their own without `override`",
  explanation:
    "`override` replaces what is already stated about a bit. If that is removed, the override must be reviewed.",
  example: `
    override XSAVES = host
  `,
});

export const notUnderWhen: DiagnosticKind<{ what: string }> = defineDiagnostic({
  code: "CR0305",
  severity: "error",
  message: ({ what }) => `${what} cannot stand under \`when\``,
  help: () => "move it out of the block, and put the condition into its expression",
  explanation:
    "Only rules of bits, classes that are applied, `also` and `requires` are conditional.",
  example: `
    when host.XSAVE {
      default = host
    }
  `,
});

export const cycle: DiagnosticKind<{ path: string }> = defineDiagnostic({
  code: "CR0306",
  severity: "error",
  message: ({ path }) => `a cycle: ${path}`,
  help: () => "a bare bit is its own set's final value; name the input's bit, such as `host.XSAVE`",
  explanation:
    "The final value of a bit may depend on other final values, but not, through any of them, on itself.",
  example: `
    AVX requires AVX2
    AVX2 requires AVX
  `,
});

export const declarationCycle: DiagnosticKind<{ kind: string; path: string }> = defineDiagnostic({
  code: "CR0307",
  severity: "error",
  message: ({ kind, path }) => `a ${kind} that is defined by itself: ${path}`,
  explanation:
    "A class, a set or a layer cannot be defined in terms of itself, directly or through others.",
  example: `
    class first = second
    class second = first
    first: RDPID
  `,
});

export const noCounterpart: DiagnosticKind<{ bits: string; bitmap: string }> = defineDiagnostic({
  code: "CR0308",
  severity: "error",
  message: ({ bits, bitmap }) => `\`${bitmap}\` has no counterpart of ${bits}`,
  help: ({ bitmap }) => `name the bit that is meant, such as \`${bitmap}.NAME\``,
  explanation:
    "The bare name of a bitmap of another layout means its bit at the same CPUID address, else the one of the same name. Under a default, a bit without a counterpart reads zero. A rule that names the bit needs a counterpart.",
  example: `
    layout tiny { word ONLY { 0 A  1 B } }
    layout other { word ONLY { 0 A } }
    input host: tiny
    input boot: other
    caps vcpu: tiny {
      default = host
      B = boot
    }
  `,
});

export const ambiguousCounterpart: DiagnosticKind<{ bits: string; bitmap: string }> =
  defineDiagnostic({
    code: "CR0309",
    severity: "error",
    message: ({ bits, bitmap }) => `\`${bitmap}\` has more than one counterpart of ${bits}`,
    help: ({ bitmap }) => `name the bit that is meant, such as \`${bitmap}.LEAF.NAME\``,
    explanation:
      "Bits of two layouts are matched by CPUID address, else by name. A name that the other layout has twice is ambiguous.",
    example: `
      layout tiny { word ONLY { 0 A } }
      layout other { word FIRST { 0 A }  word SECOND { 0 A } }
      input boot: other
      caps vcpu: tiny { default = boot }
    `,
  });

export const ruleOutsideSet: DiagnosticKind<object> = defineDiagnostic({
  code: "CR0310",
  severity: "error",
  message: () => "this rule belongs to no capability set",
  help: () => "move it into a `caps` block",
  explanation:
    "A file without a `caps` block is one capability set. As soon as it has one, every rule stands in such a block.",
  example: `
    layout tiny { word ONLY { 0 A } }
    input host: tiny
    caps vcpu: tiny { default = host }
    A = none
  `,
});

export const layoutOfFileUnclear: DiagnosticKind<{ set: string; layouts: readonly string[] }> =
  defineDiagnostic({
    code: "CR0311",
    severity: "error",
    message: ({ set }) => `the layout of \`${set}\` is not clear`,
    help: ({ set }) => `put the rules into \`caps ${set}: LAYOUT { … }\``,
    explanation:
      "A file without a `caps` block is one capability set of the layout that its inputs have; they must all have the same.",
    example: `
      layout tiny { word ONLY { 0 A } }
      layout other { word ONLY { 0 A } }
      input host: tiny
      input guest: other
      A = host
    `,
  });

export const layoutStated: DiagnosticKind<{ set: string }> = defineDiagnostic({
  code: "CR0312",
  severity: "error",
  message: ({ set }) => `\`${set}\` is re-opened here, so its layout and base are already known`,
  help: ({ set }) => `write \`caps ${set} {\``,
  explanation:
    "One block of a capability set states its layout, or the set that it extends; the others only add to it.",
  example: `
    layout tiny { word ONLY { 0 A  1 B } }
    input host: tiny
    caps vcpu: tiny { default = host }
    caps vcpu: tiny { A = none }
  `,
});

export const givenTwice: DiagnosticKind<{ name: string }> = defineDiagnostic({
  code: "CR0313",
  severity: "error",
  message: ({ name }) => `\`${name}\` is given twice`,
  help: () => "keep one of them",
  explanation: "A test states each flag, enum and bit at most once.",
  example: `
    enum vendor: intel amd
    when vendor == amd { XSAVES = host }
    test "a vendor" {
      given vendor = amd; vendor = intel
      expect example: !XSAVES
    }
  `,
});

export const setCycle: DiagnosticKind<{ path: string }> = defineDiagnostic({
  code: "CR0314",
  severity: "error",
  message: ({ path }) => `capability sets that read each other in a circle: ${path}`,
  help: () => "split one of them into two stages",
  explanation:
    "Each set is computed by one function, which reads the finished bitmaps of other sets, so one of them must come first.",
  example: `
    layout tiny { word ONLY { 0 A  1 B } }
    input host: tiny
    caps first: tiny { default = host; A = second.B }
    caps second: tiny { default = host; A = first.B }
  `,
});

export const generatedNamesClash: DiagnosticKind<{
  name: string;
  of: string;
  other: string | undefined;
}> = defineDiagnostic({
  code: "CR0320",
  severity: "error",
  message: ({ name, of, other }) =>
    other === undefined
      ? `${of} would be \`${name}\` in the generated module, which has that name for something else`
      : `${of} and ${other} would both be \`${name}\` in the generated module`,
  help: ({ other }) => (other === undefined ? "rename it" : "rename one of them"),
  explanation:
    "The exports of a generated module are named after the rules. They are never renamed to resolve a clash, because a caller would then get something else under the name that it uses. Only `build` reports this, because only a module has such names.",
  example: `
    layout tiny { word ONLY { 0 A } }
    input host: tiny
    caps vcpu: tiny { default = host }
    caps Vcpu: tiny { default = none }
  `,
});

export const ruleDiagnostics: readonly DiagnosticKind<never>[] = [
  duplicateRule,
  duplicateDefault,
  noDefault,
  overridesNothing,
  notUnderWhen,
  cycle,
  declarationCycle,
  noCounterpart,
  ambiguousCounterpart,
  ruleOutsideSet,
  layoutOfFileUnclear,
  layoutStated,
  givenTwice,
  setCycle,
  generatedNamesClash,
];
