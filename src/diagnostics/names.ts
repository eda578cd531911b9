// CR02xx: the meaning of names. Codes are permanent: append, never renumber or reuse.

import { didYouMean, type Nearest } from "./did-you-mean.ts";
import { defineDiagnostic, type DiagnosticKind } from "./diagnostic.ts";

export const unknownName: DiagnosticKind<{
  name: string;
  /** The kind of name that is allowed here, such as "bit of `x86`". */
  expected: string;
  nearest: Nearest;
  /** Advice if no known name is near. */
  remedy?: string | undefined;
}> = defineDiagnostic({
  code: "CR0201",
  severity: "error",
  message: ({ name, expected }) => `no ${expected} is named \`${name}\``,
  help: ({ nearest, remedy = "declare it, or `use` the file that does" }) =>
    didYouMean(nearest(), remedy),
  explanation:
    "Names are case-sensitive. Inputs, flags, enums, sets, classes and capability sets are declared in this file or in one that it uses; bits and leaves belong to their layout.",
  example: `
    XSAVSE = host
  `,
});

export const nameClash: DiagnosticKind<{ name: string; kind: string }> = defineDiagnostic({
  code: "CR0202",
  severity: "error",
  message: ({ name, kind }) => `\`${name}\` is declared twice, here as ${kind}`,
  help: () => "rename one of them",
  explanation:
    "Inputs, flags, enums, sets, classes and capability sets share one namespace over all files of a program; layouts have one of their own.",
  example: `
    flag tdp
    flag tdp
    when tdp { GBPAGES = host }
  `,
});

export const ambiguousBit: DiagnosticKind<{ name: string; candidates: readonly string[] }> =
  defineDiagnostic({
    code: "CR0203",
    severity: "error",
    message: ({ name }) => `more than one bit is named \`${name}\``,
    help: ({ candidates }) => `write ${candidates.map((each) => `\`${each}\``).join(" or ")}`,
    explanation:
      "The short name of a bit is enough only where one leaf has it. AMD repeats many bits of CPUID_1_EDX in CPUID_8000_0001_EDX.",
    example: `
      APIC = host
    `,
  });

export const wrongLeaf: DiagnosticKind<{
  leaf: string;
  name: string;
  places: readonly string[];
}> = defineDiagnostic({
  code: "CR0204",
  severity: "error",
  message: ({ leaf, name }) => `\`${leaf}\` has no bit named \`${name}\``,
  help: ({ places }) => `it is ${places.map((each) => `\`${each}\``).join(" or ")}`,
  explanation: "A bit that is named in full must be in the leaf that is named with it.",
  example: `
    CPUID_1_ECX.RDPID = guest
  `,
});

export const aliasInRules: DiagnosticKind<{ alias: string; bit: string }> = defineDiagnostic({
  code: "CR0205",
  severity: "error",
  message: ({ alias, bit }) => `\`${alias}\` is an alias of \`${bit}\``,
  help: ({ bit }) => `write \`${bit}\``,
  explanation:
    "Aliases are names that other tools use. They are understood in input from outside, such as /proc/cpuinfo, but a rule file names each bit in one way only.",
  example: `
    rdpid = guest
  `,
});

export const wrongKind: DiagnosticKind<{ name: string; actual: string; expected: string }> =
  defineDiagnostic({
    code: "CR0206",
    severity: "error",
    message: ({ name, actual, expected }) => `\`${name}\` is ${actual}, not ${expected}`,
    explanation: "The name is known, but a name of this kind is not allowed here.",
    example: `
      flag tdp
      tdp: MOVBE
    `,
  });

export const bitNumberTooLarge: DiagnosticKind<{ number: number }> = defineDiagnostic({
  code: "CR0207",
  severity: "error",
  message: ({ number }) => `a word has no bit ${number}`,
  help: () => "bits are numbered from 0 to 31; a 64-bit register is two words",
  explanation: "Every leaf and word has 32 bits.",
  example: `
    CPUID_1_ECX[32] = guest
  `,
});

export const duplicateInLayout: DiagnosticKind<{ what: string; layout: string }> = defineDiagnostic(
  {
    code: "CR0208",
    severity: "error",
    message: ({ what, layout }) => `${what} stands twice in \`${layout}\``,
    help: () => "keep one of them",
    explanation:
      "In a layout, the name of a leaf, its CPUID address, each alias, and in one leaf each bit's name and number stand only once.",
    example: `
      layout tiny { word ONLY { 0 A  0 B } }
      input host: tiny
      default = host
    `,
  },
);

export const unknownRegister: DiagnosticKind<{ register: string }> = defineDiagnostic({
  code: "CR0209",
  severity: "error",
  message: ({ register }) => `CPUID has no output register \`${register}\``,
  help: () => "write eax, ebx, ecx or edx",
  explanation: "A leaf is the value of one of four registers for one CPUID function and index.",
  example: `
    layout tiny {
      leaf FIRST = 0x1 esi { 0 A }
    }
    input host: tiny
    default = host
  `,
});

export const thisBitMissing: DiagnosticKind<{ name: string; bit: string }> = defineDiagnostic({
  code: "CR0210",
  severity: "error",
  message: ({ name }) => `\`${name}\` means "this bit", but a condition has no bit of its own`,
  help: ({ name, bit }) => `say which bit, such as \`${name}.${bit}\``,
  explanation:
    "A bitmap's bare name is the bit that is being defined. The condition of a `when` is the same for every bit in it, so it names bits in full.",
  example: `
    when host {
      XSAVES = none
    }
  `,
});

export const bitOfWhichBitmap: DiagnosticKind<{ name: string }> = defineDiagnostic({
  code: "CR0211",
  severity: "error",
  message: ({ name }) => `\`${name}\` is a bit, but its bitmap is not stated`,
  help: ({ name }) => `write \`NAME.${name}\` with the name of an input or capability set`,
  explanation:
    "In a `caps` block, a bare bit belongs to that capability set. Outside of such a block there is no set that it could belong to.",
  example: `
    layout tiny { word ONLY { 0 A } }
    input host: tiny
    caps vcpu: tiny { default = host }
    assert A -> host
  `,
});

export const enumNotCompared: DiagnosticKind<{ name: string; value: string }> = defineDiagnostic({
  code: "CR0212",
  severity: "error",
  message: ({ name }) => `\`${name}\` is an enum, which is neither true nor false`,
  help: ({ name, value }) => `compare it: \`${name} == ${value}\``,
  explanation: "An enum has one of several values; only a comparison of it is a condition.",
  example: `
    enum vendor: intel amd
    when vendor {
      XSAVES = host
    }
  `,
});

export const unknownValue: DiagnosticKind<{
  enumeration: string;
  value: string;
  nearest: Nearest;
}> = defineDiagnostic({
  code: "CR0213",
  severity: "error",
  message: ({ enumeration, value }) => `\`${enumeration}\` has no value \`${value}\``,
  help: ({ nearest }) => didYouMean(nearest()),
  explanation: "The values of an enum are those that its declaration lists.",
  example: `
    enum vendor: intel amd
    when vendor == adm {
      XSAVES = host
    }
  `,
});

export const duplicateValue: DiagnosticKind<{ enumeration: string; value: string }> =
  defineDiagnostic({
    code: "CR0214",
    severity: "error",
    message: ({ enumeration, value }) => `\`${enumeration}\` lists \`${value}\` twice`,
    explanation: "An enum has exactly one of its values at a time, so they must differ.",
    example: `
      enum vendor: intel amd intel
      when vendor == amd {
        XSAVES = host
      }
    `,
  });

export const noCpuidEntry: DiagnosticKind<{ word: string }> = defineDiagnostic({
  code: "CR0215",
  severity: "error",
  message: ({ word }) => `\`${word}\` is not a CPUID leaf, so nothing can have or lack it`,
  explanation: "`has` asks for a CPUID entry. A `word` has no CPUID address.",
  example: `
    layout tiny { word ONLY { 0 A } }
    input guest: tiny
    default = guest
    when guest has ONLY {
      A = none
    }
  `,
});

export const nameDiagnostics: readonly DiagnosticKind<never>[] = [
  unknownName,
  nameClash,
  ambiguousBit,
  wrongLeaf,
  aliasInRules,
  wrongKind,
  bitNumberTooLarge,
  duplicateInLayout,
  unknownRegister,
  thisBitMissing,
  bitOfWhichBitmap,
  enumNotCompared,
  unknownValue,
  duplicateValue,
  noCpuidEntry,
];
